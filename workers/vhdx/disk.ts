import type { IntervalSet } from "../bytes/intervals.ts";
import { MIB, reachesPast, safeNumber } from "../bytes/numbers.ts";
import { checkRange, type ReadableStore } from "../store/store.ts";
import type { Bat } from "./bat.ts";
import { offsetOf, stateOf } from "./bat-bits.ts";
import { type Extent, type ExtentSource, fileOffsetOf } from "./disk-extent.ts";
import { BITMAP_BLOCK_SIZE, type Geometry, SECTORS_PER_BITMAP } from "./geometry.ts";
import { bitRuns } from "./sector-bitmap.ts";
import {
  FULLY_PRESENT,
  NOT_PRESENT,
  PARTIALLY_PRESENT,
  PAYLOAD_STATES,
  SB_PRESENT,
  UNMAPPED,
} from "./structs/bat-entry.ts";

export type { Extent, ExtentSource } from "./disk-extent.ts";

/** The virtual disk of one layer: bytes by extent, and as a store. */
export interface VirtualDisk extends ReadableStore {
  readonly logicalSectorSize: number;
  /** Runs of `[offset, offset + length)` in order, without gaps; each ends at a page of the BAT at the latest. */
  extents(offset: number, length: number): Iterable<Extent>;
}

const ZERO_SOURCE: ExtentSource = { kind: "zero" };
const PARENT_SOURCE: ExtentSource = { kind: "parent" };
/** Bits of a sector bitmap read at once: 64 KiB of it. */
const BITMAP_WINDOW_BITS = 64 * 1024 * 8;

/**
 * Reads the virtual disk through the BAT (MS-VHDX 2.5). A block whose entry is broken can't be read, the others can.
 * Runs that belong to a parent are named as such; a chain reader can take them from there.
 */
export class BlockDisk implements VirtualDisk {
  readonly #store: ReadableStore;
  readonly #bat: Bat;
  readonly #geometry: Geometry;
  /** MiB runs of the file that no block may lie over. */
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
      const absent = this.#absentFrom(index);
      const endBlock = absent === null ? block + 1 : this.#absentUntil(block, absent, end);
      const blockEnd = Math.min(end, endBlock * blockSize);
      const pieces =
        absent === null
          ? this.#blockExtents(block, index, at, blockEnd)
          : [{ offset: at, length: blockEnd - at, source: absent }];
      for (const next of pieces) {
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
    if (onlyOffset !== null) return this.#store.readBulk(onlyOffset, length);
    const bytes = new Uint8Array(length);
    await Promise.all(
      extents.map(async (extent) => {
        const fileOffset = fileOffsetOf(extent);
        if (fileOffset === null) return;
        bytes.set(await this.#store.readBulk(fileOffset, extent.length), extent.offset - offset);
      }),
    );
    return bytes;
  }

  /** Where the bytes of a block come from that has no storage of its own; null where that is not so simple. */
  #absentFrom(index: number): ExtentSource | null {
    return index < this.#bat.entries ? this.#sourceOfAbsent(this.#bat.halves(index).low) : null;
  }

  #sourceOfAbsent(low: number): ExtentSource | null {
    const state = stateOf(low);
    if (state === NOT_PRESENT && this.#geometry.differencing) return PARENT_SOURCE;
    return state <= UNMAPPED ? ZERO_SOURCE : null;
  }

  /**
   * The block after a run without storage, on the page of the BAT that was read last: a disk can have millions of such
   * blocks one after the other, too many to look at each on its own.
   */
  #absentUntil(block: number, source: ExtentSource, end: number): number {
    const { pageStart, pageEnd } = this.#bat;
    const words = this.#bat.page(pageStart);
    const endBlock = Math.ceil(end / this.#geometry.blockSize);
    for (let next = block + 1; next < endBlock; next++) {
      const index = this.#geometry.payloadIndex(next);
      if (index >= pageEnd || this.#sourceOfAbsent(words[(index - pageStart) * 2] ?? 0) !== source)
        return next;
    }
    return endBlock;
  }

  /** Runs of `[start, end)`, all of it inside one block that has storage or an entry that is broken. */
  *#blockExtents(block: number, index: number, start: number, end: number): Generator<Extent> {
    const whole = (source: ExtentSource): Extent => ({ offset: start, length: end - start, source });
    if (index >= this.#bat.entries) {
      yield whole({ kind: "unreadable", reason: `The BAT ends before the entry of block ${block}.` });
      return;
    }
    const { low, high } = this.#bat.halves(index);
    const state = stateOf(low);
    if (state === FULLY_PRESENT || (state === PARTIALLY_PRESENT && this.#geometry.differencing)) {
      const reason = this.#placeProblem(`Block ${block}`, low, high, this.#geometry.blockSize);
      if (reason !== null) yield whole({ kind: "unreadable", reason });
      else if (state === FULLY_PRESENT) yield* this.#fileExtents(block, offsetOf(low, high), start, end);
      else yield* this.#partialExtents(block, offsetOf(low, high), start, end);
    } else {
      const name = PAYLOAD_STATES[state] ?? String(state);
      const why = state === PARTIALLY_PRESENT ? "but the disk has no parent" : "which can't be read";
      yield whole({ kind: "unreadable", reason: `Block ${block} has state ${name}, ${why}.` });
    }
  }

  /** Why a place in the file can't be read at all. */
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

  /** A run of a block's storage, less what the end of the file cuts off. */
  *#fileExtents(block: number, blockOffset: number, start: number, end: number): Generator<Extent> {
    const fileOffset = blockOffset + (start - block * this.#geometry.blockSize);
    const length = end - start;
    const there = reachesPast(fileOffset, length, this.#store.size)
      ? Math.max(0, Math.min(length, this.#store.size - fileOffset))
      : length;
    if (there > 0) yield { offset: start, length: there, source: { kind: "file", fileOffset } };
    if (there < length) {
      const reason = `Block ${block} reaches past the end of the file.`;
      yield { offset: start + there, length: length - there, source: { kind: "unreadable", reason } };
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

/** The two as one run where their sources go on from each other, else null. */
function join(first: Extent, second: Extent): Extent | null {
  const a = first.source;
  const b = second.source;
  const same =
    a.kind === "file"
      ? b.kind === "file" && b.fileOffset === a.fileOffset + first.length
      : a.kind === b.kind && a.kind !== "unreadable";
  return same ? { offset: first.offset, length: first.length + second.length, source: a } : null;
}
