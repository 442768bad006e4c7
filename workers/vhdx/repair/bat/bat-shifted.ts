import type { Finding } from "../../../api/index.ts";
import { BAT_ENTRIES_PER_SECTOR, BAT_ENTRY_SIZE, LOG_SECTOR } from "../../../shared/geometry.ts";
import { MIB } from "../../../shared/numbers.ts";
import { countText, offsetText } from "../../../shared/text.ts";
import { readUpTo } from "../../../store/store.ts";
import type { Bat } from "../../bat/bat.ts";
import { offsetMibOf, stateOf } from "../../bat/bat-bits.ts";
import { firstOfSector, type Halves, unshifted } from "../../bat/qemu-shift.ts";
import { FULLY_PRESENT } from "../../../shared/bat-states.ts";
import { type Draft, fault, type Planning } from "../fix.ts";
import type { RepairState } from "../state.ts";
import { orphans } from "./block-places.ts";

/** The 4 KiB of the table from an entry on, with entries after the table's last. */
function sectorFrom({ store }: RepairState, bat: Bat, first: number): Halves[] {
  const bytes = new Uint8Array(LOG_SECTOR);
  bytes.set(readUpTo(store, bat.offset + first * BAT_ENTRY_SIZE, LOG_SECTOR));
  const words = new Uint32Array(bytes.buffer);
  return Array.from({ length: BAT_ENTRIES_PER_SECTOR }, (_, nth) => ({
    low: words[2 * nth] ?? 0,
    high: words[2 * nth + 1] ?? 0,
  }));
}

function bytesOf(entries: readonly Halves[]): Uint8Array {
  return new Uint8Array(new Uint32Array(entries.flatMap(({ low, high }) => [low, high])).buffer);
}

function* shiftDraft(state: RepairState, bat: Bat, first: number, slots: readonly number[]) {
  const raw = sectorFrom(state, bat, first);
  const { entries, lost } = unshifted(bat, first, raw);
  const last = Math.min(first + BAT_ENTRIES_PER_SECTOR, bat.entries) - 1;
  const written = bat.halves(first);
  const later = raw.some((each) => stateOf(each.low) === FULLY_PRESENT && placeOf(each) > placeOf(written));
  // A block whose entry is gone is in a part of the file that no entry names.
  const homeless = lost.length === 0 ? [] : yield* orphans(state);
  const names = lost.map((index) => bat.geometry.entryAt(index).block).join(", ");
  const losses = [
    ...(homeless.length > 0
      ? [`The value of the entry of block ${names} is gone. The file holds data that no entry names; it may be that block's.`]
      : []),
    ...(later
      ? ["Blocks were written after the move. If the disk was closed and opened in between, some of them are where the guest put them."]
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
      ...(lost.length > 0 && homeless.length === 0
        ? [`The value of the entry of block ${names} is gone. No part of the file is without an entry, so that block had no storage.`]
        : []),
    ],
    loss: losses.length === 0 ? null : losses.join(" "),
    place: { offset: bat.offset + first * BAT_ENTRY_SIZE, length: LOG_SECTOR },
    apply: (target) => {
      const offset = bat.offset + first * BAT_ENTRY_SIZE;
      const bytes = bytesOf(entries);
      target.change(true, (changed) => changed.write(offset, bytes.subarray(0, changed.size - offset)));
      bat.forget();
    },
  };
  return draft;
}

const placeOf = ({ low, high }: Halves) => offsetMibOf(low, high);

/** Whether one of the moved entries names the place of another block: then the entries were not just moved. */
const sharesPlace = (state: RepairState, first: number) =>
  state
    .with("bat-duplicate-offset", "bat-overlap")
    .some(({ batIndex, other }) =>
      [batIndex, other].some((index) => index !== undefined && firstOfSector(index) === first),
    );

/** Entries that QEMU moved by one place: one fault for each 4 KiB of the table. */
export function* planShifted(state: RepairState, bat: Bat): Planning {
  const bySector = new Map<number, Finding[]>();
  for (const finding of state.with("bat-shifted")) {
    const first = firstOfSector(finding.batIndex ?? 0);
    bySector.set(first, [...(bySector.get(first) ?? []), finding]);
  }
  for (const [first, found] of bySector) {
    if (sharesPlace(state, first)) continue;
    const slots = found.flatMap(({ batIndex }) => (batIndex === undefined ? [] : [batIndex]));
    yield fault(`bat-shift/${first}`, found, [yield* shiftDraft(state, bat, first, slots)]);
  }
}
