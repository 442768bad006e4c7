import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * Writes a disk whose BAT has thousands of faults.
 *
 * @param homed blocks with a safe fix.
 * @param homeless blocks whose fixes all lose something.
 */
export async function writeManyFaults(
  file: string,
  faults: { readonly homed: number; readonly homeless?: number },
): Promise<void> {
  const script = "scripts/many-faults-file.ts";
  await run(process.execPath, ["--import", "tsx", script, file, JSON.stringify(faults)]);
}
