import { rmSync } from "node:fs";

/** Paths of results that are being written. */
export const unfinished = new Set<string>();

/** Removes unfinished results synchronously, for a process that has to end at once. */
export function removeUnfinished(): void {
  for (const path of unfinished) rmSync(path, { force: true });
  unfinished.clear();
}
