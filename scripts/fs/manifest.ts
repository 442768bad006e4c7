import { createHash } from "node:crypto";
import { runSteps } from "../../workers/bytes/steps.ts";
import type { FileSystem, NodeStat, WalkedEntry } from "../../workers/fs/file-system.ts";
import { tryRead } from "../../workers/store/tolerant-read.ts";

/** An entry as a mount shows it. */
export interface ManifestEntry {
  readonly path: string;
  readonly size: number;
  /** Of Python's `oct`: "0o100644". */
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
  /** Nanoseconds since 1970. */
  readonly mtime: string;
  readonly ino: number;
  readonly nlink: number;
  /** File, link, folder, anything else. */
  readonly t: "f" | "l" | "d" | "s";
  readonly target?: string;
  readonly sha?: string;
  /** Why the mount could not read it. */
  readonly err?: string;
}

/** What of an entry is compared. File systems without owners leave out these. */
export const ASPECTS = ["path", "size", "sha", "target", "mode", "owner", "mtime", "links"] as const;
export type Aspect = (typeof ASPECTS)[number];

/** How many entries of the manifest are right in each aspect, and the first that are not. */
export interface Comparison {
  readonly of: Record<Aspect, number>;
  readonly right: Record<Aspect, number>;
  /** Entries of which every aspect is right, and files among them. */
  readonly entries: number;
  readonly files: number;
  /** Files of the manifest. */
  readonly allFiles: number;
  /** Entries that the manifest does not have. */
  readonly extra: readonly string[];
  readonly differences: readonly string[];
}

const MOST_DIFFERENCES = 20;
const PIECE = 1024 * 1024;

/** A path as bytes. Python writes bytes that are no UTF-8 as lone surrogates. */
function pathBytes(text: string): Buffer {
  const parts: Buffer[] = [];
  let plain = "";
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0xdc80 || code > 0xdcff) {
      plain += character;
      continue;
    }
    parts.push(Buffer.from(plain), Buffer.from([code - 0xdc00]));
    plain = "";
  }
  return Buffer.concat([...parts, Buffer.from(plain)]);
}

/** SHA-256 of a file's content; null where it can't be read whole. */
function shaOf(fs: FileSystem, { node, size }: NodeStat): string | null {
  const content = fs.open(node, null);
  if (content === null) return null;
  const hash = createHash("sha256");
  for (let at = 0; at < size; at += PIECE) {
    const bytes = tryRead(content, at, Math.min(PIECE, size - at));
    if (bytes === null) return null;
    hash.update(bytes);
  }
  return hash.digest("hex");
}

const MODES: Readonly<Record<string, number>> = {
  file: 0o100000,
  directory: 0o040000,
  symlink: 0o120000,
  "block-device": 0o060000,
  "character-device": 0o020000,
  fifo: 0o010000,
  socket: 0o140000,
};

/** Holds a file system against a manifest. @param skip aspects that the file system does not have */
export function compare(
  fs: FileSystem,
  manifest: readonly ManifestEntry[],
  skip: ReadonlySet<Aspect> = new Set(),
): Comparison {
  const found = new Map<string, WalkedEntry>();
  runSteps(
    fs.walk(fs.root, (entry) => {
      const path = Buffer.concat(
        entry.path.flatMap(({ bytes }, index) => (index === 0 ? [bytes] : [Buffer.from("/"), bytes])),
      );
      found.set(path.toString("latin1"), entry);
    }),
  );
  const counters = () => Object.fromEntries(ASPECTS.map((aspect) => [aspect, 0])) as Record<Aspect, number>;
  const of = counters();
  const right = counters();
  const differences: string[] = [];
  const hashes = new Map<number, string | null>();
  let entries = 0;
  let files = 0;
  for (const expected of manifest) {
    const key = pathBytes(expected.path).toString("latin1");
    const entry = found.get(key);
    found.delete(key);
    let isRight = true;
    const check = (aspect: Aspect, want: unknown, is: () => unknown) => {
      if (skip.has(aspect)) return;
      of[aspect] += 1;
      const got = entry === undefined ? undefined : is();
      if (got === want) {
        right[aspect] += 1;
        return;
      }
      isRight = false;
      if (differences.length < MOST_DIFFERENCES)
        differences.push(`${JSON.stringify(expected.path)}: ${aspect} ${String(got)}, not ${String(want)}`);
    };
    const stat = entry?.stat ?? null;
    check("path", true, () => stat !== null);
    if (expected.t !== "d") check("size", expected.size, () => stat?.size);
    if (expected.sha !== undefined)
      check("sha", expected.sha, () => {
        if (stat === null) return null;
        if (!hashes.has(stat.node)) hashes.set(stat.node, shaOf(fs, stat));
        return hashes.get(stat.node);
      });
    if (expected.target !== undefined)
      check("target", pathBytes(expected.target).toString("hex"), () =>
        Buffer.from(stat?.target?.bytes ?? []).toString("hex"),
      );
    check("mode", Number(expected.mode), () => (MODES[stat?.kind ?? ""] ?? 0) + (stat?.mode ?? 0));
    check("owner", `${expected.uid}:${expected.gid}`, () => `${stat?.owner?.user}:${stat?.owner?.group}`);
    check("mtime", expected.mtime, () => String(stat?.times.modified));
    check("links", expected.nlink, () => stat?.links);
    if (!isRight) continue;
    entries += 1;
    if (expected.t === "f") files += 1;
  }
  const allFiles = manifest.filter(({ t }) => t === "f").length;
  const extra = [...found.keys()].map((key) => Buffer.from(key, "latin1").toString());
  return { of, right, entries, files, allFiles, extra, differences };
}
