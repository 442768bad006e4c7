import type { RecentFile } from "./recent.ts";
import { readRecentRecords, type RecentRecords } from "./recent-records.ts";

const DATABASE = "platter-recent";
const FILES = "files";
const KEPT = 10;

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("The browser's storage failed"));
  });
}

async function withFiles<T>(
  mode: IDBTransactionMode,
  work: (files: IDBObjectStore) => Promise<T>,
): Promise<T> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(FILES, { keyPath: "id", autoIncrement: true });
  };
  const database = await settled(request);
  try {
    return await work(database.transaction(FILES, mode).objectStore(FILES));
  } finally {
    database.close();
  }
}

async function readAll(): Promise<RecentRecords> {
  const records: unknown[] = await withFiles("readonly", (store) => settled(store.getAll()));
  const { files, damaged } = readRecentRecords(records);
  return { files: files.toSorted((a, b) => b.openedAt - a.openedAt), damaged };
}

/** The list of recent files, and how much of it was lost. */
export interface RecentList {
  readonly files: readonly RecentFile[];
  /** Records that were no remembered file, and were deleted. */
  readonly dropped: number;
}

/** Files opened before, the latest first. Handles live in IndexedDB: nothing else can keep them over a restart. */
export async function listRecent(): Promise<RecentList> {
  const { files, damaged } = await readAll();
  for (const id of damaged) {
    // One after the other: seldom more than one.
    // oxlint-disable-next-line no-await-in-loop
    await forgetFile(id);
  }
  return { files, dropped: damaged.length };
}

/** Remembers a file with its parents, once however often it is opened, and lets the oldest go. */
export async function rememberFile(
  handle: FileSystemFileHandle,
  size: number,
  parents: readonly FileSystemFileHandle[],
): Promise<void> {
  const { files: known } = await readAll();
  const same = await Promise.all(known.map((file) => handle.isSameEntry(file.handle)));
  const gone = [...known.filter((_, at) => same[at]), ...known.filter((_, at) => !same[at]).slice(KEPT - 1)];
  await withFiles("readwrite", async (store) => {
    await Promise.all(gone.map((file) => settled(store.delete(file.id))));
    await settled(store.add({ name: handle.name, size, openedAt: Date.now(), handle, parents }));
  });
}

/** Forgets one file. */
export async function forgetFile(id: number): Promise<void> {
  await withFiles("readwrite", (store) => settled(store.delete(id)));
}

/** Forgets all files. */
export async function forgetAllFiles(): Promise<void> {
  await withFiles("readwrite", (store) => settled(store.clear()));
}
