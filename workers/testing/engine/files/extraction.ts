import type { ExtractRequest } from "../../../api/index.ts";
import type { Subject } from "../../../engine/exports/files/extraction-run.ts";
import type { FileSystem } from "../../../fs/file-system.ts";
import { FakeDirectory } from "../fake-directory.ts";
import { memoryFiles, type MemoryNode } from "./memory-files.ts";

const MIB = 2 ** 20;

/** A file system of a tree. @param size of its volume, bytes */
export function systemOf(tree: NonNullable<MemoryNode["entries"]>, size = 32 * MIB): FileSystem {
  const { volume, reader } = memoryFiles(tree, size);
  const fs = reader.reader.open(volume, { transactions: null });
  if (fs === null) throw new Error("no file system");
  return fs;
}

/** What an extraction takes files of. */
export function subjectOf(fs: FileSystem): Subject {
  const head = {
    image: "disk.vhdx",
    layer: "original",
    volume: "Whole disk",
    system: "memory",
    version: "1",
  };
  return { fs, head, piecesOf: null };
}

/** Asks for all files. */
export const whole = (fs: FileSystem, as: ExtractRequest["as"]): ExtractRequest => ({
  as,
  nodes: [{ node: fs.root, name: null }],
  manifest: true,
});

/** The user who agrees to go on where something can't be read. */
export const agree = (): Promise<boolean> => Promise.resolve(true);

const encoder = new TextEncoder();

/** A name, or the target of a link. */
export const named = (text: string) => ({ text, bytes: encoder.encode(text) });

/** Bytes of all files of a folder, by their paths. */
export function sizesIn(directory: FakeDirectory, above = ""): Record<string, number> {
  const files: Record<string, number> = {};
  for (const [name, entry] of directory.entries) {
    if (entry instanceof FakeDirectory) Object.assign(files, sizesIn(entry, `${above}${name}/`));
    else files[above + name] = entry.length;
  }
  return files;
}
