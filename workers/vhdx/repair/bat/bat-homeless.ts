import type { Finding } from "../../../api/index.ts";
import { MIB, roundUp } from "../../../shared/numbers.ts";
import { countText, offsetText, sizeText } from "../../../shared/text.ts";
import type { Bat } from "../../bat/bat.ts";
import { offsetMibOf, stateOf } from "../../bat/bat-bits.ts";
import type { FindingCode } from "../../findings/index.ts";
import { FULLY_PRESENT, NOT_PRESENT, PARTIALLY_PRESENT, ZERO } from "../../../shared/bat-states.ts";
import type { EntryState } from "../../write/bat-editor.ts";
import { entryDraft, entryPlace, giveUpDrafts, placeSaid } from "./bat-entries.ts";
import { orphans } from "./block-places.ts";
import { contentWords } from "./content.ts";
import { type Draft, fault, type Planning, type Search } from "../fix.ts";
import type { RepairState } from "../state.ts";

/** Places offered to a block that lost its own. */
const OFFERED = 4;

/** Puts the block where the file holds bytes that no entry names. */
function orphanDrafts(
  state: RepairState,
  bat: Bat,
  index: number,
  places: readonly number[],
  alone: boolean,
): Draft[] {
  const { block } = bat.geometry.entryAt(index);
  const { low } = bat.halves(index);
  const kept = stateOf(low) === PARTIALLY_PRESENT ? PARTIALLY_PRESENT : FULLY_PRESENT;
  const certain = alone && places.length === 1;
  return places.slice(0, OFFERED).map((offset) =>
    entryDraft(
      bat,
      index,
      { state: kept, offset },
      {
        id: `bat-entry-place/${index}/${offset / MIB}`,
        title: `Move block ${block} to ${offsetText(offset)}`,
        evidence: [
          `Stored at ${offsetText(offset)}: ${contentWords(state, offset)}. No entry names this place, and a block fits there.`,
          certain
            ? "It is the only such place, and this is the only block without a place."
            : `There are ${countText(places.length, "such place")}; which block was in which is not known.`,
        ],
        loss: "If these bytes belong to a block that is no longer in use, the disk has wrong data here, where it should have none.",
      },
    ),
  );
}

/** Codes of blocks that lie past the end of the file, whole or in part. */
const CUT_OFF = ["bat-beyond-file", "bat-block-cut-off", "bat-offset-too-large"] as const;

/** How many entries these codes were found in, with those that have no finding of their own. */
const countOf = ({ check }: RepairState, ...codes: readonly FindingCode[]): number =>
  codes.reduce((sum, code) => sum + (check?.counts.get(code) ?? 0), 0);

/** Entries that name an impossible place: the start of the file, or one of its structures. */
export function* planMisplaced(state: RepairState, bat: Bat): Planning {
  const found = state.with("bat-offset-zero", "bat-overlaps-structure");
  const homeless = found.length + countOf(state, ...CUT_OFF);
  const places = found.length === 0 ? [] : yield* orphans(state);
  for (const finding of found) {
    const { batIndex: index } = finding;
    if (index === undefined) continue;
    if (bat.geometry.entryAt(index).kind === "bitmap") continue;
    const said = placeSaid(bat, index);
    const evidence = [
      said === 0
        ? "The entry says that the block is present at the very start of the file, where the headers are."
        : `The entry names ${offsetText(said)}, where the file keeps a structure of its own: ${contentWords(state, said)}.`,
    ];
    const placed = orphanDrafts(state, bat, index, places, homeless === 1);
    const gone = giveUpDrafts(state, bat, index, evidence);
    // One place for one block is recommended over giving the block up; with several places it is a guess.
    yield fault(
      `bat-entry/${index}/place`,
      [finding],
      homeless === 1 && places.length === 1 ? [...placed, ...gone] : [...gone, ...placed],
    );
  }
}

/**
 * How many findings there are about blocks that the end of the file cuts off, without those of some entries. While there are any,
 * nothing may be put at the end of the file: it would lie where these blocks reach to, and be read as theirs.
 */
export function cutOffBesides(state: RepairState, ...indexes: readonly number[]): number {
  const own = state
    .with(...CUT_OFF)
    .filter(({ batIndex }) => batIndex !== undefined && indexes.includes(batIndex));
  return countOf(state, ...CUT_OFF) - own.length;
}

/**
 * Payload entries whose block is cut off by the end of the file, with the bytes of the block that are there.
 *
 * @param size of the file, bytes.
 */
function* cutOff(
  bat: Bat,
  size: number,
): Generator<{ readonly index: number; readonly there: number; readonly end: number }> {
  for (let index = 0; index < bat.entries; index++) {
    const { low, high } = bat.halves(index);
    const state = stateOf(low);
    if (state !== FULLY_PRESENT && state !== PARTIALLY_PRESENT) continue;
    const { kind, block } = bat.geometry.entryAt(index);
    const offset = offsetMibOf(low, high) * MIB;
    if (kind !== "payload" || offset === 0 || offset + bat.geometry.bytesInBlock(block) <= size) continue;
    yield { index, there: Math.max(0, size - offset), end: offset + bat.geometry.blockSize };
  }
}

