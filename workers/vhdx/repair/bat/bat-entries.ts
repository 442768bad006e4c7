import type { Finding } from "../../../api/index.ts";
import { MIB } from "../../../shared/numbers.ts";
import { countText, offsetText } from "../../../shared/text.ts";
import type { Bat } from "../../bat/bat.ts";
import { offsetMibOf, reservedOf, stateOf } from "../../bat/bat-bits.ts";
import { BAT_ENTRY_SIZE } from "../../../shared/geometry.ts";
import {
  FULLY_PRESENT,
  NOT_PRESENT,
  PARTIALLY_PRESENT,
  SB_NOT_PRESENT,
  UNMAPPED,
  ZERO,
} from "../../../shared/bat-states.ts";
import type { EntryState } from "../../write/bat-editor.ts";
import { canHold } from "./block-places.ts";
import { contentWords } from "./content.ts";
import { type Draft, fault, type PlannedFault, type Planning } from "../fix.ts";
import { isOnlyReference, referenceLoss } from "./room.ts";
import type { RepairState } from "../state.ts";

export const entryPlace = (bat: Bat, index: number) => ({
  offset: bat.offset + index * BAT_ENTRY_SIZE,
  length: BAT_ENTRY_SIZE,
});

/** Where an entry says that its block lies, in bytes. */
export function placeSaid(bat: Bat, index: number): number {
  const { low, high } = bat.halves(index);
  return offsetMibOf(low, high) * MIB;
}

/** A fix that changes one entry. */
export function entryDraft(
  bat: Bat,
  index: number,
  entry: EntryState,
  draft: Omit<Draft, "place" | "apply" | "entries">,
): Draft {
  return {
    ...draft,
    place: entryPlace(bat, index),
    entries: [index],
    apply: (target) => target.setEntries(bat, [[index, entry]]),
  };
}

/** Fixes that give up the contents of a payload block. */
export function giveUpDrafts(
  state: RepairState,
  bat: Bat,
  index: number,
  evidence: readonly string[],
): Draft[] {
  const { block } = bat.geometry.entryAt(index);
  const zero = entryDraft(
    bat,
    index,
    { state: ZERO, offset: 0 },
    {
      id: `bat-entry-zero/${index}`,
      title: `Let block ${block} read as zeros`,
      evidence,
      loss: `The former contents of block ${block} can't be read any more.`,
    },
  );
  if (!bat.geometry.differencing) return [zero];
  const parent = entryDraft(
    bat,
    index,
    { state: NOT_PRESENT, offset: 0 },
    {
      id: `bat-entry-parent/${index}`,
      title: `Let block ${block} read as in the parent`,
      evidence,
      loss: `The changes that this disk made in block ${block} are lost; the parent's older bytes are read.`,
    },
  );
  return [zero, parent];
}

/** The block stays where its entry says, and becomes fully present. */
function presentDraft(state: RepairState, bat: Bat, index: number, because: string): Draft[] {
  const { block } = bat.geometry.entryAt(index);
  const offset = placeSaid(bat, index);
  const { blockSize } = bat.geometry;
  if (!canHold(state, offset, blockSize, bat.geometry.bytesInBlock(block), index)) return [];
  return [
    entryDraft(
      bat,
      index,
      { state: FULLY_PRESENT, offset },
      {
        id: `bat-entry-present/${index}`,
        title: `Mark block ${block} as fully present at ${offsetText(offset)}`,
        evidence: [
          `The entry names ${offsetText(offset)}, where a block can lie: inside the file, over no structure and no other block.`,
          `Stored there: ${contentWords(state, offset)}.`,
          because,
        ],
        loss: null,
      },
    ),
  ];
}

/** Entries with nothing wrong but reserved bits: one fix for all of them, since there is no choice to make. */
export function* planReservedBits(state: RepairState, bat: Bat): Planning {
  const found = state.with("bat-reserved-bits");
  const [first] = found;
  if (first?.batIndex === undefined) return;
  const count = state.check?.counts.get("bat-reserved-bits") ?? found.length;
  function* cleared(): Generator<readonly [number, EntryState]> {
    for (let index = 0; index < bat.entries; index++) {
      const { low, high } = bat.halves(index);
      if (reservedOf(low) !== 0) yield [index, { state: stateOf(low), offset: offsetMibOf(low, high) * MIB }];
    }
  }
  yield fault("bat-reserved-bits", found, [
    {
      id: "bat-reserved-bits",
      title: `Clear the reserved bits of ${countText(count, "BAT entry", "BAT entries")}`,
      evidence: [
        "These bits must be zero. State and place of the block are in other bits and stay as they are.",
      ],
      loss: null,
      place: entryPlace(bat, first.batIndex),
      apply: (target) => target.setEntries(bat, cleared()),
    },
  ]);
}

