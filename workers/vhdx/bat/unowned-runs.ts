import type { IntervalSet } from "../../bytes/intervals.ts";
import type { ReadonlyWords } from "../../bytes/sparse-words.ts";

/**
 * Runs of MiBs of a file that hold neither a structure nor a block, in order.
 *
 * @param owners for each MiB 0 where no block lies there.
 * @param structures MiB runs of everything else in the file.
 * @param end MiBs of the file to look at, from its start on.
 */
export function* unownedRuns(
  owners: ReadonlyWords,
  structures: IntervalSet,
  end: number,
): Generator<{ readonly start: number; readonly end: number }> {
  for (const run of structures.gaps(0, end)) {
    const known = Math.min(run.end, owners.length);
    for (let start = owners.nextZero(run.start, known); start >= 0;) {
      const stop = owners.nextSet(start, known);
      yield { start, end: stop };
      start = owners.nextZero(stop, known);
    }
  }
}