/** Blocks measured in one step. */
const PAUSE_EVERY = 16 * 1024;

/** What the file's end cuts off, over all blocks. */
interface Cut {
  readonly blocks: number;
  /** Bytes of the file that are missing. */
  readonly growth: number;
  /** End in bytes of the block that the file ends in; 0 where it ends in none. */
  readonly partialEnd: number;
  readonly first: number;
}

function* measure(state: RepairState, bat: Bat): Search<Cut> {
  let [blocks, last, partialEnd, first] = [0, 0, 0, -1];
  for (const { index, there, end } of cutOff(bat, state.store.size)) {
    blocks += 1;
    if (blocks % PAUSE_EVERY === 0) yield null;
    last = Math.max(last, end);
    if (there > 0) partialEnd = Math.max(partialEnd, end);
    if (first < 0) first = index;
  }
  return { blocks, growth: last - state.store.size, partialEnd, first };
}

function lostDraft(state: RepairState, bat: Bat, cut: Cut, parent: boolean): Draft {
  const bytes = sizeText(state.check?.unreadable.bytes ?? 0);
  const entry: EntryState = { state: parent ? NOT_PRESENT : ZERO, offset: 0 };
  // Not the size that the file has by the time of the change: it grows first.
  const { size } = state.store;
  function* changed(): Generator<readonly [number, EntryState]> {
    for (const { index, there } of cutOff(bat, size)) if (there === 0) yield [index, entry];
  }
  return {
    id: parent ? "bat-lost-parent" : "bat-lost-zero",
    title: `Let the cut-off blocks read as ${parent ? "in the parent" : "zeros"}`,
    evidence: [
      `The file ends at ${sizeText(state.store.size)}; ${countText(cut.blocks, "block")} should lie past it.`,
      ...(cut.partialEnd > 0
        ? [
            "The file ends inside a block: the part that is there stays, and the file grows by the rest of that block.",
          ]
        : []),
    ],
    loss: `${bytes} of the disk are no longer in the file and ${parent ? "read as the parent's older bytes" : "read as zeros"}.`,
    place: entryPlace(bat, cut.first),
    apply: (target) => {
      if (cut.partialEnd > 0) target.growTo(roundUp(cut.partialEnd, MIB));
      target.setEntries(bat, changed());
    },
  };
}

function extendDraft(state: RepairState, bat: Bat, cut: Cut): Draft {
  return {
    id: "file-extend",
    title: `Extend the file by ${sizeText(cut.growth)} of zeros`,
    evidence: [
      `The last block ends at ${sizeText(state.store.size + cut.growth)}; the file at ${sizeText(state.store.size)}.`,
      "All entries keep their places, so the missing end can still be added if it turns up.",
    ],
    loss: `${sizeText(state.check?.unreadable.bytes ?? 0)} of the disk are no longer in the file and read as zeros; the file does not say which bytes those are.`,
    place: entryPlace(bat, cut.first),
    apply: (target) => target.growTo(roundUp(state.store.size + cut.growth, MIB)),
  };
}

/** Bytes. An entry that lies farther past the end than a whole disk is wrong, not cut off. */
const LARGEST_GROWTH = 64 * 1024 * 1024 * MIB;

/** Blocks past the end of the file: one fault for all of them. */
export function* planCutOff(state: RepairState, bat: Bat): Planning {
  const found: readonly Finding[] = state
    .with(...CUT_OFF)
    .filter(({ batIndex }) => batIndex !== undefined && bat.geometry.entryAt(batIndex).kind === "payload");
  if (found.length === 0) return;
  const cut = yield* measure(state, bat);
  if (cut.blocks === 0) return;
  const alone = cut.blocks === 1 && state.with("bat-offset-zero", "bat-overlaps-structure").length === 0;
  const places = alone && cut.partialEnd === 0 ? yield* orphans(state) : [];
  const certain = places.length === 1 ? orphanDrafts(state, bat, cut.first, places, true) : [];
  const mostly = cut.growth <= Math.min(LARGEST_GROWTH, bat.geometry.virtualSize + state.store.size);
  const extend = mostly ? [extendDraft(state, bat, cut)] : [];
  const gone = [
    lostDraft(state, bat, cut, false),
    ...(bat.geometry.differencing ? [lostDraft(state, bat, cut, true)] : []),
  ];
  // On a fixed disk all blocks have storage.
  const fixed = state.structures.facts.type === "fixed";
  yield fault("bat-cut-off", found, [...certain, ...(fixed ? [...extend, ...gone] : [...gone, ...extend])]);
}
