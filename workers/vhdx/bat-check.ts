import type { Finding } from "../api/index.ts";
import { IntervalSet } from "../bytes/intervals.ts";
import { MIB } from "../bytes/numbers.ts";
import { countText, hexText, sizeText } from "../bytes/text.ts";
import type { ReadableStore } from "../store/store.ts";
import type { Bat } from "./bat.ts";
import { offsetMibOf, reservedOf, stateOf } from "./bat-bits.ts";
import { type FindingCode, FindingList } from "./findings/index.ts";
import { BAT_ENTRY_SIZE, BITMAP_BLOCK_SIZE } from "./geometry.ts";
import {
  FULLY_PRESENT,
  PARTIALLY_PRESENT,
  SB_NOT_PRESENT,
  SB_PRESENT,
  UNDEFINED,
  UNMAPPED,
} from "./structs/bat-entry.ts";

/** Findings kept for each code; a disk with millions of broken entries is told in a number. */
const KEPT_PER_CODE = 200;
/** MiB of file for which owners are kept, 4 bytes each: 64 MiB of memory, 16 TiB of file. */
const OWNED_MIB = 16 * 1024 * 1024;

/** Runs of the virtual disk listed that can't be read; a broken table can have millions. */
const MOST_RANGES = 100_000;

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

/** Runs of the virtual disk in bytes, in order and apart. */
export interface UnreadableRanges {
  /** All of it, those runs too that are so many that they are not listed. */
  readonly bytes: number;
  readonly ranges: readonly { readonly offset: number; readonly length: number }[];
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
  readonly present: boolean;
}

/** Read in one go by `checkWholeBat`. */
const CHUNK = 4 * MIB;

/**
 * Checks all entries of a BAT at once, for those who can't go on without.
 *
 * @param each is shown the entries as they pass, low half first.
 * @throws VhdxError whatever the store throws.
 */
