import type { DiskType, Finding } from "../../api/index.ts";
import type { IntervalSet } from "../../bytes/intervals.ts";
import { MIB } from "../../shared/numbers.ts";
import { countText } from "../../shared/text.ts";
import type { ReadableStore } from "../../store/store.ts";
import type { Bat } from "./bat.ts";
import { offsetMibOf, reservedOf, stateOf } from "./bat-bits.ts";
import { BatEntryCheck } from "./bat-entry-check.ts";
import { BlockOwners } from "./block-owners.ts";
import type { DiskFacts } from "../metadata/disk-facts.ts";
import { type FindingCode, FindingList } from "../findings/index.ts";
import { BAT_ENTRY_SIZE } from "../../shared/geometry.ts";
import { PendingBlocks } from "./pending-blocks.ts";
import { FULLY_PRESENT, NOT_PRESENT, UNMAPPED } from "../../shared/bat-states.ts";
import type { UnreadableRanges } from "./unreadable-data.ts";
import { nodeId } from "../../shared/node-id.ts";

/** Payload blocks counted together in the summary. */
export const SUMMARY_BLOCKS = 1024;

export interface BatCheckResult {
  /** Counts by `payload-0`..`payload-7`, `bitmap-0`..`bitmap-7`; only those above zero. */
  readonly byState: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
  /** Entries looked at so far. */
  readonly checked: number;
  /** For each MiB of the file the BAT index + 1 of the block that lies there, 0 = none. Null for files above 16 TiB. */
  readonly owners: Uint32Array<ArrayBuffer> | null;
  /** For every 1,024 payload blocks the counts of states 0-7, so that a map of millions of blocks needs no second read. */
  readonly summary: Uint16Array<ArrayBuffer>;
  /** What of the virtual disk can't be read, for whatever reason that an entry gives. */
  readonly unreadable: UnreadableRanges;
  /** How many entries each code was found in, those too that no finding is kept of. */
  readonly counts: ReadonlyMap<FindingCode, number>;
}

/** MiB of the file at which a block can start so that all of it lies in the file and over no structure. */
export interface ClearPlaces {
  readonly start: number;
  readonly end: number;
}

/** The widest run of such places: nearly all of a file, since structures lie at its start. */
function clearPlaces(structures: IntervalSet, fileSize: number, blockSize: number): ClearPlaces {
  const { start, end } = structures.widestGap(1, Math.floor(fileSize / MIB));
  return { start, end: end - blockSize / MIB + 1 };
}

/** Read in one go by `checkWholeBat`. */
const CHUNK = 4 * MIB;

/**
 * Checks all entries of a BAT at once, for those who can't go on without.
 *
 * @param each is shown the entries as they pass, low half first, and the index of the first of them.
 * @throws VhdxError whatever the store throws.
 */
export function checkWholeBat(
  store: ReadableStore,
  { occupied, facts }: { readonly occupied: IntervalSet; readonly facts: Pick<DiskFacts, "type"> },
  bat: Bat,
  each: (words: Uint32Array, first: number) => void = () => {},
): BatCheckResult {
  const check = new BatCheck(bat, store.size, occupied, facts.type);
  for (let at = 0; at < bat.byteLength; at += CHUNK) {
    const bytes = new Uint8Array(Math.min(CHUNK, bat.byteLength - at));
    store.read(bat.offset + at, bytes);
    const words = new Uint32Array(bytes.buffer);
    check.feed(words);
    each(words, at / BAT_ENTRY_SIZE);
  }
  return check.result();
}

/**
 * Checks BAT entries as they stream by (MS-VHDX 2.5.1): states, reserved bits, places, overlaps. Linear in the number of
 * entries; entries must come in order.
 */
export class BatCheck {
  readonly #bat: Bat;
  readonly #type: DiskType | null;
  readonly #clear: ClearPlaces;
  /** For the entries of one part of the summary: how many have each state, and which are not all zeros. */
  readonly #states = new Uint32Array(8);
  readonly #used = new Uint16Array(SUMMARY_BLOCKS);
  /** Of the same entries those of common blocks, and the first MiB of each. */
  readonly #common = new Uint16Array(SUMMARY_BLOCKS);
  readonly #places = new Uint32Array(SUMMARY_BLOCKS);
  readonly #payload = new Float64Array(8);
  readonly #bitmap = new Float64Array(8);
  readonly #entries: BatEntryCheck;
  readonly #owners: BlockOwners;
  /** Common blocks that were counted, and are entered among the owners before anything else is. */
  readonly #pending: PendingBlocks;
  readonly #summary: Uint16Array<ArrayBuffer>;
  /** Entries past the last block that are set. */
  #padding = 0;
  #next = 0;

