import type { Finding } from "../../../api/index.ts";
import { MIB } from "../../../shared/numbers.ts";
import { countText, offsetText } from "../../../shared/text.ts";
import { readUpTo } from "../../../store/store.ts";
import type { Bat } from "../../bat/bat.ts";
import { stateOf } from "../../bat/bat-bits.ts";
import { BITMAP_BLOCK_SIZE, SECTORS_PER_BITMAP } from "../../../shared/geometry.ts";
import {
  FULLY_PRESENT,
  NOT_PRESENT,
  PARTIALLY_PRESENT,
  SB_NOT_PRESENT,
  SB_PRESENT,
} from "../../../shared/bat-states.ts";
import type { EntryState } from "../../write/bat-editor.ts";
import { entryDraft, entryPlace, placeSaid } from "./bat-entries.ts";
import { cutOffBesides } from "./bat-homeless.ts";
import { canHold } from "./block-places.ts";
import { type Draft, fault, type PlannedFault, type Planning } from "../fix.ts";
import { isOnlyReference, referenceLoss } from "./room.ts";
import type { RepairState } from "../state.ts";

/** Payload entries of a chunk in one of these states. */
function entriesOf(bat: Bat, chunk: number, ...states: readonly number[]): readonly number[] {
  const { chunkRatio, payloadBlocks } = bat.geometry;
  const found: number[] = [];
  for (let block = chunk * chunkRatio; block < Math.min((chunk + 1) * chunkRatio, payloadBlocks); block++) {
    const index = bat.geometry.payloadIndex(block);
    if (states.includes(stateOf(bat.halves(index).low))) found.push(index);
  }
  return found;
}

/** Sets the bits of a block's sectors: all bits, or those of sectors that are not all zeros. */
function mark(state: RepairState, bat: Bat, index: number, bitmap: Uint8Array, all: boolean): void {
  const { blockSize, logicalSectorSize: sector } = bat.geometry;
  const { block } = bat.geometry.entryAt(index);
  const offset = placeSaid(bat, index);
  const first = ((block * blockSize) / sector) % SECTORS_PER_BITMAP;
  for (let at = 0; at < blockSize; at += MIB) {
    const bytes = all ? null : readUpTo(state.store, offset + at, MIB);
    for (let within = 0; within < MIB; within += sector) {
      const written = bytes === null || bytes.subarray(within, within + sector).some((byte) => byte !== 0);
      const bit = first + (at + within) / sector;
      if (written) bitmap[bit >>> 3] = (bitmap[bit >>> 3] ?? 0) | (1 << (bit & 7));
    }
  }
}

/** A new bitmap from the contents of the blocks: a sector of zeros is taken as never written here. */
function rebuildDraft(state: RepairState, bat: Bat, chunk: number, partial: readonly number[]): Draft {
  const index = bat.geometry.bitmapIndex(chunk);
  return {
    id: `bitmap-by-content/${chunk}`,
    title: `Rebuild sector bitmap ${chunk} from the contents of the blocks`,
    evidence: [
      `${countText(partial.length, "block")} of this chunk ${partial.length === 1 ? "is" : "are"} partially present. A new block is all zeros, so a sector that is not all zeros was written to this disk.`,
    ],
    loss: "Sectors that were written as zeros to this disk are read from the parent.",
    place: entryPlace(bat, index),
    apply: (target) => {
      const bitmap = new Uint8Array(BITMAP_BLOCK_SIZE);
      for (const each of partial) mark(state, bat, each, bitmap, false);
      for (const each of entriesOf(bat, chunk, FULLY_PRESENT)) mark(state, bat, each, bitmap, true);
      const offset = target.append(BITMAP_BLOCK_SIZE);
      target.write(offset, bitmap);
      // The bitmap is written before the entry that names it.
      target.flush();
      target.setEntries(bat, [[index, { state: SB_PRESENT, offset }]]);
    },
  };
}

/** All partially present blocks of the chunk become fully present, or not present. */
function wholeDraft(bat: Bat, chunk: number, partial: readonly number[], present: boolean): Draft {
  const bitmapIndex = bat.geometry.bitmapIndex(chunk);
  function* changed(): Generator<readonly [number, EntryState]> {
    for (const index of partial)
      yield [
        index,
        present ? { state: FULLY_PRESENT, offset: placeSaid(bat, index) } : { state: NOT_PRESENT, offset: 0 },
      ];
    yield [bitmapIndex, { state: SB_NOT_PRESENT, offset: 0 }];
  }
  const blocks = countText(partial.length, "block");
  return {
    id: present ? `bitmap-all-here/${chunk}` : `bitmap-all-parent/${chunk}`,
    title: present ? `Read ${blocks} from this disk alone` : `Read ${blocks} from the parent alone`,
    evidence: ["Without the sector bitmap it is not known which sectors are in which disk."],
    loss: present
      ? "Sectors that only the parent held are read from this file, where they are mostly zeros."
      : "The changes that this disk made in them are lost; the parent's older bytes are read.",
    place: entryPlace(bat, partial[0] ?? bitmapIndex),
    apply: (target) => target.setEntries(bat, changed()),
  };
}