/** UNMAPPED in the drafts of MS-VHDX up to 0.95. QEMU of 2013 wrote it, and reads it as UNMAPPED still. */
const DRAFT_UNMAPPED = 5;

/** The block becomes UNMAPPED, as the draft's state says, and keeps the place that its entry names. */
function unmappedDraft(bat: Bat, index: number): Draft {
  const { block } = bat.geometry.entryAt(index);
  const offset = placeSaid(bat, index);
  return entryDraft(
    bat,
    index,
    { state: UNMAPPED, offset },
    {
      id: `bat-entry-unmapped/${index}`,
      title: `Mark block ${block} as unmapped: it reads as zeros`,
      evidence: [
        "State 5 meant UNMAPPED in the drafts of the format, and QEMU of 2013 wrote it so: a block that the guest gave up.",
        offset === 0
          ? "The entry names no place, so nothing is stored for the block."
          : `The entry keeps the place that it names, ${offsetText(offset)}.`,
      ],
      loss: offset === 0 ? null : `What is stored at ${offsetText(offset)} can't be read through the disk.`,
    },
  );
}

const BECAUSE = {
  "bat-reserved-state": "A block without storage has no place, so a block with a place was present.",
  "bat-partial-without-parent":
    "A disk without a parent can't have a partially present block, so all of the block is here.",
} as const;

/** A payload entry with a state that is impossible on this disk; null where it has another state by now. */
function planState(state: RepairState, bat: Bat, finding: Finding, index: number): PlannedFault | null {
  const now = stateOf(bat.halves(index).low);
  const stays = finding.code === "bat-reserved-state" ? now === 4 || now === 5 : now === PARTIALLY_PRESENT;
  if (!stays) return null;
  const because = BECAUSE[finding.code as keyof typeof BECAUSE];
  const said = placeSaid(bat, index);
  const drafts = [
    ...(now === DRAFT_UNMAPPED && said === 0 ? [unmappedDraft(bat, index)] : []),
    ...presentDraft(state, bat, index, because),
    ...(now === DRAFT_UNMAPPED && said !== 0 ? [unmappedDraft(bat, index)] : []),
    ...giveUpDrafts(state, bat, index, [`The entry names ${offsetText(said)}.`]),
  ];
  const room = { start: said / MIB, end: (said + bat.geometry.blockSize) / MIB };
  return fault(`bat-entry/${index}/state`, [finding], drafts, {
    name: "bat",
    needs: { entries: [index], room: [room] },
    again: (later) => planState(later, bat, finding, index),
  });
}

/** Payload entries with a state that is impossible on this disk. */
export function* planStates(state: RepairState, bat: Bat): Planning {
  for (const finding of state.with("bat-reserved-state", "bat-partial-without-parent")) {
    const { batIndex: index } = finding;
    if (index !== undefined) yield planState(state, bat, finding, index);
  }
}

/** A sector bitmap on a disk without a parent; null where its entry was cleared. @param parent what is lost if there is one */
function planStrayBitmap(
  state: RepairState,
  bat: Bat,
  finding: Finding,
  index: number,
  parent: string | null,
): PlannedFault | null {
  if (stateOf(bat.halves(index).low) === SB_NOT_PRESENT) return null;
  const { block: chunk } = bat.geometry.entryAt(index);
  const { blockSize } = bat.geometry;
  const said = placeSaid(bat, index);
  // The entry may be a block's that came here by a fault of another program.
  const loss = isOnlyReference(state, bat, index, said, blockSize) ? referenceLoss(said) : parent;
  const clear = entryDraft(
    bat,
    index,
    { state: SB_NOT_PRESENT, offset: 0 },
    {
      id: `bat-entry-clear/${index}`,
      title: `Clear the entry of sector bitmap ${chunk}`,
      evidence: [
        "A sector bitmap says which sectors are in the parent, and this disk has no parent. No byte of the disk depends on the bitmap.",
        ...(said === 0 ? [] : [`The entry names ${offsetText(said)}: ${contentWords(state, said)}.`]),
      ],
      loss,
    },
  );
  const room = { start: said / MIB, end: (said + blockSize) / MIB };
  return fault(`bat-entry/${index}/bitmap`, [finding], [clear], {
    name: "bat",
    needs: { entries: [index], room: [room] },
    again: (later) => planStrayBitmap(later, bat, finding, index, parent),
  });
}

/** Sector bitmaps on a disk without a parent. */
export function* planStrayBitmaps(state: RepairState, bat: Bat): Planning {
  const parent =
    state.with("parent-locator-unexpected").length > 0
      ? "If the disk did have a parent, it is no longer known which sectors are in the parent."
      : null;
  for (const finding of state.with("bat-bitmap-without-parent", "bat-bitmap-stray-state")) {
    const { batIndex: index } = finding;
    if (index !== undefined) yield planStrayBitmap(state, bat, finding, index, parent);
  }
}
