import type { DiskType, Finding } from "../api/index.ts";
import type { IntervalSet } from "../bytes/intervals.ts";
import { MIB } from "../bytes/numbers.ts";
import { countText, hexText, sizeText } from "../bytes/text.ts";
import type { ReadableStore } from "../store/store.ts";
import type { Bat } from "./bat.ts";
import { offsetMibOf, reservedOf, stateOf } from "./bat-bits.ts";
import { BatFindings } from "./bat-findings.ts";
import { BlockOwners, type Collision } from "./block-owners.ts";
import type { DiskFacts } from "./disk-facts.ts";
import { type FindingCode, FindingList } from "./findings/index.ts";
import { MissingData } from "./missing-data.ts";
import { PendingBlocks } from "./pending-blocks.ts";
import { UnreadableData, type UnreadableRanges } from "./unreadable-data.ts";
import { BAT_ENTRY_SIZE, BITMAP_BLOCK_SIZE } from "./geometry.ts";
import {
  FULLY_PRESENT,
  NOT_PRESENT,
  PARTIALLY_PRESENT,
  SB_NOT_PRESENT,
  SB_PRESENT,
  UNDEFINED,
  UNMAPPED,
} from "./structs/bat-entry.ts";

/** Findings kept for each code; a disk with millions of broken entries is told in a number. */
const KEPT_PER_CODE = 200;

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

/** A block or sector bitmap with storage of its own. */
interface Placed {
  readonly index: number;
  readonly name: string;
  readonly offsetMib: number;
  /** Bytes that it takes in the file. */
  readonly size: number;
  /** Bytes of it that the virtual disk needs: QEMU ends a fixed image inside its last block. */
  readonly used: number;
}

/** Blocks one after the other that lie past the end of the file. */
interface BeyondRun {
  /** Of the first one's entry. */
  readonly index: number;
  readonly name: string;
  readonly offsetMib: number;
  readonly first: number;
  last: number;
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
  readonly #fileSize: number;
  readonly #fileMib: number;
  /** MiB runs of the header section, the log and the regions. */
  readonly #structures: IntervalSet;
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
  readonly #findings: BatFindings;
  readonly #owners: BlockOwners;
  /** Common blocks that were counted, and are entered among the owners before anything else is. */
  readonly #pending: PendingBlocks;
  /** PARTIALLY_PRESENT entries of the chunk that is being read; its bitmap entry comes last. */
  #partials: number[] = [];
  readonly #summary: Uint16Array<ArrayBuffer>;
  readonly #missing = new MissingData();
  readonly #unreadable: UnreadableData;
  /** Blocks one after the other that lie past the end of the file: one finding for all of them. */
  #beyond: BeyondRun | null = null;
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
    this.#findings = new BatFindings(bat, KEPT_PER_CODE);
    this.#fileSize = fileSize;
    this.#fileMib = Math.ceil(fileSize / MIB);
    this.#structures = structures;
    this.#summary = new Uint16Array(Math.ceil(bat.geometry.payloadBlocks / SUMMARY_BLOCKS) * 8);
    this.#owners = new BlockOwners(fileSize);
    this.#unreadable = new UnreadableData(bat.geometry);
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
        if (low !== 0 || high !== 0 || this.#partials.length > 0) this.#settle();
        this.#checkBitmap(index, low, high);
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
      this.#checkPayload(first + nth, low, high);
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
      this.#addCollisions(index, `Block ${this.#bat.geometry.entryAt(index).block}`, mib, collisions);
  }

  /** Findings about single entries so far, but for the last few; those, and what adds the table up, come with the result. */
  get entryFindings(): readonly Finding[] {
    return this.#findings.items;
  }

  /** Counts and findings so far. Call after the last entry for a complete answer; more entries may follow. */
  result(): BatCheckResult {
    this.#settle();
    const entryFindings = this.#findings.copy();
    if (this.#beyond !== null) this.#reportBeyond(this.#beyond, entryFindings);
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
      unreadable: this.#unreadable.ranges(cutOff),
      counts: entryFindings.counts,
    };
  }

  /** What only the whole table tells. */
  #addTotals(findings: FindingList): void {
    const { offset } = this.#bat;
    const place = { structure: "BAT", offset, node: "bat" };
    this.#missing.report(findings);
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