/** The bitmap stays where its entry says. */
function presentDraft(state: RepairState, bat: Bat, index: number): Draft[] {
  const offset = placeSaid(bat, index);
  if (!canHold(state, offset, BITMAP_BLOCK_SIZE, BITMAP_BLOCK_SIZE, index)) return [];
  const { block: chunk } = bat.geometry.entryAt(index);
  return [
    entryDraft(
      bat,
      index,
      { state: SB_PRESENT, offset },
      {
        id: `bat-entry-present/${index}`,
        title: `Mark sector bitmap ${chunk} as present at ${offsetText(offset)}`,
        evidence: [
          `The entry names ${offsetText(offset)}, where a bitmap can lie: inside the file, over no structure and no block.`,
        ],
        loss: null,
      },
    ),
  ];
}

const BITMAP_FAULTS = [
  "bat-bitmap-reserved-state",
  "bat-partial-without-bitmap",
  "bat-beyond-file",
  "bat-block-cut-off",
  "bat-offset-too-large",
  "bat-offset-zero",
  "bat-overlaps-structure",
] as const;

/** The chunk whose sector bitmap a finding is about; null where it is about something else. */
function chunkOf(bat: Bat, { code, batIndex, other }: Finding): number | null {
  const index = code === "bat-partial-without-bitmap" ? other : batIndex;
  if (index === undefined) return null;
  const { kind, block } = bat.geometry.entryAt(index);
  return kind === "bitmap" ? block : null;
}

/** The fixes for the sector bitmap of a chunk. */
function chunkDrafts(state: RepairState, bat: Bat, chunk: number): readonly Draft[] {
  const index = bat.geometry.bitmapIndex(chunk);
  const partial = entriesOf(bat, chunk, PARTIALLY_PRESENT);
  if (partial.length > 0) {
    return [
      ...presentDraft(state, bat, index),
      // A new bitmap goes to the end of the file, where another block may be cut off.
      ...(cutOffBesides(state, index) > 0 ? [] : [rebuildDraft(state, bat, chunk, partial)]),
      wholeDraft(bat, chunk, partial, true),
      wholeDraft(bat, chunk, partial, false),
    ];
  }
  const said = placeSaid(bat, index);
  const clear = entryDraft(
    bat,
    index,
    { state: SB_NOT_PRESENT, offset: 0 },
    {
      id: `bat-entry-clear/${index}`,
      title: `Clear the entry of sector bitmap ${chunk}`,
      evidence: ["No block of its chunk is partially present, so the bitmap is not used."],
      loss: isOnlyReference(state, bat, index, said, BITMAP_BLOCK_SIZE) ? referenceLoss(said) : null,
    },
  );
  return [...presentDraft(state, bat, index), clear];
}

function planBitmap(state: RepairState, bat: Bat, chunk: number, found: readonly Finding[]): PlannedFault {
  const index = bat.geometry.bitmapIndex(chunk);
  const start = placeSaid(bat, index) / MIB;
  return fault(`bitmap/${chunk}`, found, chunkDrafts(state, bat, chunk), {
    name: "bat",
    needs: { entries: [index], chunk, room: [{ start, end: start + BITMAP_BLOCK_SIZE / MIB }] },
    again: (later) => planBitmap(later, bat, chunk, found),
  });
}

/** Sector bitmaps that are missing or can't be read, MS-VHDX 2.4: one fault for each chunk. */
export function* planBitmaps(state: RepairState, bat: Bat): Planning {
  if (!bat.geometry.differencing) return;
  const byChunk = new Map<number, Finding[]>();
  for (const finding of state.with(...BITMAP_FAULTS)) {
    const chunk = chunkOf(bat, finding);
    if (chunk === null) continue;
    const same = byChunk.get(chunk);
    if (same === undefined) byChunk.set(chunk, [finding]);
    else same.push(finding);
  }
  for (const [chunk, found] of byChunk) yield planBitmap(state, bat, chunk, found);
}
