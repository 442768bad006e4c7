import type { DiskType, Finding } from "../../api/index.ts";
import type { IntervalSet } from "../../bytes/intervals.ts";
import { MIB } from "../../shared/numbers.ts";
import { runSteps, type Steps } from "../../bytes/steps.ts";
import type { ReadableStore } from "../../store/store.ts";
import type { Bat } from "./bat.ts";
import { offsetMibOf, reservedOf, stateOf } from "./bat-bits.ts";
import { type BatCheckResult, BatCounts, judgementOf, SUMMARY_BLOCKS } from "./bat-counts.ts";
import { BatEntryCheck, KEPT_PER_CODE, type MarkedEntries } from "./bat-entry-check.ts";
import { BlockOwners } from "./block-owners.ts";
import type { DiskFacts } from "../metadata/disk-facts.ts";
import { PendingBlocks } from "./pending-blocks.ts";
import { FULLY_PRESENT, NOT_PRESENT, UNMAPPED } from "../../shared/bat-states.ts";

export { type BatCheckResult, SUMMARY_BLOCKS } from "./bat-counts.ts";

/** MiB of the file at which a block can start so that all of it lies inside the file and over no structure. */
export interface ClearPlaces {
  readonly start: number;
  readonly end: number;
}

/** The widest run of such places: nearly all of a file, since structures lie at its start. */
function clearPlaces(structures: IntervalSet, fileSize: number, blockSize: number): ClearPlaces {
  const { start, end } = structures.widestGap(1, Math.floor(fileSize / MIB));
  return { start, end: end - blockSize / MIB + 1 };
}

/** Bytes read in one go by a check of the whole table. */
const CHUNK = 4 * MIB;
/** 32-bit words checked in one step: a broken entry takes about a hundred times as long as a sound one. */
const PIECE = 32 * 1024;

type Checked = { readonly occupied: IntervalSet; readonly facts: Pick<DiskFacts, "type"> };

function* wholeCheck(
  store: ReadableStore,
  { occupied, facts }: Checked,
  bat: Bat,
  kept: number = KEPT_PER_CODE,
): Steps<BatCheck> {
  const check = new BatCheck(bat, store.size, occupied, facts.type, { kept });
  for (let at = 0; at < bat.byteLength; at += CHUNK) {
    const bytes = new Uint8Array(Math.min(CHUNK, bat.byteLength - at));
    store.read(bat.offset + at, bytes);
    const words = new Uint32Array(bytes.buffer);
    for (let from = 0; from < words.length; from += PIECE) {
      check.feed(words.subarray(from, from + PIECE));
      yield { done: at + (from + PIECE) * Uint32Array.BYTES_PER_ELEMENT, total: bat.byteLength };
    }
  }
  return check;
}

/**
 * Checks all entries of a BAT, in steps.
 *
 * @param kept findings kept for each code; left out for as many as are shown.
 * @throws VhdxError whatever the store throws.
 */
export function* checkBatSteps(
  store: ReadableStore,
  structures: Checked,
  bat: Bat,
  kept?: number,
): Steps<BatCheckResult> {
  return (yield* wholeCheck(store, structures, bat, kept)).result();
}

/**
 * Checks all entries of a BAT at once, for callers that can't continue without the result.
 *
 * @throws VhdxError whatever the store throws.
 */
export const runWholeCheck = (store: ReadableStore, structures: Checked, bat: Bat): BatCheck =>
  runSteps(wholeCheck(store, structures, bat));

/** The result of `runWholeCheck`. */
export const checkWholeBat = (...args: Parameters<typeof runWholeCheck>): BatCheckResult =>
  runWholeCheck(...args).result();

/**
 * Checks BAT entries as they stream by (MS-VHDX 2.5.1): states, reserved bits, places, overlaps. Linear in the number of
 * entries; entries must come in order.
 */
export class BatCheck {
  readonly #bat: Bat;
  readonly #fileSize: number;
  readonly #structures: IntervalSet;
  readonly #type: DiskType | null;
  readonly #clear: ClearPlaces;
  /** For the entries of one part of the summary: how many have each state. `#used`: which are not all zeros. */
  readonly #states = new Uint32Array(8);
  readonly #used = new Uint16Array(SUMMARY_BLOCKS);
  /** Of the same entries those of common blocks; `#places`: the first MiB of each. */
  readonly #common = new Uint16Array(SUMMARY_BLOCKS);
  readonly #places = new Uint32Array(SUMMARY_BLOCKS);
  readonly #counts: BatCounts;
  readonly #entries: BatEntryCheck;
  readonly #owners: BlockOwners;
  /** Common blocks that were counted. They are entered among the owners before any other entry. */
  readonly #pending: PendingBlocks;
  #next = 0;

  /**
   * @param fileSize bytes.
   * @param structures MiB runs of the header section, the log and the regions.
   * @param type of the disk, where known; a fixed disk should have storage for each block.
   * @param options.clear where whole blocks are known to lie over no structure. An empty run makes the check slower, with the
   *   same result.
   * @param options.kept findings kept of each code at most.
   */
  constructor(
    bat: Bat,
    fileSize: number,
    structures: IntervalSet,
    type: DiskType | null = null,
    {
      clear = clearPlaces(structures, fileSize, bat.geometry.blockSize),
      kept = KEPT_PER_CODE,
    }: { readonly clear?: ClearPlaces; readonly kept?: number } = {},
  ) {
    this.#bat = bat;
    this.#fileSize = fileSize;
    this.#structures = structures;
    this.#counts = new BatCounts(bat.geometry);
    this.#owners = new BlockOwners(fileSize);
    this.#entries = new BatEntryCheck(bat, fileSize, structures, this.#owners, kept);
    this.#pending = new PendingBlocks(this.#owners, bat.geometry.blockSize / MIB);
    this.#type = type;
    this.#clear = clear;
  }

