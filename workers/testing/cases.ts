import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { casesFolder } from "../../e2e/support/corpus.ts";

/**
 * Unpacks a case from the field: an image made after a report, whose right value a test holds.
 *
 * @param name of the packed file in `../shared/cases`, without `.vhdx.gz`, such as `engine/d1-base`
 * @returns the image's bytes, which belong to the caller and may be written.
 */
export async function caseFile(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const folder = casesFolder();
  if (folder === null) throw new Error("The cases are missing: ../shared/cases, or set PLATTER_CASES.");
  return new Uint8Array(await promisify(gunzip)(await readFile(path.join(folder, `${name}.vhdx.gz`))));
}
