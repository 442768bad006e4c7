import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

const SAMPLES = fileURLToPath(new URL("../../src/samples/", import.meta.url));

/** Writes one of the page's samples as a file of this machine. @returns its path. */
export async function sampleFile(
  folder: string,
  sample: "clean" | "crashed",
  name = `${sample}.vhdx`,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, name);
  await writeFile(file, gunzipSync(await readFile(path.join(SAMPLES, `${sample}.vhdx.gz`))));
  return file;
}
