import type { Destination, ExportResult } from "../../../workers/api/index.ts";
import { VhdxError } from "../../../workers/shared/error.ts";
import { savePicker } from "../../client/abilities/pickers.ts";
import { type FileView, openViews } from "../../state/files.ts";
import { useStore } from "../../state/store.ts";
import { safeFileName } from "../../../workers/shared/visible-text.ts";
import { WORDS } from "./words.ts";

/** A browser does not report when it has read a download's Blob, so the Blob is kept for this long. Milliseconds. */
const KEPT_FOR_MS = 10 * 60_000;

/** Whether a place to save to is one of the open files. */
async function isOpen(handle: FileSystemFileHandle, views: readonly FileView[]): Promise<boolean> {
  const same = views.flatMap(({ source }) =>
    source?.kind === "handle" ? [handle.isSameEntry(source.handle)] : [],
  );
  return (await Promise.all(same)).includes(true);
}

/**
 * The destination of a result. Where the browser has no picker, the result is downloaded.
 *
 * @param saveAs where the result goes; left out: as `Save as` is set.
 * @returns null where the user closed the picker.
 * @throws VhdxError `misuse` where the user chose one of the open files.
 */
export async function chooseDestination(
  fileName: string,
  saveAs = useStore.getState().saveAs,
): Promise<Destination | null> {
  const state = useStore.getState();
  const pick = savePicker();
  if (saveAs === "download" || pick === null) return { kind: "download", readFirst: state.readFirst };
  try {
    const handle = await pick({ id: "platter-save", suggestedName: safeFileName(fileName) });
    if (await isOpen(handle, openViews(state)))
      throw new VhdxError(
        "misuse",
        // The picker itself empties a file that the user chooses to replace; the page can't prevent that.
        WORDS.isOpen,
      );
    return { kind: "handle", handle };
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === "AbortError") return null;
    throw thrown;
  }
}

/** What is left where the user cancels a save, as a sentence. A picker makes a new file, or empties the one that is chosen. */
export function cancelledSave(to: Destination): string {
  return to.kind === "download" ? WORDS.nothingSaved : WORDS.nothingSavedTo(to.handle.name);
}

/** Downloads a result that is a Blob. A result for a handle has been written already. */
export function deliver(result: Pick<ExportResult, "blob">, fileName: string): void {
  if (result.blob === null) return;
  const url = URL.createObjectURL(result.blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = safeFileName(fileName);
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_FOR_MS);
}
