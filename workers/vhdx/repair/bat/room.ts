import { MIB } from "../../../shared/numbers.ts";
import { unownedRuns } from "../../bat/unowned-runs.ts";
import type { RepairState } from "../state.ts";

/** A run of the file in bytes, whole MiB. */
export interface Room {
  readonly start: number;
  readonly end: number;
}

/**
 * Runs of the file in which neither a structure nor a block lies, as far as BAT and regions say; the end of the file is one only
 * where it is a whole MiB. None where the file is too large to tell.
 */
export function* unnamedRuns({ store, structures, check, owners }: RepairState): Generator<Room> {
  const end = Math.floor(store.size / MIB);
  const { occupied } = structures;
  if (check !== null && owners === null) return;
  const runs = owners === null ? occupied.gaps(0, end) : unownedRuns(owners, occupied, end);
  for (const run of runs) yield { start: run.start * MIB, end: run.end * MIB };
}
