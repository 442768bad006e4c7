import type { RecentFile } from "../state/recent.ts";
import { useStore } from "../state/store.ts";
import { openSource } from "./open.ts";

interface AskableHandle extends FileSystemFileHandle {
  requestPermission?: (options: { readonly mode: "read" }) => Promise<PermissionState>;
}

/** Opens a file from the list of recent ones; the browser asks the user first. */
export async function openRecent(file: RecentFile): Promise<void> {
  const handle: AskableHandle = file.handle;
  const answer = await handle.requestPermission?.({ mode: "read" });
  if (answer !== undefined && answer !== "granted") {
    useStore.getState().notify("error", `The browser may not read ${file.name}.`);
    return;
  }
  await openSource({ kind: "handle", handle }, file.name);
}
