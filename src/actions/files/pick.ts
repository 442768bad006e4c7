import { filePicker, folderPicker } from "../../client/abilities/pickers.ts";
import { type ChosenFile, handleFile, plainFile } from "./chosen-file.ts";
import { filesIn } from "./folder.ts";
import { WORDS } from "./words.ts";

/** The result of a picker; null where the user closed it. */
async function unlessClosed<T>(picked: Promise<T>): Promise<T | null> {
  try {
    return await picked;
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === "AbortError") return null;
    throw thrown;
  }
}

/** @returns the chosen files, none where the user closed the picker. */
export async function pickFiles(): Promise<readonly ChosenFile[]> {
  const pick = filePicker();
  if (pick === null) return (await pickPlainFiles("files")).map(plainFile);
  const handles = await unlessClosed(
    pick({
      id: "platter-open",
      multiple: true,
      types: [{ description: WORDS.disks, accept: { "application/octet-stream": [".vhdx", ".avhdx"] } }],
    }),
  );
  return (handles ?? []).map(handleFile);
}

/** @returns all files of the chosen folder and of those in it; null where the user closed the picker. */
export async function pickFolder(): Promise<readonly ChosenFile[] | null> {
  const pick = folderPicker();
  if (pick === null) {
    const files = await pickPlainFiles("folder");
    return files.length === 0 ? null : files.map(plainFile);
  }
  const folder = await unlessClosed(pick({ id: "platter-folder" }));
  return folder === null ? null : filesIn(folder);
}

function pickPlainFiles(what: "files" | "folder"): Promise<readonly File[]> {
  return new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    input.multiple = true;
    input.webkitdirectory = what === "folder";
    input.addEventListener("cancel", () => resolve([]));
    input.addEventListener("change", () => resolve([...(input.files ?? [])]));
    input.click();
  });
}
