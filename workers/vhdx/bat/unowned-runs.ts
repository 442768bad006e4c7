import type { IntervalSet } from "../../bytes/intervals.ts";

/**
 * Runs of MiBs of a file that hold neither a structure nor a block, in order.
 *
 * @param owners for each MiB 0 where no block lies there.
 * @param structures MiB runs of everything else in the file.
 * @param end MiBs of the file to look at, from its start on.
 */
export function* unownedRuns(
  owners: Uint32Array,
  structures: IntervalSet,
  end: number,
): Generator<{ readonly start: number; readonly end: number }> {
  for (const run of structures.gaps(0, end)) {
    // `indexOf` is ten times as fast as a loop over millions of MiBs.
    const taken = owners.subarray(run.start, run.end);
    for (let start = taken.indexOf(0), stop = start; start >= 0; start = taken.indexOf(0, stop)) {
      for (stop = start + 1; taken[stop] === 0;) stop += 1;
      yield { start: run.start + start, end: run.start + stop };
    }
  }
}
