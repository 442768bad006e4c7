import { useStore } from "../state/store.ts";
import { openSource } from "./open.ts";
import type { ChosenFile } from "./pick.ts";
import { reportTrouble } from "./trouble.ts";

interface HandleItem {
  getAsFileSystemHandle?: () => Promise<FileSystemHandle | null | undefined>;
}

interface DroppedItem {
  readonly file: File | null;
  readonly handle: Promise<FileSystemHandle | null | undefined>;
}

async function chosen({ file, handle }: DroppedItem): Promise<ChosenFile | "folder" | null> {
  // A browser may have the method and still give no handle, as for files that a script dragged.
  const found = await handle.catch(() => null);
  if (found?.kind === "directory") return "folder";
  if (found != null)
    return { name: found.name, source: { kind: "handle", handle: found as FileSystemFileHandle } };
  return file === null ? null : { name: file.name, source: { kind: "file", file } };
}

/** Opens what was dropped: of several files the first that is called like a VHDX, else the first. */
export async function openDropped(data: DataTransfer): Promise<void> {
  // Items are empty after the first wait, so all are taken at once.
  const items: DroppedItem[] = [...data.items]
    .filter((item) => item.kind === "file")
    .map((item) => ({
      file: item.getAsFile(),
      handle: (item as HandleItem).getAsFileSystemHandle?.() ?? Promise.resolve(null),
    }));
  const { notify } = useStore.getState();
  try {
    const all = await Promise.all(items.map(chosen));
    const files = all.filter((each) => each !== null && each !== "folder");
    const wanted = files.find((file) => /\.a?vhdx$/i.test(file.name)) ?? files[0];
    if (wanted === undefined) {
      notify("error", all.includes("folder") ? "That is a folder: drop a file." : "No file was dropped.");
      return;
    }
    if (files.length > 1)
      notify("info", `Opened ${wanted.name} of ${files.length} files. A chain of disks can't be opened yet.`);
    await openSource(wanted.source, wanted.name);
  } catch (thrown) {
    reportTrouble("Can't open what was dropped", thrown);
  }
}
