import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { casesFolder } from "../../e2e/support/corpus.ts";

const UNPACKED = fileURLToPath(new URL("../../.cache/cases", import.meta.url));

/**
 * Unpacks a case that is too large for memory: a sparse file of up to 8 TiB that takes little room on the disk.
 *
 * @param name of the packed file in `../shared/cases`, without `.vhdx.tar.gz`
 * @returns the path of the image, which is shared by all tests: it must not be written.
 */
export async function sparseCase(name: string): Promise<string> {
  const folder = casesFolder();
  if (folder === null) throw new Error("The cases are missing: ../shared/cases, or set PLATTER_CASES.");
  const unpacked = path.join(UNPACKED, `${name}.vhdx`);
  if (await stat(unpacked).catch(() => null)) return unpacked;
  await mkdir(UNPACKED, { recursive: true });
  // Several tests may unpack it at once: each into a folder of its own, and the last rename wins.
  const own = await mkdtemp(path.join(UNPACKED, "unpacking-"));
  try {
    await promisify(execFile)("tar", ["xzSf", path.join(folder, `${name}.vhdx.tar.gz`), "-C", own]);
    await rename(path.join(own, `${name}.vhdx`), unpacked);
  } finally {
    await rm(own, { recursive: true, force: true });
  }
  return unpacked;
}
