import type { Forest, ImageId } from "../../../workers/api/index.ts";
import { forgetAllFiles, forgetFile, listRecent, rememberFile } from "../../state/recent-files.ts";
import type { RecentFile } from "../../state/recent.ts";
import { useStore } from "../../state/store.ts";
import { fileView } from "./files.ts";
import { ancestorsOf } from "./forest.ts";
import { WORDS } from "./words.ts";

/** Loads the list of recent files. In a private window it is empty. */
export async function loadRecent(): Promise<void> {
  const { files, dropped } = await listRecent().catch(() => ({ files: [], dropped: 0 }));
  const { setRecent, notify } = useStore.getState();
  setRecent(files);
  if (dropped === 0) return;
  notify("info", WORDS.recentLost(dropped));
}

/**
 * Remembers opened files, where the browser lets us and the session is not private. A file that is the parent of another is
 * remembered with that one.
 *
 * @param opened those that were opened now
 */
export async function remember(forest: Forest, opened: readonly ImageId[]): Promise<void> {
  if (useStore.getState().privateSession) return;
  const handleOf = (id: ImageId) => {
    const source = fileView(id)?.source;
    return source?.kind === "handle" ? [source.handle] : [];
  };
  for (const id of forest.leaves) {
    const parents = ancestorsOf(forest, id);
    const [handle] = handleOf(id);
    if (handle === undefined || ![id, ...parents].some((each) => opened.includes(each))) continue;
    const size = fileView(id)?.summary?.size ?? 0;
    // One after the other, since each reads the stored list first.
    // oxlint-disable-next-line no-await-in-loop
    await rememberFile(handle, size, parents.flatMap(handleOf)).catch(() => undefined);
  }
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
