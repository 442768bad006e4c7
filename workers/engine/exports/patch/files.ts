import { BlobStore } from "../../../store/blob-store.ts";
import type { JobContext } from "../../jobs/jobs.ts";
import type { Piece } from "../pieces/pieces.ts";
import { pythonText, windowsText } from "../scripts/script-text.ts";
import { storeEntry, textEntry } from "../zip/entries.ts";
import { EXECUTABLE, READABLE, zipPieces } from "../zip/zip.ts";
import applyCmd from "./apply.cmd?raw";
import applyPs1 from "./apply.ps1?raw";
import applyPy from "./apply.py?raw";
import type { Patch } from "./build.ts";
import { patchReadme } from "./readme.ts";

/** A text file of the archive. */
interface PatchText {
  readonly name: string;
  readonly text: string;
  readonly mode: number;
}

/**
 * The texts of a patch, by their names in the archive. `patch.bin` is the patch's own.
 *
 * @param parts what it changes, in words; from `changedParts`
 */
export function patchTexts({ description }: Patch, parts: readonly string[]): readonly PatchText[] {
  return [
    { name: "README.txt", text: patchReadme(description, parts), mode: READABLE },
    { name: "patch.json", text: `${JSON.stringify(description, null, 1)}\n`, mode: READABLE },
    { name: "apply.py", text: pythonText(applyPy), mode: EXECUTABLE },
    { name: "apply.ps1", text: windowsText(applyPs1), mode: READABLE },
    { name: "apply.cmd", text: windowsText(applyCmd), mode: READABLE },
  ];
}

/**
 * `NAME.platter-patch.zip`.
 *
 * @param parts what it changes, in words; from `changedParts`
 * @throws VhdxError `cancelled`.
 */
export async function patchArchive(
  patch: Patch,
  parts: readonly string[],
  job: JobContext,
): Promise<Iterable<Piece>> {
  job.progress(0, null, "Packing the patch");
  const texts = patchTexts(patch, parts).map(({ name, text, mode }) => textEntry(name, text, mode));
  const bin = await storeEntry("patch.bin", new BlobStore(patch.bin), READABLE, job);
  return zipPieces([...(await Promise.all(texts)), bin], new Date(patch.description.createdAt));
}
