import { MIB } from "../../bytes/numbers.ts";
import type { RepairState } from "./state.ts";

/** A run of the file in bytes, whole MiB. */
export interface Room {
  readonly start: number;
  readonly end: number;
}

/**
 * Runs of the file in which neither a structure nor a block lies, as far as BAT and regions say; the end of the file is one only
 * where it is a whole MiB. None where the file is too large to tell.
 */
export function* unnamedRuns({ store, structures, check }: RepairState): Generator<Room> {
  const owners = check?.owners ?? null;
  if (check !== null && owners === null) return;
  const end = Math.floor(store.size / MIB);
  let start = -1;
  for (let mib = 0; mib <= end; mib++) {
    const taken =
      mib === end || (owners?.[mib] ?? 0) !== 0 || !structures.occupied.within(mib, mib + 1).next().done;
    if (!taken && start < 0) start = mib;
    if (taken && start >= 0) {
      yield { start: start * MIB, end: mib * MIB };
      start = -1;
    }
  }
}
