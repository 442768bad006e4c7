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
  /** How many files are not called like a disk. */
  readonly others: number;
}

/** Separates files with the name of a VHDX from the others in a folder, such as a checkpoint's. */
export function siftDisks(files: readonly ChosenFile[]): Sifted {
  const disks = files.filter(({ name }) => /\.a?vhdx$/i.test(name));
  return { disks, others: files.length - disks.length };
}
