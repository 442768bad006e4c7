import type { Finding } from "../../../api/index.ts";
import type { ReadonlyWords } from "../../../bytes/sparse-words.ts";
import { BAT_ENTRIES_PER_SECTOR, BAT_ENTRY_SIZE, LOG_SECTOR } from "../../../shared/geometry.ts";
import { MIB } from "../../../shared/numbers.ts";
import { countText, offsetText } from "../../../shared/text.ts";
import { readUpTo } from "../../../store/store.ts";
import type { Bat } from "../../bat/bat.ts";
import { offsetMibOf, stateOf } from "../../bat/bat-bits.ts";
import { firstOfSector, type Halves, unshifted } from "../../bat/qemu-shift.ts";
import { FULLY_PRESENT } from "../../../shared/bat-states.ts";
import { descriptors, loggedSector } from "../../log/descriptors.ts";
import { type Draft, fault, type Planning } from "../fix.ts";
import type { RepairState } from "../state.ts";
import { orphans } from "./block-places.ts";

/** The entries in 4 KiB of the table. */
function entriesOf(bytes: Uint8Array): Halves[] {
  const sector = new Uint8Array(LOG_SECTOR);
  sector.set(bytes);
  const words = new Uint32Array(sector.buffer);
  return Array.from({ length: BAT_ENTRIES_PER_SECTOR }, (_, nth) => ({
    low: words[2 * nth] ?? 0,
    high: words[2 * nth + 1] ?? 0,
  }));
}

const isSame = (a: Halves | undefined, b: Halves | undefined) => a?.low === b?.low && a?.high === b?.high;

/**
 * The values that are gone from the table, from an entry of the log that holds these 4 KiB as they were before the move. Entries of
 * logs that were applied long ago count too.
 *
 * @param offset of the 4 KiB in the file, bytes. @param undone the entries after the fix. @param lost indexes from the first entry on.
 * @returns null where no such entry is left.
 */
function fromLog(
  { scan, owners }: RepairState,
  offset: number,
  undone: readonly Halves[],
  lost: readonly number[],
): ReadonlyMap<number, Halves> | null {
  if (scan === null) return null;
  for (const { entry } of scan.entries.toReversed()) {
    if (entry.flaw !== null) continue;
    for (const { kind, fileOffset, logOffset, dataOffset } of descriptors(scan.ring, entry)) {
      if (kind !== "data" || dataOffset === null || fileOffset !== BigInt(offset)) continue;
      const logged = entriesOf(loggedSector(scan.ring, { logOffset, dataOffset }));
      const told = lost.map((nth): [number, Halves] => [nth, logged[nth] ?? NOTHING]);
      // The entry that was written, and moved the others, is the only other difference.
      const isBefore = undone.every(
        (each, nth) => nth === 0 || lost.includes(nth) || isSame(each, logged[nth]),
      );
      const isFree = told.every(([, each]) => !isStored(each) || isUnowned(owners, placeOf(each)));
      if (isBefore && isFree && !isSame(undone[0], logged[0])) return new Map(told);
    }
  }
  return null;
}

const NOTHING: Halves = { low: 0, high: 0 };

function bytesOf(entries: readonly Halves[]): Uint8Array {
  return new Uint8Array(new Uint32Array(entries.flatMap(({ low, high }) => [low, high])).buffer);
}

