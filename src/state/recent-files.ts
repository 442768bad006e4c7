import type { RecentFile } from "./recent.ts";

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

/** Files opened before, the latest first. Handles live in IndexedDB: nothing else can keep them over a restart. */
export async function listRecent(): Promise<RecentFile[]> {
  const files: RecentFile[] = await withFiles("readonly", (store) => settled(store.getAll()));
  return files.toSorted((a, b) => b.openedAt - a.openedAt);
}

/** Remembers a file with its parents, once however often it is opened, and lets the oldest go. */
export async function rememberFile(
  handle: FileSystemFileHandle,
  size: number,
  parents: readonly FileSystemFileHandle[],
): Promise<void> {
  const known = await listRecent();
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
