import { gzipSync } from "node:zlib";

/** A part of the build, and the limit of its bytes after compression by a host. */
export interface Budget {
  readonly name: string;
  /** Bytes after gzip. */
  readonly limit: number;
}

/** What the page loads before a file is dropped on it. */
export const FIRST_LOAD: Budget = { name: "what is loaded before a file is dropped", limit: 250 * 1024 };
/**
 * The engine's worker with all that it imports; it starts with the first file. Of this, 8 KiB are tables of partitions and file
 * systems, without which the verdict could not say what is inside the disk. 15 KiB know wiped files by their parts, damage by its
 * writer and by single bytes, and faults by their cause. 96 KiB are the readers of five kinds of file systems, and what extracts files.
 */
export const ENGINE: Budget = { name: "the engine", limit: 288 * 1024 };

/** A file of the build. */
export interface BuiltFile {
  readonly name: string;
  readonly content: string | Uint8Array;
  /** Names of the files that are loaded with it: what it imports, and its styles. */
  readonly needs: readonly string[];
}

/** Bytes of a file after gzip. */
export const compressedSize = (content: string | Uint8Array): number =>
  gzipSync(content, { level: 9 }).byteLength;

/** Bytes after gzip of some files and all files that are loaded with them, each counted once. */
export function loadedWith(files: readonly BuiltFile[], start: readonly string[]): number {
  const byName = new Map(files.map((file) => [file.name, file]));
  const loaded = new Set<string>();
  const waiting = [...start];
  let total = 0;
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const file = byName.get(name);
    if (file === undefined || loaded.has(name)) continue;
    loaded.add(name);
    total += compressedSize(file.content);
    waiting.push(...file.needs);
  }
  return total;
}

/** A sentence if a part is larger than its budget, else null. */
export function overBudget({ name, limit }: Budget, bytes: number): string | null {
  if (bytes <= limit) return null;
  const kib = (value: number) => (value / 1024).toFixed(1);
  return `${name}: ${kib(bytes)} KiB after gzip, of ${kib(limit)} KiB allowed`;
}