function* shiftDraft(state: RepairState, bat: Bat, first: number, slots: readonly number[]) {
  const offset = bat.offset + first * BAT_ENTRY_SIZE;
  const raw = entriesOf(readUpTo(state.store, offset, LOG_SECTOR));
  const undone = unshifted(bat, first, raw);
  const places = undone.lost.map((index) => index - first);
  const told = places.length === 0 ? null : fromLog(state, offset, undone.entries, places);
  const entries = undone.entries.map((each, nth) => told?.get(nth) ?? each);
  const lost = told === null ? undone.lost : [];
  const last = Math.min(first + BAT_ENTRIES_PER_SECTOR, bat.entries) - 1;
  const written = bat.halves(first);
  const later = raw.some((each) => isStored(each) && placeOf(each) > placeOf(written));
  // A block whose entry is gone is in a part of the file that no entry names.
  const homeless = lost.length === 0 ? [] : yield* orphans(state);
  const names = lost.map((index) => bat.geometry.entryAt(index).block).join(", ");
  const losses = [
    ...(homeless.length > 0
      ? [
          `The value of the entry of block ${names} is gone. The file holds data that no entry names; it may be that block's.`,
        ]
      : []),
    ...(later
      ? [
          "Blocks were written after the move. If the disk was opened anew in between, its guest saw the moved blocks, and what it wrote then may belong where it is now.",
        ]
      : []),
  ];
  const draft: Draft = {
    id: `bat-shift/${first}`,
    title: `Move entries ${first + 1} to ${last} of the BAT back by one place`,
    evidence: [
      "QEMU before 7.2.2 and 8.0 wrote an entry at the start of 4 KiB of the BAT together with a wrong rest of these 4 KiB: its old bytes, moved by one entry (QEMU issue 727).",
      `${countText(slots.length, "entry of a sector bitmap", "entries of sector bitmaps")}, which must be zero, ${slots.length === 1 ? "holds a block's entry" : "hold blocks' entries"}; the zeros stand one place higher.`,
      `Block ${bat.geometry.entryAt(first).block} was written last, at ${offsetText(placeOf(written) * MIB)}; its old entry stands in the next place.`,
      "Each place that an entry names now is named afterwards too.",
      ...(told === null
        ? []
        : [
            "An earlier entry of the log holds these 4 KiB as they were before; the last value comes from there.",
          ]),
      ...(lost.length > 0 && homeless.length === 0
        ? [
            `The value of the entry of block ${names} is gone. No part of the file is without an entry, so that block had no storage.`,
          ]
        : []),
    ],
    loss: losses.length === 0 ? null : losses.join(" "),
    place: { offset, length: LOG_SECTOR },
    apply: (target) => {
      const bytes = bytesOf(entries);
      target.change((changed) => changed.write(offset, bytes.subarray(0, changed.size - offset)));
      bat.forget();
    },
  };
  return draft;
}

/** Whether a MiB of the file has no owner. */
const isUnowned = (owners: ReadonlyWords | null, mib: number) =>
  owners !== null && mib < owners.length && owners.at(mib) === 0;

const placeOf = ({ low, high }: Halves) => offsetMibOf(low, high);
const isStored = ({ low }: Halves) => stateOf(low) === FULLY_PRESENT;

/** Whether one of the moved entries names the place of another block: then the entries were not just moved. */
function sharesPlace(state: RepairState, bat: Bat, first: number, slots: readonly number[]): boolean {
  const isMoved = (index: number | undefined) => index !== undefined && firstOfSector(index) === first;
  const isTaken = (slot: number) => (state.owners?.at(placeOf(bat.halves(slot))) ?? 0) !== 0;
  const shared = state.with("bat-duplicate-offset", "bat-overlap");
  return (
    shared.some(({ batIndex, other }) => isMoved(batIndex) || isMoved(other)) ||
    slots.some((slot) => isTaken(slot))
  );
}

/** Entries that QEMU moved by one place: one fault for each 4 KiB of the table. */
export function* planShifted(state: RepairState, bat: Bat): Planning {
  const bySector = new Map<number, Finding[]>();
  for (const finding of state.with("bat-shifted")) {
    const first = firstOfSector(finding.batIndex ?? 0);
    bySector.set(first, [...(bySector.get(first) ?? []), finding]);
  }
  for (const [first, found] of bySector) {
    const slots = found.flatMap(({ batIndex }) => (batIndex === undefined ? [] : [batIndex]));
    if (sharesPlace(state, bat, first, slots)) continue;
    yield fault(`bat-shift/${first}`, found, [yield* shiftDraft(state, bat, first, slots)]);
  }
}
