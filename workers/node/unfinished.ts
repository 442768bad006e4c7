import { rmSync } from "node:fs";

/** Paths of results that are being written now. */
export const unfinished = new Set<string>();

/** Removes results that are being written, at once: for a process that has to end now. */
export function removeUnfinished(): void {
  for (const path of unfinished) rmSync(path, { force: true });
  unfinished.clear();
}
