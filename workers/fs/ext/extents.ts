import { rawCrc32c } from "./checksums.ts";
import type { Inode } from "./inode.ts";
import { inodeSeed } from "./inodes.ts";
import { type BlockRun, hole, lostRun, type TakeNode } from "./block-run.ts";
import { EXTENT_MAGIC, extExtent, extExtentHeader, extExtentIndex } from "./structs/extent.ts";
import type { ExtVolume } from "./volume.ts";

const head = extExtentHeader.fields;
const index = extExtentIndex.fields;
const leaf = extExtent.fields;

const ENTRY = extExtent.size;
const DEEPEST = 5;
/** Lengths above it are of blocks that are not written yet. */
const WRITTEN = 2 ** 15;

interface Node {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly entries: number;
  readonly depth: number;
}

/** A node; null where the bytes are none. @param depth it must have; null for the root */
function nodeIn(bytes: Uint8Array, depth: number | null): Node | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = view.getUint16(head.entries.offset, true);
  const most = view.getUint16(head.most.offset, true);
  const own = view.getUint16(head.depth.offset, true);
  const fits =
    view.getUint16(head.magic.offset, true) === EXTENT_MAGIC &&
    entries <= most &&
    extExtentHeader.size + most * ENTRY <= bytes.length &&
    own <= DEEPEST &&
    (depth === null || own === depth) &&
    // A node that leads nowhere is none: its blocks were lost, and are no hole.
    (entries > 0 || own === 0);
  return fits ? { bytes, view, entries, depth: own } : null;
}

/** Whether the checksum of a node holds, or there is none. */
function isChecked(volume: ExtVolume, inode: Inode, { bytes, view }: Node): boolean {
  if (!volume.checksums.isOn) return true;
  const tail = extExtentHeader.size + view.getUint16(head.most.offset, true) * ENTRY;
  if (tail + 4 > bytes.length) return false;
  return rawCrc32c(...inodeSeed(volume, inode), bytes.subarray(0, tail)) === view.getUint32(tail, true);
}

/** A block of the tree; null where it can't be read, or is none. */
function nodeAt(volume: ExtVolume, inode: Inode, block: number, depth: number): Node | null {
  const bytes = volume.holds(block) ? volume.block(block) : null;
  const node = bytes === null ? null : nodeIn(bytes, depth);
  if (node !== null && isChecked(volume, inode, node)) return node;
  const place = { run: volume.run(block), node: inode.number };
  const name = `Block ${block} of the extent tree of inode ${inode.number}`;
  const copy = volume.copyInJournal(block);
  const copied = copy === null ? null : nodeIn(copy.bytes, depth);
  if (copied !== null && isChecked(volume, inode, copied)) {
    const message = `${name} is damaged; the journal's copy of it is read.`;
    volume.problems.add("extent-block-from-journal", "warning", message, place);
    return copied;
  }
  if (node === null) volume.problems.add("extent-block", "error", `${name} is damaged.`, place);
  else volume.problems.add("extent-block-checksum", "warning", `${name} has a wrong checksum.`, place);
  return node;
}

/** Blocks `[from, to)` of a file with extents. Ranges of nodes must ascend, so each is gone through once and every tree ends. */
export function* extentRuns(
  volume: ExtVolume,
  inode: Inode,
  from: number,
  to: number,
  take: TakeNode,
): Generator<BlockRun> {
  const root = nodeIn(inode.block, null);
  if (root === null) {
    const message = `The extents of inode ${inode.number} are damaged.`;
    volume.problems.add("extent-root", "error", message, { node: inode.number });
    yield lostRun(from, to - from, "The inode's extents are damaged.");
    return;
  }
  yield* runsBelow({ volume, inode, take }, root, from, to);
}

interface Search {
  readonly volume: ExtVolume;
  readonly inode: Inode;
  readonly take: TakeNode;
}

/** Blocks `[from, to)`, all of which a node is about. */
function* runsBelow(search: Search, node: Node, from: number, to: number): Generator<BlockRun> {
  let at = from;
  const entry = (number: number) => extExtentHeader.size + number * ENTRY;
  const logicalOf = (number: number) => node.view.getUint32(entry(number) + leaf.logical.offset, true);
  for (let number = firstAt(node, logicalOf, from); number < node.entries && at < to; number++) {
    const logical = logicalOf(number);
    if (logical >= to) break;
    const next = number + 1 < node.entries ? logicalOf(number + 1) : Infinity;
    const isFirst = number === 0;
    if (next <= logical || (!isFirst && logicalOf(number - 1) >= logical)) {
      // Out of order: which of them is right is not known.
      const end = Math.min(to, Math.max(at, next === Infinity ? to : next));
      if (end > at) yield lostRun(at, end - at, "The extents are out of order.");
      at = Math.max(at, end);
      continue;
    }
    if (logical > at) {
      yield hole(at, logical - at);
      at = logical;
    }
    const end = Math.min(to, next);
    if (end <= at) continue;
    if (node.depth > 0) yield* childRuns(search, node, entry(number), at, end);
    else yield* leafRuns(search.volume, node, entry(number), at, end);
    at = end;
  }
  if (at < to) yield hole(at, to - at);
}

/** The last entry that begins at or before a block; the first one where none does. */
function firstAt({ entries }: Node, logicalOf: (number: number) => number, block: number): number {
  let low = 0;
  let high = entries - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (logicalOf(middle) <= block) low = middle;
    else high = middle - 1;
  }
  return low;
}

function* childRuns(
  search: Search,
  node: Node,
  entry: number,
  from: number,
  to: number,
): Generator<BlockRun> {
  const block =
    node.view.getUint16(entry + index.nodeHigh.offset, true) * 2 ** 32 +
    node.view.getUint32(entry + index.nodeLow.offset, true);
  search.take({ block, kind: "extent" });
  const child = nodeAt(search.volume, search.inode, block, node.depth - 1);
  if (child === null) yield lostRun(from, to - from, `Block ${block} of the extent tree is damaged.`);
  else yield* runsBelow(search, child, from, to);
}

/** What an extent says of blocks `[from, to)`, which begin in or behind it. */
function* leafRuns(
  volume: ExtVolume,
  node: Node,
  entry: number,
  from: number,
  to: number,
): Generator<BlockRun> {
  const { view } = node;
  const logical = view.getUint32(entry + leaf.logical.offset, true);
  const stated = view.getUint16(entry + leaf.length.offset, true);
  const length = stated > WRITTEN ? stated - WRITTEN : stated;
  const start =
    view.getUint16(entry + leaf.startHigh.offset, true) * 2 ** 32 +
    view.getUint32(entry + leaf.startLow.offset, true);
  if (length === 0) return yield lostRun(from, to - from, "An extent has no length.");
  const end = Math.min(to, logical + length);
  if (from < end) {
    const physical = start + (from - logical);
    const count = end - from;
    if (stated > WRITTEN) yield { ...hole(from, count), unwritten: physical };
    else if (volume.holds(start, length)) yield { ...hole(from, count), physical };
    else yield lostRun(from, count, "An extent leads out of the file system.");
  }
  const rest = Math.max(from, end);
  if (rest < to) yield hole(rest, to - rest);
}
