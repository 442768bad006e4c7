import type { IntervalSet } from "../../bytes/intervals.ts";
import { MIB, reachesPast, safeNumber } from "../../shared/numbers.ts";
import { checkRange, type ReadableStore } from "../../store/store.ts";
import type { Bat } from "../bat/bat.ts";
import { offsetOf, stateOf } from "../bat/bat-bits.ts";
import { type Extent, type ExtentSource, fileOffsetOf, readExtent } from "./disk-extent.ts";
import { BITMAP_BLOCK_SIZE, type Geometry, SECTORS_PER_BITMAP } from "../../shared/geometry.ts";
import { bitRuns } from "../bat/sector-bitmap.ts";
import {
  FULLY_PRESENT,
  NOT_PRESENT,
  PARTIALLY_PRESENT,
  PAYLOAD_STATES,
  SB_PRESENT,
  UNMAPPED,
} from "../../shared/bat-states.ts";

export type { Extent } from "./disk-extent.ts";

/** The virtual disk of one layer: as extents, and as a store. */
export interface VirtualDisk extends ReadableStore {
  readonly logicalSectorSize: number;
  /** Runs of `[offset, offset + length)` in order, without gaps. A run never crosses a page of the BAT. */
  extents(offset: number, length: number): Iterable<Extent>;
}

const ZERO_SOURCE: ExtentSource = { kind: "zero" };
const PARENT_SOURCE: ExtentSource = { kind: "parent" };
/** Bits of a sector bitmap that are read at once: 64 KiB. */
const BITMAP_WINDOW_BITS = 64 * 1024 * 8;

/**
 * Reads the virtual disk through the BAT (MS-VHDX 2.5). A block with a broken entry can't be read; all other blocks can. A run
 * that belongs to the parent has the source `parent`; `ChainDisk` reads it from there.
 */
export class BlockDisk implements VirtualDisk {
  readonly #store: ReadableStore;
  readonly #bat: Bat;
  readonly #geometry: Geometry;
  /** Runs of the file, in MiB, that no block may overlap. */
  readonly #structures: IntervalSet;

  constructor(store: ReadableStore, bat: Bat, structures: IntervalSet) {
    this.#store = store;
    this.#bat = bat;
    this.#geometry = bat.geometry;
    this.#structures = structures;
  }

  get size(): number {
    return this.#geometry.virtualSize;
  }

  get logicalSectorSize(): number {
    return this.#geometry.logicalSectorSize;
  }

  *extents(offset: number, length: number): Generator<Extent> {
    checkRange(this, offset, length);
    const { blockSize } = this.#geometry;
    const end = offset + length;
    let pending: Extent | null = null;
    let pendingPage = -1;
    for (let at = offset; at < end;) {
      const block = Math.floor(at / blockSize);
      const index = this.#geometry.payloadIndex(block);
      const alike = this.#alike(block, index, Math.ceil(end / blockSize));
      const blockEnd = Math.min(end, (block + alike) * blockSize);
      for (const next of this.#blockExtents(block, index, at, blockEnd)) {
        const joined: Extent | null =
          pending !== null && pendingPage === this.#bat.pageStart ? join(pending, next) : null;
        if (joined === null && pending !== null) yield pending;
        pending = joined ?? next;
        pendingPage = this.#bat.pageStart;
      }
      at = blockEnd;
    }
    if (pending !== null) yield pending;
  }

  read(offset: number, into: Uint8Array): void {
    for (const extent of this.extents(offset, into.length)) {
      const target = into.subarray(extent.offset - offset, extent.offset - offset + extent.length);
      const fileOffset = fileOffsetOf(extent);
      if (fileOffset === null) target.fill(0);
      else this.#store.read(fileOffset, target);
    }
  }

