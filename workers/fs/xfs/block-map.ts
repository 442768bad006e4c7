import { decode } from "../../bytes/struct.ts";
import type { FileExtent } from "../file-system.ts";
import { checkCrc, type XfsContext } from "./context.ts";
import { blockOffset } from "./geometry.ts";
import { EXTENTS, type Fork, type Inode, TREE } from "./inode.ts";
import { extentRecord, LONG_BLOCK_V4, longBlock, treeRoot } from "./structs/inode.ts";

const RECORD = extentRecord.size;
const KEY = 8;
const POINTER = 8;
/** Levels of an extent tree; XFS_BTREE_MAXLEVELS is 9. */
const MOST_LEVELS = 9;

/** A run of a fork, blocks. */
export interface MappedRun {
  /** Block of the file. */
  readonly start: number;
  readonly count: number;
  /** Bytes from the start of the volume; null for a hole or an unwritten run. */
  readonly offset: number | null;
  /** Why it can't be read, as a sentence; null where it can. */
  readonly reason: string | null;
}

/** An extent as it is packed. Numbers that can't be right come as they are, or as no safe integers. */
export interface PackedExtent {
  readonly start: number;
  readonly block: number;
  readonly count: number;
  readonly isUnwritten: boolean;
}

/** Unpacks an extent (XFS 15.1): the hot way of `extentRecord`, in numbers. */
export function unpackExtent(view: DataView, at: number): PackedExtent {
  const high = at + extentRecord.fields.high.offset;
  const low = at + extentRecord.fields.low.offset;
  const h0 = view.getUint32(high);
  const h1 = view.getUint32(high + 4);
  const l0 = view.getUint32(low);
  const l1 = view.getUint32(low + 4);
  return {
    isUnwritten: h0 >>> 31 === 1,
    start: (h0 & 0x7fff_ffff) * 2 ** 23 + (h1 >>> 9),
    block: (h1 & 0x1ff) * 2 ** 43 + l0 * 2 ** 11 + (l1 >>> 21),
    count: l1 & 0x1f_ffff,
  };
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** What a tree says of blocks `[from, to)`: found runs in order; what is between them is a hole. */
type Found =
  | { readonly run: MappedRun }
  | { readonly lost: readonly [number, number]; readonly reason: string };

/** Where the blocks of a fork lie, read as far as it is asked for. */
export class BlockMap {
  readonly #context: XfsContext;
  readonly #inode: Inode;
  readonly #fork: Fork;

  constructor(context: XfsContext, inode: Inode, fork: Fork) {
    this.#context = context;
    this.#inode = inode;
    this.#fork = fork;
  }

  /** Runs of blocks `[from, to)` in order, without gaps. */
  *runs(from: number, to: number): Generator<MappedRun> {
    let at = from;
    for (const found of this.#found(from, to)) {
      const [start, end] = "run" in found ? [found.run.start, found.run.start + found.run.count] : found.lost;
      // A run behind one that was given already, or one that overlaps it, can't be right: the first one counts.
      const first = Math.max(start, at);
      const last = Math.min(end, to);
      if (first >= last) continue;
      if (at < first) yield { start: at, count: first - at, offset: null, reason: null };
      const count = last - first;
      if ("lost" in found) yield { start: first, count, offset: null, reason: found.reason };
      else {
        const { offset, reason } = found.run;
        const shifted = offset === null ? null : offset + (first - start) * this.#context.geometry.blockSize;
        yield { start: first, count, offset: shifted, reason };
      }
      at = last;
    }
    if (at < to) yield { start: at, count: to - at, offset: null, reason: null };
  }

  *#found(from: number, to: number): Generator<Found> {
    const { format, bytes, extents } = this.#fork;
    if (format === EXTENTS) {
      const there = Math.min(extents, Math.floor(bytes.length / RECORD));
      yield* this.#records(bytes, 0, there, from, to);
      if (there < extents) {
        const reason = "The inode says that it has more extents than fit into it.";
        const last = there === 0 ? 0 : this.#endOf(bytes, there - 1);
        yield { lost: [last, Number.MAX_SAFE_INTEGER], reason };
      }
    } else if (format === TREE) yield* this.#root(bytes, from, to);
    else yield { lost: [0, Number.MAX_SAFE_INTEGER], reason: "The inode does not say where the data lies." };
  }

  #endOf(bytes: Uint8Array, nth: number): number {
    const { start, count } = unpackExtent(viewOf(bytes), nth * RECORD);
    return start + count;
  }

  *#records(bytes: Uint8Array, at: number, count: number, from: number, to: number): Generator<Found> {
    const view = viewOf(bytes);
    for (let nth = 0; nth < count; nth++) {
      const extent = unpackExtent(view, at + nth * RECORD);
      if (extent.start >= to) return;
      if (extent.start + extent.count > from) yield { run: this.#run(extent) };
    }
  }

  #firstOf(bytes: Uint8Array, at: number, level: number): number {
    const view = viewOf(bytes);
    return level === 0 ? unpackExtent(view, at).start : Number(view.getBigUint64(at));
  }

  #run({ start, count, block, isUnwritten }: PackedExtent): MappedRun {
    const { geometry } = this.#context;
    if (isUnwritten) return { start, count, offset: null, reason: null };
    const offset = blockOffset(geometry, block);
    const last = blockOffset(geometry, block + count - 1);
    // A run never leaves its group.
    if (offset === null || last === null || last - offset !== (count - 1) * geometry.blockSize)
      return { start, count, offset: null, reason: "The extent lies outside of the volume." };
    return { start, count, offset, reason: null };
  }

  *#root(bytes: Uint8Array, from: number, to: number): Generator<Found> {
    const { level, records } = decode(treeRoot, bytes);
    const most = Math.floor((bytes.length - treeRoot.size) / (KEY + POINTER));
    if (level < 1 || level > MOST_LEVELS || records > most || records < 1) {
      yield { lost: [0, Number.MAX_SAFE_INTEGER], reason: "The root of the extent tree is damaged." };
      return;
    }
    const pointers = treeRoot.size + most * KEY;
    yield* this.#children(
      bytes,
      treeRoot.size,
      pointers,
      records,
      level,
      0,
      Number.MAX_SAFE_INTEGER,
      from,
      to,
    );
  }

  /** The blocks below a node that have to do with `[from, to)`. Each is held to what its parent says that it covers, `[low, high)`. */
  *#children(
    bytes: Uint8Array,
    keys: number,
    pointers: number,
    count: number,
    level: number,
    low: number,
    high: number,
    from: number,
    to: number,
  ): Generator<Found> {
    const view = viewOf(bytes);
    const keyAt = (nth: number) => Number(view.getBigUint64(keys + nth * KEY));
    let covered = low;
    for (let nth = 0; nth < count; nth++) {
      const key = keyAt(nth);
      const start = Math.max(covered, key);
      const end = nth + 1 < count ? Math.min(high, keyAt(nth + 1)) : high;
      if (start >= end) continue;
      covered = end;
      if (end <= from) continue;
      if (start >= to) return;
      const block = Number(view.getBigUint64(pointers + nth * POINTER));
      yield* this.#block(block, level - 1, key, start, end, from, to);
    }
  }

  /** @param key what its parent says that it begins with: a block that does not could cover nothing, and many such a lot of time */
  *#block(
    block: number,
    level: number,
    key: number,
    low: number,
    high: number,
    from: number,
    to: number,
  ): Generator<Found> {
    const { reader, geometry } = this.#context;
    const offset = blockOffset(geometry, block);
    const bytes = offset === null ? null : reader.read(offset, geometry.blockSize);
    const head = geometry.isV5 ? longBlock.size : LONG_BLOCK_V4;
    const values = bytes === null ? null : decode(longBlock, bytes);
    const room = geometry.blockSize - head;
    const isRight =
      bytes !== null &&
      values !== null &&
      values.magic === (geometry.isV5 ? "BMA3" : "BMAP") &&
      values.level === level &&
      values.records > 0 &&
      values.records <= Math.floor(room / RECORD) &&
      this.#firstOf(bytes, head, level) === key &&
      (!geometry.isV5 || values.owner === BigInt(this.#inode.number));
    if (!isRight || offset === null) {
      this.#context.problems.add("xfs-extent-tree", "error", "A block of an extent tree is damaged.", {
        run: offset === null ? null : { offset, length: geometry.blockSize },
        node: this.#inode.number,
      });
      yield { lost: [low, high], reason: "A block of the extent tree is damaged." };
      return;
    }
    checkCrc(this.#context, bytes, longBlock.fields.checksum, values.checksum, "a block of an extent tree", {
      offset,
      node: this.#inode.number,
    });
    if (level === 0) {
      yield* this.#records(bytes, head, values.records, Math.max(low, from), Math.min(high, to));
      return;
    }
    const pointers = head + Math.floor(room / (KEY + POINTER)) * KEY;
    yield* this.#children(bytes, head, pointers, values.records, level, low, high, from, to);
  }

  /** Blocks of the tree itself, bytes from the start of the volume; at most `most` of them. */
  treeBlocks(most: number): readonly number[] {
    const list: number[] = [];
    const { geometry, reader } = this.#context;
    const { format, bytes } = this.#fork;
    if (format !== TREE) return list;
    const { records } = decode(treeRoot, bytes);
    const fit = Math.floor((bytes.length - treeRoot.size) / (KEY + POINTER));
    const open: { bytes: Uint8Array; at: number; count: number; level: number }[] = [
      {
        bytes,
        at: treeRoot.size + fit * KEY,
        count: Math.min(records, fit),
        level: Math.min(decode(treeRoot, bytes).level, MOST_LEVELS),
      },
    ];
    const head = geometry.isV5 ? longBlock.size : LONG_BLOCK_V4;
    const inBlock = Math.floor((geometry.blockSize - head) / (KEY + POINTER));
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      const view = viewOf(node.bytes);
      for (let nth = 0; nth < node.count; nth++) {
        if (list.length >= most) return list;
        const offset = blockOffset(geometry, Number(view.getBigUint64(node.at + nth * POINTER)));
        const below = offset === null ? null : reader.read(offset, geometry.blockSize);
        if (offset === null || below === null) continue;
        list.push(offset);
        if (node.level <= 1) continue;
        const count = Math.min(decode(longBlock, below).records, inBlock);
        open.push({ bytes: below, at: head + inBlock * KEY, count, level: node.level - 1 });
      }
    }
    return list;
  }

  /** Runs of the content, bytes from its start. */
  *extents(offset: number, length: number): Generator<FileExtent> {
    const { blockSize } = this.#context.geometry;
    for (const run of this.runs(Math.floor(offset / blockSize), Math.ceil((offset + length) / blockSize)))
      yield {
        offset: run.start * blockSize,
        length: run.count * blockSize,
        source:
          run.reason !== null
            ? { kind: "unreadable", reason: run.reason }
            : run.offset === null
              ? { kind: "zero" }
              : { kind: "volume", offset: run.offset },
      };
  }
}

/** The bytes of blocks `[start, start + count)` of a fork in one piece; null where one of them is a hole or can't be read. */
export function forkBytes(
  { reader, geometry }: XfsContext,
  map: BlockMap,
  start: number,
  count: number,
): { readonly bytes: Uint8Array; readonly offset: number } | null {
  const { blockSize } = geometry;
  let whole: Uint8Array | null = null;
  let place = 0;
  for (const run of map.runs(start, start + count)) {
    const bytes = run.offset === null ? null : reader.read(run.offset, run.count * blockSize);
    if (bytes === null || run.offset === null) return null;
    if (run.count === count) return { bytes, offset: run.offset };
    if (whole === null) {
      whole = new Uint8Array(count * blockSize);
      place = run.offset;
    }
    whole.set(bytes, (run.start - start) * blockSize);
  }
  return whole === null ? null : { bytes: whole, offset: place };
}
