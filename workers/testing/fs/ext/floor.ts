import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { runSteps } from "../../../bytes/steps.ts";
import type { FileSystem, NodeStat, StoredName } from "../../../fs/file-system.ts";

/** An entry as the kernel's mount shows it; times in nanoseconds since 1970, values of attributes in hexadecimal. */
export interface FloorEntry {
  /** Bytes that are no UTF-8 are lone surrogates, as in Python. */
  readonly path: string;
  readonly t: "f" | "l" | "d" | "s";
  readonly size: number;
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
  readonly mtime: string;
  readonly ino: number;
  readonly nlink: number;
  readonly target?: string;
  readonly sha?: string;
  readonly device?: readonly number[];
  readonly xattrs?: Readonly<Record<string, string>>;
}

const unpacked = (name: string) => gunzipSync(readFileSync(new URL(`${name}.gz`, import.meta.url)));

/** An image of this folder. The bytes belong to the caller. */
export const floorImage = (name: string): Uint8Array<ArrayBuffer> => new Uint8Array(unpacked(`${name}.img`));

/** What the kernel shows of it, by path. */
export function floorEntries(name: string): readonly FloorEntry[] {
  const entries = JSON.parse(unpacked(`${name}.json`).toString()) as FloorEntry[];
  return entries.toSorted(byPath);
}

const byPath = (a: FloorEntry, b: FloorEntry) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);

/** Bytes as Python's `surrogateescape` decodes them. */
function escapedText(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length;) {
    const length = [1, 2, 3, 4].find((count) => isUtf8(bytes.subarray(at, at + count)));
    if (length === undefined) text += String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
    else text += Buffer.from(bytes.subarray(at, at + length)).toString();
    at += length ?? 1;
  }
  return text;
}

function isUtf8(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes).toString();
  return !text.includes("\ufffd") && Array.from(text).length === 1;
}

const KINDS: Readonly<Record<string, readonly [number, FloorEntry["t"]]>> = {
  file: [0o100000, "f"],
  directory: [0o040000, "d"],
  symlink: [0o120000, "l"],
  "block-device": [0o060000, "s"],
  "character-device": [0o020000, "s"],
  fifo: [0o010000, "s"],
};

function shaOf(fs: FileSystem, { node, size }: NodeStat): string {
  const content = fs.open(node, null);
  if (content?.size !== size) return "no content";
  const hash = createHash("sha256");
  for (let at = 0; at < size; at += 2 ** 20) {
    const bytes = new Uint8Array(Math.min(2 ** 20, size - at));
    content.read(at, bytes);
    hash.update(bytes);
  }
  return hash.digest("hex");
}

function entryOf(fs: FileSystem, path: readonly StoredName[], stat: NodeStat): FloorEntry {
  const [kind, t] = KINDS[stat.kind] ?? [0, "s"];
  const { device, attributes, target } = stat;
  return {
    path: path.map(({ bytes }) => escapedText(bytes)).join("/"),
    t,
    size: stat.size,
    mode: `0o${(kind + (stat.mode ?? 0)).toString(8)}`,
    uid: stat.owner?.user ?? -1,
    gid: stat.owner?.group ?? -1,
    mtime: String(stat.times.modified),
    ino: stat.node,
    nlink: stat.links,
    ...(target === null ? {} : { target: escapedText(target.bytes) }),
    ...(t === "f" ? { sha: shaOf(fs, stat) } : {}),
    ...(device === null ? {} : { device: [device.major, device.minor] }),
    ...(attributes.length === 0
      ? {}
      : {
          xattrs: Object.fromEntries(
            attributes.map(({ name, value }) => [name, Buffer.from(value).toString("hex")]),
          ),
        }),
  };
}

/** All entries of a file system, as `floorEntries` has them. */
export function entriesIn(fs: FileSystem): readonly FloorEntry[] {
  const entries: FloorEntry[] = [];
  runSteps(
    fs.walk(fs.root, ({ path, stat }) => {
      if (stat !== null) entries.push(entryOf(fs, path, stat));
    }),
  );
  return entries.toSorted(byPath);
}