  async readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const extents = [...this.extents(offset, length)];
    const [only] = extents;
    const onlyOffset = extents.length === 1 && only !== undefined ? fileOffsetOf(only) : null;
    if (only !== undefined && onlyOffset !== null) return readExtent(this.#store, onlyOffset, only);
    const bytes = new Uint8Array(length);
    await Promise.all(
      extents.map(async (extent) => {
        const fileOffset = fileOffsetOf(extent);
        if (fileOffset === null) return;
        bytes.set(await readExtent(this.#store, fileOffset, extent), extent.offset - offset);
      }),
    );
    return bytes;
  }

  /**
   * How many blocks from this one on have the same state and no storage, within one page of the BAT and one chunk; 1 where the
   * block has storage. A disk of terabytes is mostly such blocks, and to visit them one by one takes a second for every million.
   */
  #alike(block: number, index: number, endBlock: number): number {
    if (index >= this.#bat.entries) return 1;
    const words = this.#bat.page(index);
    const first = (index - this.#bat.pageStart) * 2;
    const state = stateOf(words[first] ?? 0);
    if (state > UNMAPPED) return 1;
    const { chunkRatio } = this.#geometry;
    const most = Math.min(endBlock - block, chunkRatio - (block % chunkRatio), this.#bat.pageEnd - index);
    let count = 1;
    while (count < most && stateOf(words[first + count * 2] ?? 0) === state) count++;
    return count;
  }

  /** Runs of `[start, end)`, which lies inside one block or inside blocks that are alike. */
  *#blockExtents(block: number, index: number, start: number, end: number): Generator<Extent> {
    const whole = (source: ExtentSource): Extent => ({ offset: start, length: end - start, source });
    if (index >= this.#bat.entries) {
      const reason = `The BAT ends before the entry of block ${block}.`;
      yield whole({ kind: "unreadable", reason, isCutOff: true });
      return;
    }
    const { low, high } = this.#bat.halves(index);
    const state = stateOf(low);
    if (state === FULLY_PRESENT || (state === PARTIALLY_PRESENT && this.#geometry.differencing)) {
      const reason = this.#placeProblem(`Block ${block}`, low, high, this.#geometry.blockSize);
      if (reason !== null) yield whole({ kind: "unreadable", reason });
      else if (state === FULLY_PRESENT) yield* this.#fileExtents(block, offsetOf(low, high), start, end);
      else yield* this.#partialExtents(block, offsetOf(low, high), start, end);
    } else if (state === NOT_PRESENT && this.#geometry.differencing) yield whole(PARENT_SOURCE);
    else if (state <= UNMAPPED) yield whole(ZERO_SOURCE);
    else {
      const name = PAYLOAD_STATES[state] ?? String(state);
      const why = state === PARTIALLY_PRESENT ? "but the disk has no parent" : "which can't be read";
      yield whole({ kind: "unreadable", reason: `Block ${block} has state ${name}, ${why}.` });
    }
  }

  /** Why a block can't lie where its BAT entry says, as a sentence; null where it can. `size` in bytes. */
  #placeProblem(name: string, low: number, high: number, size: number): string | null {
    const offset = safeNumber(BigInt(low >>> 20) * BigInt(MIB) + BigInt(high) * 4096n * BigInt(MIB));
    if (offset === null) return `${name} is said to lie past 2^53 bytes.`;
    if (offset === 0) return `${name} is said to lie over the file's headers.`;
    const first = offset / MIB;
    for (const _ of this.#structures.within(first, first + size / MIB)) {
      return `${name} is said to lie over the file's own structures at ${first} MiB.`;
    }
    return null;
  }

  /** A run of a block's storage; what lies past the end of the file is unreadable. */
  *#fileExtents(block: number, blockOffset: number, start: number, end: number): Generator<Extent> {
    const fileOffset = blockOffset + (start - block * this.#geometry.blockSize);
    const length = end - start;
    const there = reachesPast(fileOffset, length, this.#store.size)
      ? Math.max(0, Math.min(length, this.#store.size - fileOffset))
      : length;
    if (there > 0) yield { offset: start, length: there, source: { kind: "file", fileOffset } };
    if (there < length) {
      const reason = `Block ${block} reaches past the end of the file.`;
      const source: ExtentSource = { kind: "unreadable", reason, isCutOff: true };
      yield { offset: start + there, length: length - there, source };
    }
  }

  /** Sector by sector from the file or the parent, as the chunk's sector bitmap says (MS-VHDX 2.4). */
  *#partialExtents(block: number, blockOffset: number, start: number, end: number): Generator<Extent> {
    const sectorSize = this.#geometry.logicalSectorSize;
    const chunk = this.#geometry.chunkOf(block);
    const bitmapIndex = this.#geometry.bitmapIndex(chunk);
    const { low, high } = this.#bat.halves(bitmapIndex);
    const bitmapOffset = offsetOf(low, high);
    if (
      stateOf(low) !== SB_PRESENT ||
      this.#placeProblem(`Sector bitmap ${chunk}`, low, high, BITMAP_BLOCK_SIZE) !== null ||
      reachesPast(bitmapOffset, BITMAP_BLOCK_SIZE, this.#store.size)
    ) {
      const reason = `Block ${block} is PARTIALLY_PRESENT, but sector bitmap ${chunk}, which says which sectors, can't be read.`;
      yield { offset: start, length: end - start, source: { kind: "unreadable", reason } };
      return;
    }
    const firstSector = Math.floor(start / sectorSize);
    const endSector = Math.ceil(end / sectorSize);
    for (let sector = firstSector; sector < endSector; sector += BITMAP_WINDOW_BITS) {
      const bit = sector % SECTORS_PER_BITMAP;
      const count = Math.min(BITMAP_WINDOW_BITS, endSector - sector);
      const firstByte = Math.floor(bit / 8);
      const bytes = new Uint8Array(Math.ceil((bit + count) / 8) - firstByte);
      this.#store.read(bitmapOffset + firstByte, bytes);
      for (const run of bitRuns(bytes, bit - firstByte * 8, count)) {
        const from = Math.max(start, (sector + run.start) * sectorSize);
        const to = Math.min(end, (sector + run.end) * sectorSize);
        if (run.set) yield* this.#fileExtents(block, blockOffset, from, to);
        else yield { offset: from, length: to - from, source: PARENT_SOURCE };
      }
    }
  }
}

/** Two adjacent runs as one where the second continues the source of the first; else null. */
function join(first: Extent, second: Extent): Extent | null {
  const a = first.source;
  const b = second.source;
  const same =
    a.kind === "file"
      ? b.kind === "file" && b.fileOffset === a.fileOffset + first.length
      : a.kind === b.kind && a.kind !== "unreadable";
  return same ? { offset: first.offset, length: first.length + second.length, source: a } : null;
}