  /** Entries looked at so far, which is the index of the next. */
  get next(): number {
    return this.#next;
  }

  /** @param words entries from the next index on, low half first. */
  feed(words: Uint32Array): void {
    const { chunkRatio, payloadBlocks } = this.#bat.geometry;
    const period = chunkRatio + 1;
    for (let at = 0; at + 1 < words.length;) {
      const index = this.#next;
      const chunk = Math.floor(index / period);
      const within = index - chunk * period;
      if (within === chunkRatio) {
        const low = words[at] ?? 0;
        const high = words[at + 1] ?? 0;
        // An unused bitmap entry of a chunk that needs no bitmap is only counted.
        if (low !== 0 || high !== 0 || this.#entries.needsBitmap) this.#settle();
        const state = stateOf(low);
        this.#counts.bitmap[state] = (this.#counts.bitmap[state] ?? 0) + 1;
        this.#entries.bitmap(index, low, high);
        this.#next += 1;
        at += 2;
        continue;
      }
      const block = index - chunk;
      const inChunk = Math.min(chunkRatio - within, (words.length - at) >>> 1);
      const count = Math.min(inChunk, SUMMARY_BLOCKS - (block % SUMMARY_BLOCKS));
      const end = at + 2 * count;
      // A differencing BAT has entries for whole chunks: those past the last payload block are padding.
      const blocks = Math.min(count, Math.max(0, payloadBlocks - block));
      if (blocks > 0) this.#checkBlocks(words, at, blocks, index, block);
      for (at += 2 * blocks; at < end; at += 2)
        if (words[at] !== 0 || words[at + 1] !== 0) this.#counts.padding += 1;
      this.#next += count;
    }
  }

  /**
   * Counts and checks the entries of blocks one after the other, all in one part of the summary.
   *
   * @param at index in the words of the first entry.
   * @param count of entries.
   * @param first index of the first entry.
   * @param block of the first entry.
   */
  #checkBlocks(words: Uint32Array, at: number, count: number, first: number, block: number): void {
    const { start, end } = this.#clear;
    const pending = this.#pending;
    const states = this.#states.fill(0);
    const used = this.#used;
    const common = this.#common;
    const places = this.#places;
    // Which entries are all zeros is unpredictable for the processor; without a branch the loop takes half the time.
    let set = 0;
    for (let nth = 0; nth < count; nth++) {
      const bits = (words[at + 2 * nth] ?? 0) | (words[at + 2 * nth + 1] ?? 0);
      used[set] = nth;
      set += (bits | -bits) >>> 31;
    }
    states[NOT_PRESENT] = count - set;
    let ready = 0;
    for (let each = 0; each < set; each++) {
      const nth = used[each] ?? 0;
      const low = words[at + 2 * nth] ?? 0;
      const high = words[at + 2 * nth + 1] ?? 0;
      const state = stateOf(low);
      states[state] = (states[state] ?? 0) + 1;
      // Two more kinds of entries are common: a whole block inside the file that lies over none of its structures,
      if (state === FULLY_PRESENT && reservedOf(low) === 0) {
        const mib = offsetMibOf(low, high);
        if (mib >= start && mib < end && pending.fits(mib)) {
          common[ready] = nth;
          places[ready] = mib;
          ready += 1;
          continue;
        }
      }
      // and another state without storage, and without a mark against it.
      if (high === 0 && low <= UNMAPPED) continue;
      pending.add(first, common, places, ready);
      ready = 0;
      this.#settle();
      this.#entries.payload(first + nth, low, high);
    }
    pending.add(first, common, places, ready);
    for (const [state, blocks] of states.entries()) this.#counts.countBlocks(block, state, blocks);
    if (pending.isFull) this.#settle();
  }

  /** Enters the waiting common blocks, so that the owners are known for all entries before the next one. */
  #settle(): void {
    for (const { index, mib, collisions } of this.#pending.settle())
      this.#entries.collided(index, mib, collisions);
  }

  /** Findings about single entries so far, except for the last few. The result has all, and those about the whole table. */
  get entryFindings(): readonly Finding[] {
    return this.#entries.findings.items;
  }

  /** Counts and findings so far. Call after the last entry for a complete answer; more entries may follow. */
  result(): BatCheckResult {
    this.#settle();
    return {
      ...judgementOf(this.#bat, this.#type, this.#next, this.#entries, this.#counts),
      byState: this.#counts.byState,
      checked: this.#next,
      owners: this.#owners.owners,
      summary: this.#counts.summary,
      blocksEnd: this.#entries.endMib * MIB,
      named: this.#entries.named,
    };
  }

  /** The basis for updating the result when entries change; null before the end of the table, or where it would be too large. */
  get basis(): BatBasis | null {
    this.#settle();
    const { marked } = this.#entries;
    if (this.#next < this.#bat.entries || marked === null || this.#owners.refused === null) return null;
    return {
      bat: this.#bat,
      fileSize: this.#fileSize,
      structures: this.#structures,
      type: this.#type,
      counts: this.#counts,
      owners: this.#owners,
      marked,
    };
  }
}

/** The data behind the result of a whole check. It does not change any more. */
export interface BatBasis {
  readonly bat: Bat;
  /** Bytes. */
  readonly fileSize: number;
  /** MiB runs of the header section, the log and the regions. */
  readonly structures: IntervalSet;
  readonly type: DiskType | null;
  readonly counts: BatCounts;
  readonly owners: BlockOwners;
  readonly marked: MarkedEntries;
}
