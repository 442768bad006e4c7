import { forgetAllFiles, forgetFile, listRecent, rememberFile } from "../state/recent-files.ts";
import type { RecentFile } from "../state/recent.ts";
import { useStore } from "../state/store.ts";

/** Shows the list as the browser keeps it. A browser that keeps nothing (a private window) has an empty one. */
export async function loadRecent(): Promise<void> {
  const recent = await listRecent().catch(() => []);
  useStore.getState().setRecent(recent);
}

/** Remembers an opened file, where the browser lets us and the session is not private. */
export async function remember(handle: FileSystemFileHandle, size: number): Promise<void> {
  if (useStore.getState().privateSession) return;
  await rememberFile(handle, size).catch(() => undefined);
  await loadRecent();
}

/** Takes a file off the list. */
export async function forget(file: RecentFile): Promise<void> {
  await forgetFile(file.id);
  await loadRecent();
}

/** Empties the list. */
export async function forgetAll(): Promise<void> {
  await forgetAllFiles();
  await loadRecent();
}