  /** A block past the end of the file; payload blocks that go on from each other are told together. */
  #addBeyond(index: number, name: string, offsetMib: number): void {
    const { kind, block } = this.#bat.geometry.entryAt(index);
    const run = this.#beyond;
    if (kind === "payload" && run?.last === block - 1) {
      run.last = block;
      return;
    }
    if (run !== null) this.#reportBeyond(run, this.#findings);
    const first = kind === "payload" ? block : Number.NaN;
    this.#beyond = { index, name, offsetMib, first, last: first };
  }

  #reportBeyond(run: BeyondRun, findings: BatFindings): void {
    const what =
      run.first < run.last
        ? `Blocks ${run.first} to ${run.last} lie`
        : `${run.name} at ${run.offsetMib} MiB lies`;
    const message = `${what} past the end of the file. The file ends at ${sizeText(this.#fileSize)}.`;
    findings.add("bat-beyond-file", run.index, message);
  }

  #add(code: FindingCode, index: number, message: string, other?: number): void {
    this.#findings.add(code, index, message, other);
  }

  #checkPayload(index: number, low: number, high: number): void {
    const { geometry } = this.#bat;
    const { block } = geometry.entryAt(index);
    const state = stateOf(low);
    if (reservedOf(low) !== 0) {
      this.#add(
        "bat-reserved-bits",
        index,
        `The entry of block ${block} has reserved bits set (${hexText(reservedOf(low))}).`,
      );
    }
    if (state === 4 || state === 5) {
      this.#add("bat-reserved-state", index, `Block ${block} has state ${state}, which MS-VHDX reserves.`);
      this.#unreadable.add(block);
      return;
    }
    if (state === PARTIALLY_PRESENT && !geometry.differencing) {
      this.#unreadable.add(block);
      this.#add(
        "bat-partial-without-parent",
        index,
        `Block ${block} is PARTIALLY_PRESENT, but the disk has no parent.`,
      );
    }
    if (state === PARTIALLY_PRESENT && geometry.differencing) this.#partials.push(index);
    const offsetMib = offsetMibOf(low, high);
    const name = `Block ${block}`;
    if (state === FULLY_PRESENT || state === PARTIALLY_PRESENT) {
      const used = geometry.bytesInBlock(block);
      const there = this.#checkPlace({ index, name, offsetMib, size: geometry.blockSize, used });
      if (there < used) this.#unreadable.add(block, there);
    } else if (offsetMib !== 0) {
      if (state === UNDEFINED || state === UNMAPPED) this.#checkAnchor(index, name, offsetMib);
      else this.#checkUnused(index, name, offsetMib);
    }
  }

  /** States without storage have no place; what stands there must not be read (MS-VHDX 2.5.1.1). */
  #checkUnused(index: number, name: string, offsetMib: number): void {
    this.#add("bat-offset-unused", index, `${name} has no storage, but names ${offsetMib} MiB as its place.`);
  }

  /** An unused block keeps the place that it had: nothing is read from there, but nothing else may lie there. */
  #checkAnchor(index: number, name: string, offsetMib: number): void {
    const end = offsetMib + this.#bat.geometry.blockSize / MIB;
    for (const run of this.#structures.within(offsetMib, end)) {
      const message = `${name} keeps ${offsetMib} MiB, over the file's own structures at ${run.start} MiB.`;
      this.#add("bat-anchor-in-structure", index, message);
      return;
    }
    if (end > this.#fileMib) {
      this.#add("bat-anchor-beyond-file", index, `${name} keeps ${offsetMib} MiB, past the end of the file.`);
    }
    this.#own(index, name, offsetMib, end, true);
  }

  #checkBitmap(index: number, low: number, high: number): void {
    const { geometry } = this.#bat;
    const state = stateOf(low);
    this.#bitmap[state] = (this.#bitmap[state] ?? 0) + 1;
    const chunk = geometry.entryAt(index).block;
    if (reservedOf(low) !== 0) {
      this.#add(
        "bat-reserved-bits",
        index,
        `The entry of sector bitmap ${chunk} has reserved bits set (${hexText(reservedOf(low))}).`,
      );
    }
    if (!geometry.differencing) {
      if (state !== SB_NOT_PRESENT) {
        this.#add(
          "bat-bitmap-without-parent",
          index,
          `Sector bitmap ${chunk} has state ${state}, but the disk has no parent.`,
        );
      }
      return;
    }
    const offsetMib = offsetMibOf(low, high);
    const name = `Sector bitmap ${chunk}`;
    if (state === SB_PRESENT) {
      if (this.#partials.length === 0) {
        this.#add(
          "bat-bitmap-unused",
          index,
          `${name} is present, but no block of its chunk is PARTIALLY_PRESENT.`,
        );
      }
      const [size, used] = [BITMAP_BLOCK_SIZE, BITMAP_BLOCK_SIZE];
      const there = this.#checkPlace({ index, name, offsetMib, size, used });
      if (there < used) {
        for (const partial of this.#partials) this.#unreadable.add(geometry.entryAt(partial).block);
      }
    } else {
      if (state === SB_NOT_PRESENT && offsetMib !== 0) this.#checkUnused(index, name, offsetMib);
      for (const partial of this.#partials) {
        const { block } = geometry.entryAt(partial);
        this.#unreadable.add(block);
        this.#add(
          "bat-partial-without-bitmap",
          partial,
          `Block ${block} is PARTIALLY_PRESENT, but its chunk has no sector bitmap.`,
          index,
        );
      }
      if (state !== SB_NOT_PRESENT) {
        this.#add("bat-bitmap-reserved-state", index, `${name} has state ${state}, which MS-VHDX reserves.`);
      }
    }
    this.#partials = [];
  }

  /** @returns bytes of it that can be read. */
  #checkPlace({ index, name, offsetMib, size, used }: Placed): number {
    if (offsetMib === 0) {
      this.#add(
        "bat-offset-zero",
        index,
        `${name} is said to lie at the very start of the file, over its headers.`,
      );
      return 0;
    }
    const sizeMib = size / MIB;
    for (const run of this.#structures.within(offsetMib, offsetMib + sizeMib)) {
      this.#add(
        "bat-overlaps-structure",
        index,
        `${name} at ${offsetMib} MiB lies over the file's own structures at ${run.start} MiB.`,
      );
      return 0;
    }
    const start = offsetMib * MIB;
    const lost = Math.min(used, Math.max(0, start + used - this.#fileSize));
    if (lost > 0) this.#addLost(index, name, offsetMib, lost, used);
    else if (start + size > this.#fileSize) {
      const message = "The file ends inside the last block, after all of the virtual disk.";
      this.#add("bat-last-block-short", index, message);
    }
    this.#own(index, name, offsetMib, offsetMib + sizeMib, false);
    return used - lost;
  }

  /** A block of which so many bytes are past the end of the file. */
  #addLost(index: number, name: string, offsetMib: number, lost: number, used: number): void {
    const { kind, block } = this.#bat.geometry.entryAt(index);
    if (kind === "payload") {
      const end = block * this.#bat.geometry.blockSize + used;
      this.#missing.add(end - lost, end);
    }
    const ends = `The file ends at ${sizeText(this.#fileSize)}.`;
    if (offsetMib * MIB >= 2 ** 53) {
      this.#add(
        "bat-offset-too-large",
        index,
        `${name} at ${offsetMib} MiB lies where no file reaches. ${ends}`,
      );
    } else if (lost < used) {
      this.#add(
        "bat-block-cut-off",
        index,
        `${name} at ${offsetMib} MiB is cut off by the end of the file. ${ends}`,
      );
    } else this.#addBeyond(index, name, offsetMib);
  }

  /** Takes the MiBs for the block; another owner of any of them is a finding. */
  #own(index: number, name: string, start: number, end: number, anchor: boolean): void {
    this.#addCollisions(index, name, start, this.#owners.take(index, start, end, anchor) ?? []);
  }

  #addCollisions(index: number, name: string, start: number, collisions: readonly Collision[]): void {
    for (const { owner, mib, same, anchor: unused } of collisions) {
      const { kind, block } = this.#bat.geometry.entryAt(owner);
      const other = kind === "bitmap" ? `sector bitmap ${block}` : `block ${block}`;
      const [code, how] = same
        ? (["bat-duplicate-offset", `and ${other} are both said to lie at ${start} MiB`] as const)
        : (["bat-overlap", `at ${start} MiB overlaps ${other} at ${mib} MiB`] as const);
      if (!unused) this.#add(code, owner, `${name} ${how}.`, index);
      else {
        const message = `${name} ${how}; one of them has no storage and only keeps its place.`;
        this.#add("bat-anchor-taken", owner, message, index);
      }
    }
  }
}