export function checkWholeBat(
  store: ReadableStore,
  { occupied }: { readonly occupied: IntervalSet },
  bat: Bat,
  each: (words: Uint32Array) => void = () => {},
): BatCheckResult {
  const check = new BatCheck(bat, store.size, occupied);
  for (let at = 0; at < bat.byteLength; at += CHUNK) {
    const bytes = new Uint8Array(Math.min(CHUNK, bat.byteLength - at));
    store.read(bat.offset + at, bytes);
    const words = new Uint32Array(bytes.buffer);
    check.feed(words);
    each(words);
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
  readonly #payload = new Float64Array(8);
  readonly #bitmap = new Float64Array(8);
  readonly #findings = new FindingList();
  readonly #counts = new Map<FindingCode, number>();
  readonly #unreadable = new IntervalSet();
  #unlisted = 0;
  /** Blocks one after the other that lie past the end of the file: one finding for all of them. */
  #beyond: {
    readonly index: number;
    readonly name: string;
    readonly offsetMib: number;
    readonly first: number;
    last: number;
  } | null = null;
  readonly #owners: Uint32Array<ArrayBuffer> | null;
  /** A bit for each MiB at which its owner itself starts. */
  readonly #starts: Uint8Array;
  /** PARTIALLY_PRESENT entries of the chunk that is being read; its bitmap entry comes last. */
  #partials: number[] = [];
  readonly #summary: Uint16Array<ArrayBuffer>;
  #next = 0;

  constructor(bat: Bat, fileSize: number, structures: IntervalSet) {
    this.#bat = bat;
    this.#fileSize = fileSize;
    this.#fileMib = Math.ceil(fileSize / MIB);
    this.#structures = structures;
    this.#summary = new Uint16Array(Math.ceil(bat.geometry.payloadBlocks / SUMMARY_BLOCKS) * 8);
    this.#owners = this.#fileMib <= OWNED_MIB ? new Uint32Array(this.#fileMib) : null;
    this.#starts = new Uint8Array(Math.ceil((this.#owners?.length ?? 0) / 8));
  }

  /** @param words entries from the next index on, low half first. */
  feed(words: Uint32Array): void {
    const { geometry } = this.#bat;
    const period = geometry.chunkRatio + 1;
    let index = this.#next;
    let within = index % period;
    let block = index - Math.floor(index / period);
    for (let at = 0; at + 1 < words.length; at += 2, index++, within++) {
      if (within === period) within = 0;
      const low = words[at] ?? 0;
      const high = words[at + 1] ?? 0;
      const state = stateOf(low);
      if (within === geometry.chunkRatio) this.#checkBitmap(index, low, high);
      else {
        // A differencing BAT has entries for whole chunks: those past the last payload block are padding.
        if (block < geometry.payloadBlocks) {
          this.#payload[state] = (this.#payload[state] ?? 0) + 1;
          const part = Math.floor(block / SUMMARY_BLOCKS) * 8 + state;
          this.#summary[part] = (this.#summary[part] ?? 0) + 1;
          // The common entry, without storage and without a mark against it, needs no more than the count.
          if (low > 7 || high !== 0 || state > UNMAPPED) this.#checkPayload(index, low, high);
        }
        block += 1;
      }
    }
    this.#next = index;
  }

  /** Counts and findings so far. Call after the last entry for a complete answer. */
  result(): BatCheckResult {
    this.#endBeyond();
    const { geometry, entries } = this.#bat;
    const unreadable = IntervalSet.of(this.#unreadable.runs);
    // Entries that the end of the file cuts off.
    if (this.#next === entries && entries < geometry.batEntries) {
      const { kind, block } = geometry.entryAt(entries);
      const first = kind === "payload" ? block : (block + 1) * geometry.chunkRatio;
      unreadable.add(Math.min(first * geometry.blockSize, geometry.virtualSize), geometry.virtualSize);
    }
    const byState: Record<string, number> = {};
    this.#payload.forEach((count, state) => {
      if (count > 0) byState[`payload-${state}`] = count;
    });
    this.#bitmap.forEach((count, state) => {
      if (count > 0) byState[`bitmap-${state}`] = count;
    });
    const findings = [...this.#findings.items];
    const omitted = new FindingList();
    for (const [code, count] of this.#counts) {
      if (count > KEPT_PER_CODE) {
        omitted.add(
          "bat-findings-omitted",
          `${countText(count - KEPT_PER_CODE, "more entry", "more entries")} with ${code}.`,
          {
            structure: "BAT",
            offset: this.#bat.offset,
            node: "bat",
          },
        );
      }
    }
    return {
      byState,
      findings: [...findings, ...omitted.items],
      checked: this.#next,
      owners: this.#owners,
      summary: this.#summary,
      unreadable: {
        bytes: unreadable.total + this.#unlisted,
        ranges: unreadable.runs.map(({ start, end }) => ({ offset: start, length: end - start })),
      },
      counts: this.#counts,
    };
  }

  /** Takes a run of the virtual disk, in a block, as one that can't be read. @param from bytes of the block that can. */
  #lose(block: number, from = 0): void {
    const start = block * this.#bat.geometry.blockSize;
    const end = start + this.#bat.geometry.bytesInBlock(block);
    if (this.#unreadable.runs.length < MOST_RANGES) this.#unreadable.add(start + from, end);
    else this.#unlisted += end - start - from;
  }

  /** A block past the end of the file; payload blocks that go on from each other are told together. */
  #addBeyond(index: number, name: string, offsetMib: number): void {
    const { kind, block } = this.#bat.geometry.entryAt(index);
    const run = this.#beyond;
    if (kind === "payload" && run?.last === block - 1) {
      run.last = block;
      return;
    }
    this.#endBeyond();
    const first = kind === "payload" ? block : Number.NaN;
    this.#beyond = { index, name, offsetMib, first, last: first };
  }

  #endBeyond(): void {
    const run = this.#beyond;
    if (run === null) return;
    this.#beyond = null;
    const what =
      run.first < run.last
        ? `Blocks ${run.first} to ${run.last} reach`
        : `${run.name} at ${run.offsetMib} MiB reaches`;
    const message = `${what} past the end of the file. The file ends at ${sizeText(this.#fileSize)}.`;
    this.#add("bat-beyond-file", run.index, message);
  }

  #add(code: FindingCode, index: number, message: string, other?: number): void {
    const count = (this.#counts.get(code) ?? 0) + 1;
    this.#counts.set(code, count);
    if (count > KEPT_PER_CODE) return;
    this.#findings.add(code, message, {
      structure: "BAT",
      offset: this.#bat.offset + index * BAT_ENTRY_SIZE,
      node: `bat/entry/${index}`,
      batIndex: index,
      ...(other === undefined ? {} : { other }),
    });
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
      this.#lose(block);
      return;
    }
    if (state === PARTIALLY_PRESENT && !geometry.differencing) {
      this.#lose(block);
      this.#add(
        "bat-partial-without-parent",
        index,
        `Block ${block} is PARTIALLY_PRESENT, but the disk has no parent.`,
      );
    }
    if (state === PARTIALLY_PRESENT && geometry.differencing) this.#partials.push(index);
    const offsetMib = offsetMibOf(low, high);
    const present = state === FULLY_PRESENT || state === PARTIALLY_PRESENT;
    const anchored = (state === UNDEFINED || state === UNMAPPED) && offsetMib !== 0;
    if (present || anchored) {
      const name = `Block ${block}`;
      const used = geometry.bytesInBlock(block);
      const there = this.#checkPlace({ index, name, offsetMib, size: geometry.blockSize, used, present });
      if (present && there < used) this.#lose(block, there);
    }
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
    if (state !== SB_PRESENT) {
      for (const partial of this.#partials) {
        const { block } = geometry.entryAt(partial);
        this.#lose(block);
        this.#add(
          "bat-partial-without-bitmap",
          partial,
          `Block ${block} is PARTIALLY_PRESENT, but its chunk has no sector bitmap.`,
          index,
        );
      }
      if (state !== SB_NOT_PRESENT) {
        this.#add(
          "bat-bitmap-reserved-state",
          index,
          `Sector bitmap ${chunk} has state ${state}, which MS-VHDX reserves.`,
        );
      }
    } else {
      const name = `Sector bitmap ${chunk}`;
      const [size, used] = [BITMAP_BLOCK_SIZE, BITMAP_BLOCK_SIZE];
      const offsetMib = offsetMibOf(low, high);
      const there = this.#checkPlace({ index, name, offsetMib, size, used, present: true });
      if (there < used) for (const partial of this.#partials) this.#lose(geometry.entryAt(partial).block);
    }
    this.#partials = [];
  }

  /** @returns bytes of it that can be read. */
  #checkPlace({ index, name, offsetMib, size, used, present }: Placed): number {
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
    const beyond = start + used > this.#fileSize;
    if (start + size > this.#fileSize && present) {
      if (!beyond) {
        const message = "The file ends inside the last block, after all of the virtual disk.";
        this.#add("bat-last-block-short", index, message);
      } else this.#addBeyond(index, name, offsetMib);
    }
    this.#own(index, name, offsetMib, Math.min(offsetMib + sizeMib, this.#fileMib));
    return beyond ? Math.max(0, this.#fileSize - start) : used;
  }

  /** Takes the MiBs for the block; another owner of any of them is a finding. */
  #own(index: number, name: string, start: number, end: number): void {
    const owners = this.#owners;
    if (owners === null || start >= end) return;
    let reported = -1;
    for (let mib = start; mib < end; mib++) {
      const owner = (owners[mib] ?? 0) - 1;
      const bit = 1 << (mib & 7);
      if (owner < 0) {
        owners[mib] = index + 1;
        if (mib === start) this.#starts[mib >>> 3] = (this.#starts[mib >>> 3] ?? 0) | bit;
      } else if (owner !== reported) {
        reported = owner;
        // Not read from the owner's entry: millions of collisions would mean millions of page reads.
        const same = mib === start && ((this.#starts[mib >>> 3] ?? 0) & bit) !== 0;
        const { kind, block } = this.#bat.geometry.entryAt(owner);
        const otherName = kind === "bitmap" ? `sector bitmap ${block}` : `block ${block}`;
        if (same)
          this.#add(
            "bat-duplicate-offset",
            owner,
            `${name} and ${otherName} are both said to lie at ${start} MiB.`,
            index,
          );
        else
          this.#add(
            "bat-overlap",
            owner,
            `${name} at ${start} MiB overlaps ${otherName} at ${mib} MiB.`,
            index,
          );
      }
    }
  }
}
