import { MIB } from "../../../shared/numbers.ts";
import { offsetText } from "../../../shared/text.ts";
import { FULLY_PRESENT, PARTIALLY_PRESENT } from "../../../shared/bat-states.ts";
import type { Bat } from "../../bat/bat.ts";
import { stateOf } from "../../bat/bat-bits.ts";
import { unownedRuns } from "../../bat/unowned-runs.ts";
import type { RepairState } from "../state.ts";

/** A run of the file in bytes, whole MiB. */
export interface Room {
  readonly start: number;
  readonly end: number;
}

/**
 * Runs of the file that hold neither a structure nor a block, and that no entry names, in whole MiB. Yields nothing where the file is
 * too large to know the owner of each MiB.
 */
export function* unnamedRuns({ store, structures, check, owners }: RepairState): Generator<Room> {
  const end = Math.floor(store.size / MIB);
  const { occupied } = structures;
  if (check !== null && owners === null) return;
  const runs = owners === null ? occupied.gaps(0, end) : unownedRuns(owners, occupied, end);
  for (const run of runs) {
    for (const { start, end: stop } of check?.named.gaps(run.start, run.end) ?? [run])
      yield { start: start * MIB, end: stop * MIB };
  }
}

/** Whether a payload entry says that its block has storage, rather than a place that is only kept. */
export function isStored(bat: Bat, index: number): boolean {
  const state = stateOf(bat.halves(index).low);
  return state === FULLY_PRESENT || state === PARTIALLY_PRESENT;
}

/**
 * Whether an entry is the only one that names a part of the file that is there. If it is cleared, nothing says any more that a
 * block's contents are stored there. A block without storage that keeps its former place does not say so: another fix may take the
 * place from it.
 *
 * @param offset of the part, bytes, a multiple of 1 MiB. @param size bytes.
 */
export function isOnlyReference(
  { structures, store, owners }: RepairState,
  bat: Bat,
  index: number,
  offset: number,
  size: number,
): boolean {
  const [start, end] = [offset / MIB, Math.min((offset + size) / MIB, Math.ceil(store.size / MIB))];
  if (offset === 0) return false;
  if (owners === null) return start < end;
  for (const gap of structures.occupied.gaps(start, end)) {
    for (let mib = gap.start; mib < gap.end; mib++) {
      const owner = owners.at(mib) - 1;
      if (owner < 0 || owner === index) return true;
      if (bat.geometry.entryAt(owner).kind === "payload" && !isStored(bat, owner)) return true;
    }
  }
  return false;
}

/** What is lost where an entry is cleared that is the only one to name its place, as a sentence. @param offset bytes */
export const referenceLoss = (offset: number): string =>
  `No other entry names what is stored at ${offsetText(offset)}: if it is a block's, nothing says so any more.`;
