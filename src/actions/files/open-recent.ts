import { mayUse } from "../../client/abilities/handles.ts";
import type { RecentFile } from "../../state/recent.ts";
import { useStore } from "../../state/store.ts";
import { handleFile } from "./chosen-file.ts";
import { openFiles } from "./open.ts";
import { WORDS } from "./words.ts";

/**
 * Opens a recent file, and the parents that were open with it, after the browser has asked the user. A parent without permission
 * stays missing.
 */
export async function openRecent(file: RecentFile): Promise<void> {
  if (!(await mayUse(file.handle, "read"))) {
    useStore.getState().notify("error", WORDS.mayNotRead(file.name));
    return;
  }
  const handles = [file.handle];
  for (const parent of file.parents ?? []) {
    // A browser shows one permission prompt at a time.
    // oxlint-disable-next-line no-await-in-loop
    if (await mayUse(parent, "read").catch(() => false)) handles.push(parent);
  }
  await openFiles(handles.map(handleFile));
}
