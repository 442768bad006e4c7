import type { Inode } from "./inode.ts";
import { type BlockRun, hole, lostRun, type TakeNode } from "./block-run.ts";
import type { ExtVolume } from "./volume.ts";

const DIRECT = 12;
const NUMBER = 4;

interface Search {
  readonly volume: ExtVolume;
  readonly inode: Inode;
  readonly take: TakeNode;
}

/** Blocks `[from, to)` of a file with direct and indirect blocks, as ext2 and ext3 have them. */
export function* indirectRuns(
  volume: ExtVolume,
  inode: Inode,
  from: number,
  to: number,
  take: TakeNode,
): Generator<BlockRun> {
  const search = { volume, inode, take };
  const { block } = inode;
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const perBlock = volume.blockSize / NUMBER;
  let start = 0;
  for (let slot = 0; slot < DIRECT + 3; slot++) {
    const level = Math.max(0, slot - DIRECT + 1);
    const span = perBlock ** level;
    const first = Math.max(from, start);
    const end = Math.min(to, start + span);
    if (first < end) yield* below(search, view.getUint32(slot * NUMBER, true), level, start, first, end);
    start += span;
  }
  const rest = Math.max(from, start);
  if (rest < to) yield hole(rest, to - rest);
}

/**
 * Blocks `[from, to)` that a block number is about.
 *
 * @param level 0 for a block of the file, up to 3 for a triple indirect block: no tree is deeper, whatever its blocks say
 * @param start first block of the file that it is about
 */
function* below(
  search: Search,
  number: number,
  level: number,
  start: number,
  from: number,
  to: number,
): Generator<BlockRun> {
  const { volume, inode } = search;
  if (number === 0) return yield hole(from, to - from);
  if (!volume.holds(number))
    return yield lostRun(from, to - from, "A block number leads out of the file system.");
  if (level === 0) return yield { ...hole(from, 1), physical: number };
  search.take({ block: number, kind: "indirect" });
  const bytes = volume.block(number);
  if (bytes === null) {
    volume.problems.add("indirect-block", "error", `Indirect block ${number} can't be read.`, {
      run: volume.run(number),
      node: inode.number,
    });
    return yield lostRun(from, to - from, `Indirect block ${number} can't be read.`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const span = (volume.blockSize / NUMBER) ** (level - 1);
  for (let slot = Math.floor((from - start) / span); start + slot * span < to; slot++) {
    const first = start + slot * span;
    const child = view.getUint32(slot * NUMBER, true);
    yield* below(search, child, level - 1, first, Math.max(from, first), Math.min(to, first + span));
  }
}
