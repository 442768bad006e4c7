import { BAT_ENTRIES_PER_SECTOR, LOG_SECTOR } from "../../shared/geometry.ts";
import { FULLY_PRESENT, NOT_PRESENT, PARTIALLY_PRESENT, ZERO } from "../../shared/bat-states.ts";
import type { Bat } from "./bat.ts";
import { offsetMibOf, stateOf } from "./bat-bits.ts";

/*
 * QEMU before 7.2.2 and 8.0 (https://gitlab.com/qemu-project/qemu/-/issues/727) writes an entry that is the first of 4 KiB of the BAT
 * together with the wrong rest of these 4 KiB: with the old bytes from their start on, where it should be those from the second entry
 * on. So entries 1 to 511 of the 4 KiB stand one place too high, the entry after the first holds the first one's old value, and
 * the last value is gone. It shows where an entry of a sector bitmap, which is always zero on a disk without a parent, is among them.
 */

/** A BAT entry without its index: low and high half. */
export interface Halves {
  readonly low: number;
  readonly high: number;
}

const NOTHING: Halves = { low: 0, high: 0 };

/** Index of the first entry of the 4 KiB that an entry lies in. */
export const firstOfSector = (index: number): number => index - (index % BAT_ENTRIES_PER_SECTOR);

const isStored = ({ low }: Halves) => stateOf(low) === FULLY_PRESENT || stateOf(low) === PARTIALLY_PRESENT;
const placeOf = ({ low, high }: Halves) => offsetMibOf(low, high);

/** Whether an entry was written after the one that moved the others: QEMU puts each new block at the end of the file. */
const isLater = (entry: Halves, than: Halves) => isStored(entry) && placeOf(entry) > placeOf(than);

/** The sector bitmaps' entries in `[first, end)`. */
function slotsOf({ geometry, entries }: Bat, first: number, end: number): number[] {
  const period = geometry.chunkRatio + 1;
  const slots: number[] = [];
  for (let slot = Math.ceil((first + 1) / period) * period - 1; slot < Math.min(end, entries); slot += period)
    slots.push(slot);
  return slots;
}

/**
 * Whether a block's entry stands in the place of a sector bitmap's because QEMU moved the entries around it.
 *
 * @param slot index of the sector bitmap's entry, on a disk without a parent.
 */
export function isShifted(bat: Bat, slot: number): boolean {
  const first = firstOfSector(slot);
  if (bat.geometry.differencing || bat.offset % LOG_SECTOR !== 0 || first === slot) return false;
  const moved = bat.halves(slot);
  const written = bat.halves(first);
  const before = bat.halves(first + 1);
  // The block that was written had no storage before, and its entry was the last one to be written of those that moved.
  if (stateOf(written.low) !== FULLY_PRESENT || stateOf(moved.low) !== FULLY_PRESENT) return false;
  if (isLater(moved, written) || placeOf(moved) === placeOf(written)) return false;
  if (first + 1 !== slot && (placeOf(before) !== 0 || !isWithoutStorage(before))) return false;
  // Each bitmap's own entry, which was zero, stands one place higher.
  const end = first + BAT_ENTRIES_PER_SECTOR;
  return slotsOf(bat, first, end).every((each) => {
    if (each + 1 >= Math.min(end, bat.entries)) return true;
    const after = bat.halves(each + 1);
    return (after.low === 0 && after.high === 0) || isLater(after, written);
  });
}

const isWithoutStorage = ({ low }: Halves) => stateOf(low) === NOT_PRESENT || stateOf(low) === ZERO;

/** What the entries of 4 KiB were before QEMU moved them. */
interface Unshifted {
  /** The values of the entries, from the first on. */
  readonly entries: readonly Halves[];
  /** Indexes of payload entries whose value is gone. They are given the state that blocks without storage have here. */
  readonly lost: readonly number[];
}

/**
 * Moves the entries back.
 *
 * @param first index of the first entry of the 4 KiB.
 * @param raw the 512 entries as they stand in the file, with those after the table's last.
 */
export function unshifted(
  { geometry, entries: count }: Bat,
  first: number,
  raw: readonly Halves[],
): Unshifted {
  const [written = NOTHING, before = NOTHING] = raw;
  const lost: number[] = [];
  const entries = raw.map((here, nth) => {
    const index = first + nth;
    // Written after the move, to its right place.
    if (nth === 0 || isLater(here, written)) return here;
    const { kind } = index < count ? geometry.entryAt(index) : { kind: "unused" };
    const next = raw[nth + 1];
    if (next !== undefined && !isLater(next, written)) return next;
    if (kind !== "payload") return NOTHING;
    lost.push(index);
    return before;
  });
  return { entries, lost };
}
