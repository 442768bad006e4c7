import { makeZip } from "client-zip";
import type { JobContext } from "../../jobs.ts";
import { BlobBuilder } from "../blob-builder.ts";
import type { Patch } from "./build.ts";
import { powerShellScript } from "./powershell.ts";
import { pythonScript } from "./python.ts";
import { patchReadme } from "./readme.ts";

const READABLE = 0o644;
const EXECUTABLE = 0o755;

/** The files of a patch, by their names in the archive. */
export function patchFiles(patch: Patch): readonly { name: string; input: string | Blob; mode: number }[] {
  return [
    { name: "README.txt", input: patchReadme(patch.description), mode: READABLE },
    { name: "patch.json", input: `${JSON.stringify(patch.description, null, 1)}\n`, mode: READABLE },
    { name: "patch.bin", input: patch.bin, mode: READABLE },
    { name: "apply.py", input: pythonScript(), mode: EXECUTABLE },
    { name: "apply.ps1", input: powerShellScript(), mode: READABLE },
  ];
}

/**
 * `NAME.platter-patch.zip`, stored without compression.
 *
 * @throws VhdxError `cancelled`.
 */
export async function zipPatch(patch: Patch, context: JobContext): Promise<Blob> {
  const lastModified = new Date(patch.description.createdAt);
  const stream = makeZip(patchFiles(patch).map((file) => ({ ...file, lastModified })));
  const reader = stream.getReader();
  const builder = new BlobBuilder();
  let done = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      builder.add(new Blob([next.value as Uint8Array<ArrayBuffer>]));
      done += next.value.length;
      context.progress(done, null, "Packing the patch");
      await context.checkpoint();
    }
  } catch (thrown) {
    await reader.cancel();
    throw thrown;
  }
  return builder.build("application/zip");
}
