import type { Span } from "../../../../workers/api/index.ts";

/** Runs in which two pieces of the same place differ; where one ends earlier, its missing rest differs. */
export function differingRuns(a: Uint8Array, b: Uint8Array): Span[] {
  const runs: Span[] = [];
  const end = Math.max(a.length, b.length);
  let start = -1;
  for (let at = 0; at <= end; at += 1) {
    const differs = at < end && a[at] !== b[at];
    if (differs && start === -1) start = at;
    if (!differs && start !== -1) {
      runs.push({ offset: start, length: at - start });
      start = -1;
    }
  }
  return runs;
}
