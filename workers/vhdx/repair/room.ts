import { MIB } from "../../bytes/numbers.ts";
import type { RepairState } from "./state.ts";

/** A run of the file in bytes, whole MiB. */
export interface Room {
  readonly start: number;
  readonly end: number;
}

/** What lies between runs of MiB, up to an end in MiB: as many steps as there are runs, however long the file is. */
function* between(
  runs: Iterable<{ readonly start: number; readonly end: number }>,
  end: number,
): Generator<Room> {
  let at = 0;
  for (const run of runs) {
    if (run.start > at) yield { start: at * MIB, end: Math.min(run.start, end) * MIB };
    at = Math.max(at, run.end);
    if (at >= end) return;
  }
  if (at < end) yield { start: at * MIB, end: end * MIB };
}

/**
 * Runs of the file in which neither a structure nor a block lies, as far as BAT and regions say; the end of the file is one only
 * where it is a whole MiB. None where the file is too large to tell.
 */
export function* unnamedRuns({ store, structures, check }: RepairState): Generator<Room> {
  const end = Math.floor(store.size / MIB);
  if (check === null) {
    yield* between(structures.occupied.runs, end);
    return;
  }
  const { owners } = check;
  if (owners === null) return;
  let start = -1;
  for (let mib = 0; mib <= end; mib++) {
    const taken =
      mib === end || (owners[mib] ?? 0) !== 0 || !structures.occupied.within(mib, mib + 1).next().done;
    if (!taken && start < 0) start = mib;
    if (taken && start >= 0) {
      yield { start: start * MIB, end: mib * MIB };
      start = -1;
    }
  }
}