  /**
   * @param fileSize bytes.
   * @param structures MiB runs of the header section, the log and the regions.
   * @param type of the disk, where known: a fixed one is expected to have storage for each block.
   * @param clear where whole blocks are known to lie over no structure. An empty one makes the check slow, and no different.
   */
  constructor(
    bat: Bat,
    fileSize: number,
    structures: IntervalSet,
    type: DiskType | null = null,
    clear: ClearPlaces = clearPlaces(structures, fileSize, bat.geometry.blockSize),
  ) {
    this.#bat = bat;
    this.#summary = new Uint16Array(Math.ceil(bat.geometry.payloadBlocks / SUMMARY_BLOCKS) * 8);
    this.#owners = new BlockOwners(fileSize);
    this.#entries = new BatEntryCheck(bat, fileSize, structures, this.#owners);
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
        // One that is not used, of a chunk that needs none, is counted and no more.
        if (low !== 0 || high !== 0 || this.#entries.needsBitmap) this.#settle();
        const state = stateOf(low);
        this.#bitmap[state] = (this.#bitmap[state] ?? 0) + 1;
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
        if (words[at] !== 0 || words[at + 1] !== 0) this.#padding += 1;
      this.#next += count;
    }
  }

  /**
   * Counts and checks the entries of blocks one after the other, all in one part of the summary.
   *
   * @param at where in the words the first entry stands.
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
    // Which entries are all zeros is a matter of chance, which a processor can't guess: without a branch they cost half as much.
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
    const part = Math.floor(block / SUMMARY_BLOCKS) * 8;
    for (const [state, blocks] of states.entries()) {
      this.#payload[state] = (this.#payload[state] ?? 0) + blocks;
      this.#summary[part + state] = (this.#summary[part + state] ?? 0) + blocks;
    }
    if (pending.isFull) this.#settle();
  }

  /** Enters the common blocks that wait, so that all that came before the next entry is known. */
  #settle(): void {
    for (const { index, mib, collisions } of this.#pending.settle())
      this.#entries.collided(index, `Block ${this.#bat.geometry.entryAt(index).block}`, mib, collisions);
  }

  /** Findings about single entries so far, but for the last few; those, and what adds the table up, come with the result. */
  get entryFindings(): readonly Finding[] {
    return this.#entries.findings.items;
  }

  /** Counts and findings so far. Call after the last entry for a complete answer; more entries may follow. */
  result(): BatCheckResult {
    this.#settle();
    const entryFindings = this.#entries.snapshot();
    const { geometry, entries } = this.#bat;
    // Entries that the end of the file cuts off.
    const cutOff = this.#next === entries && entries < geometry.batEntries ? entries : null;
    const byState: Record<string, number> = {};
    this.#payload.forEach((count, state) => {
      if (count > 0) byState[`payload-${state}`] = count;
    });
    this.#bitmap.forEach((count, state) => {
      if (count > 0) byState[`bitmap-${state}`] = count;
    });
    const findings = new FindingList();
    entryFindings.report(findings);
    this.#addTotals(findings);
    return {
      byState,
      findings: findings.items,
      checked: this.#next,
      owners: this.#owners.owners,
      summary: this.#summary,
      unreadable: this.#entries.unreadable.ranges(cutOff),
      counts: entryFindings.counts,
    };
  }

  /** What only the whole table tells. */
  #addTotals(findings: FindingList): void {
    const { offset } = this.#bat;
    const place = { structure: "BAT", offset, node: nodeId("bat") };
    this.#entries.missing.report(findings);
    if (this.#padding > 0) {
      const entries = countText(this.#padding, "entry", "entries");
      findings.add("bat-padding", `${entries} past the disk's last block are not zero.`, place);
    }
    const without = this.#payload.reduce((sum, count) => sum + count, -(this.#payload[FULLY_PRESENT] ?? 0));
    if (this.#type === "fixed" && without > 0) {
      const blocks = countText(without, "block", "blocks");
      findings.add("fixed-not-allocated", `${blocks} of the fixed disk have no storage.`, place);
    }
  }
}
