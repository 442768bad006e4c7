import { droppedHandle } from "../../client/abilities/handles.ts";
import { useStore } from "../../state/store.ts";
import { filesBelow, filesOf } from "./folder.ts";
import { openChosen } from "./open.ts";
import { type ChosenFile, plainFile } from "./chosen-file.ts";
import { reportTrouble } from "../engine/trouble.ts";
import { WORDS } from "./words.ts";

interface DroppedItem {
  readonly file: File | null;
  readonly entry: FileSystemEntry | null;
  readonly handle: Promise<FileSystemHandle | null>;
}

async function chosen({ file, entry, handle }: DroppedItem): Promise<readonly ChosenFile[]> {
  const found = await handle;
  if (found !== null) return filesOf(found);
  if (entry?.isDirectory === true) return filesBelow(entry);
  return file === null ? [] : [plainFile(file)];
}

/** Opens what was dropped: any number of files, and folders of them. */
export async function openDropped(data: DataTransfer): Promise<void> {
  // Items are empty after the first await, so all are read at once.
  const items: DroppedItem[] = [...data.items]
    .filter((item) => item.kind === "file")
    .map((item) => ({
      file: item.getAsFile(),
      entry: item.webkitGetAsEntry(),
      handle: droppedHandle(item),
    }));
  try {
    if (items.length === 0) useStore.getState().notify("error", WORDS.noneDropped);
    else await openChosen((await Promise.all(items.map(chosen))).flat());
  } catch (thrown) {
    reportTrouble(WORDS.dropFailed, thrown);
  }
}
