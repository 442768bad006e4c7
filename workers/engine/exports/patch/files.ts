import { BlobStore } from "../../../store/blob-store.ts";
import type { JobContext } from "../../jobs/jobs.ts";
import type { Piece } from "../pieces/pieces.ts";
import { powerShellText, pythonText } from "../scripts/script-text.ts";
import { storeEntry, textEntry } from "../zip/entries.ts";
import { EXECUTABLE, READABLE, zipPieces } from "../zip/zip.ts";
import applyPs1 from "./apply.ps1?raw";
import applyPy from "./apply.py?raw";
import type { Patch } from "./build.ts";
import { patchReadme } from "./readme.ts";

/** The texts of a patch, by their names in the archive. `patch.bin` is the patch's own. */
export function patchTexts({
  description,
}: Patch): readonly { readonly name: string; readonly text: string; readonly mode: number }[] {
  return [
    { name: "README.txt", text: patchReadme(description), mode: READABLE },
    { name: "patch.json", text: `${JSON.stringify(description, null, 1)}\n`, mode: READABLE },
    { name: "apply.py", text: pythonText(applyPy), mode: EXECUTABLE },
    { name: "apply.ps1", text: powerShellText(applyPs1), mode: READABLE },
  ];
}

/**
 * `NAME.platter-patch.zip`.
 *
 * @throws VhdxError `cancelled`.
 */
export async function patchArchive(patch: Patch, job: JobContext): Promise<Iterable<Piece>> {
  job.progress(0, null, "Packing the patch");
  const texts = patchTexts(patch).map(({ name, text, mode }) => textEntry(name, text, mode));
  const bin = await storeEntry("patch.bin", new BlobStore(patch.bin), READABLE, job);
  return zipPieces([...(await Promise.all(texts)), bin], new Date(patch.description.createdAt));
}
