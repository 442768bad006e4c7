import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * Writes a disk whose BAT has faults by the thousand.
 *
 * @param homed blocks that a safe fix mends.
 * @param homeless blocks that nothing mends without a loss.
 */
export async function writeManyFaults(
  file: string,
  faults: { readonly homed: number; readonly homeless?: number },
): Promise<void> {
  const script = "scripts/many-faults-file.ts";
  await run(process.execPath, ["--import", "tsx", script, file, JSON.stringify(faults)]);
}
