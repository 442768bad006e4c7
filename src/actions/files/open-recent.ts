import type { RecentFile } from "../../state/recent.ts";
import { useStore } from "../../state/store.ts";
import { handleFile } from "./chosen-file.ts";
import { openFiles } from "./open.ts";

interface AskableHandle extends FileSystemFileHandle {
  requestPermission?: (options: { readonly mode: "read" }) => Promise<PermissionState>;
}

async function mayRead(handle: AskableHandle): Promise<boolean> {
  const answer = await handle.requestPermission?.({ mode: "read" });
  return answer === undefined || answer === "granted";
}

/**
 * Opens a file from the list of recent ones, and the parents that were open with it; the browser asks the user first. A parent
 * that it may not read is missing then.
 */
export async function openRecent(file: RecentFile): Promise<void> {
  if (!(await mayRead(file.handle))) {
    useStore.getState().notify("error", `The browser may not read ${file.name}.`);
    return;
  }
  const handles = [file.handle];
  for (const parent of file.parents ?? []) {
    // A browser asks one question at a time.
    // oxlint-disable-next-line no-await-in-loop
    if (await mayRead(parent).catch(() => false)) handles.push(parent);
  }
  await openFiles(handles.map(handleFile));
}
