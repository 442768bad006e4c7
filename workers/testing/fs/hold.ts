import { createHash } from "node:crypto";
import { runSteps } from "../../bytes/steps.ts";
import type { FileSystem, StoredName, WalkedEntry } from "../../fs/file-system.ts";
import { tryRead } from "../../store/tolerant-read.ts";
import type { StoredEntry } from "./stored-image.ts";

const PIECE = 64 * 1024;

const pathOf = (path: readonly StoredName[]): string =>
  path.map(({ bytes }) => Buffer.from(bytes).toString("hex")).join("2f");

/** All entries by their paths in hexadecimal. */
export function walkAll(fs: FileSystem): Map<string, WalkedEntry> {
  const found = new Map<string, WalkedEntry>();
  runSteps(fs.walk(fs.root, (entry) => found.set(pathOf(entry.path), entry)));
  return found;
}

/** SHA-256 of a file; null where it can't be read whole. */
export function sha256Of(fs: FileSystem, node: number): string | null {
  const content = fs.open(node, null);
  if (content === null) return null;
  const hash = createHash("sha256");
  for (let at = 0; at < content.size; at += PIECE) {
    const bytes = tryRead(content, at, Math.min(PIECE, content.size - at));
    if (bytes === null) return null;
    hash.update(bytes);
  }
  return hash.digest("hex");
}

/** An entry of the file system with the fields that the stored one has. */
function seen(fs: FileSystem, found: WalkedEntry | undefined, expected: StoredEntry): StoredEntry | null {
  const stat = found?.stat;
  if (stat === null || stat === undefined) return null;
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
  const all: Record<string, unknown> = {
    path: expected.path,
    kind: stat.kind,
    // What a folder's size is differs between a driver and its volume.
    size: stat.kind === "directory" ? expected.size : stat.size,
    sha256: expected.sha256 === undefined ? undefined : sha256Of(fs, stat.node),
    target: stat.target === null ? undefined : hex(stat.target.bytes),
    mode: stat.mode ?? expected.mode,
    user: stat.owner?.user ?? expected.user,
    group: stat.owner?.group ?? expected.group,
    links: stat.mode === null ? expected.links : stat.links,
    node: stat.mode === null ? expected.node : stat.node,
    modified: String(stat.times.modified),
    device: stat.device === null ? undefined : [stat.device.major, stat.device.minor],
    attributes:
      stat.attributes.length === 0
        ? undefined
        : Object.fromEntries(
            stat.attributes
              .map(({ name, value }) => [name, hex(value)] as const)
              .sort(([a], [b]) => (a < b ? -1 : 1)),
          ),
  };
  return Object.fromEntries(Object.keys(expected).map((key) => [key, all[key]])) as unknown as StoredEntry;
}

/** How a file system differs from stored entries: those that are missing, wrong, or too many. Empty where it is equal. */
export function differences(fs: FileSystem, entries: readonly StoredEntry[]): readonly string[] {
  const found = walkAll(fs);
  const list: string[] = [];
  for (const expected of entries) {
    const name = Buffer.from(expected.path, "hex").toString();
    const is = JSON.stringify(seen(fs, found.get(expected.path), expected));
    if (is !== JSON.stringify(expected)) list.push(`${name}: ${is}, not ${JSON.stringify(expected)}`);
    found.delete(expected.path);
  }
  for (const path of found.keys()) list.push(`too much: ${Buffer.from(path, "hex").toString()}`);
  return list;
}
