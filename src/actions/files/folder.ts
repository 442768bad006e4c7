import { type ChosenFile, handleFile, plainFile } from "./chosen-file.ts";

/** Files of a folder that are looked at, at most: a user may drop a whole drive. */
const MOST = 20_000;

/** All files of a folder and of the folders in it. */
export async function filesIn(folder: FileSystemDirectoryHandle): Promise<readonly ChosenFile[]> {
  const files: ChosenFile[] = [];
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined && files.length < MOST; next = folders.pop()) {
    for await (const entry of next.values()) {
      if (entry.kind === "directory") folders.push(entry);
      else files.push(handleFile(entry));
    }
  }
  return files;
}

/** What a handle stands for: a file, or all files of a folder. */
export async function filesOf(handle: FileSystemHandle): Promise<readonly ChosenFile[]> {
  return handle.kind === "directory"
    ? filesIn(handle as FileSystemDirectoryHandle)
    : [handleFile(handle as FileSystemFileHandle)];
}

/** All files below an entry, as browsers without handles give them. */
export async function filesBelow(entry: FileSystemEntry): Promise<readonly ChosenFile[]> {
  const files: ChosenFile[] = [];
  const entries = [entry];
  for (let next = entries.pop(); next !== undefined && files.length < MOST; next = entries.pop()) {
    // One after the other: a folder's reader gives a part at a time.
    // oxlint-disable-next-line no-await-in-loop
    if (next.isDirectory) entries.push(...(await entriesOf(next as FileSystemDirectoryEntry)));
    // oxlint-disable-next-line no-await-in-loop
    else files.push(plainFile(await fileOf(next as FileSystemFileEntry)));
  }
  return files;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

async function entriesOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}

/** The files to open, and how many are left out. */
export interface Sifted {
  readonly disks: readonly ChosenFile[];
  /** How many files are no disk. */
  readonly others: number;
}

/**
 * Separates VHDX files from the others in a folder, such as a checkpoint's. A file that is called like a disk is one, so that a damaged
 * disk is opened too; any other one counts by its first bytes: `base.vhdx.bak`, `disk.old`, `memory.vhdpmem`.
 *
 * @param areDisks says which of several files are disks by their first bytes.
 */
export async function siftDisks(
  files: readonly ChosenFile[],
  areDisks: (files: readonly ChosenFile[]) => Promise<readonly boolean[]>,
): Promise<Sifted> {
  const unknown = files.filter(({ name }) => !isCalledDisk(name));
  const known = unknown.length === 0 ? [] : await areDisks(unknown);
  const byBytes = new Set(unknown.filter((_, nth) => known[nth] === true));
  const disks = files.filter((file) => isCalledDisk(file.name) || byBytes.has(file));
  return { disks, others: files.length - disks.length };
}

const isCalledDisk = (name: string): boolean => /\.a?vhdx$/i.test(name);
