import type { BlockRun, TakeNode } from "./block-run.ts";
import { extentRuns } from "./extents.ts";
import { hasFlag, type Inode } from "./inode.ts";
import { indirectRuns } from "./indirect.ts";
import type { ExtVolume } from "./volume.ts";

/** Whether a run goes on where another one ends, on the volume too. */
function isNext(a: BlockRun, b: BlockRun): boolean {
  if (a.lost !== b.lost) return false;
  if ((a.physical === null) !== (b.physical === null)) return false;
  if ((a.unwritten === null) !== (b.unwritten === null)) return false;
  if (a.physical !== null) return a.physical + a.count === b.physical;
  return a.unwritten === null || a.unwritten + a.count === b.unwritten;
}

/** Joins neighbours of one source. */
function* joined(runs: Iterable<BlockRun>): Generator<BlockRun> {
  const iterator = runs[Symbol.iterator]();
  const first = iterator.next();
  if (first.done === true) return;
  let open = first.value;
  for (let next = iterator.next(); next.done !== true; next = iterator.next()) {
    if (isNext(open, next.value)) open = { ...open, count: open.count + next.value.count };
    else {
      yield open;
      open = next.value;
    }
  }
  yield open;
}

/**
 * Where blocks `[from, to)` of a file are, in order, without gaps. Not for inline data.
 *
 * @param take is told the blocks of the tree on the way
 */
export function blockRuns(
  volume: ExtVolume,
  inode: Inode,
  from: number,
  to: number,
  take: TakeNode = () => {},
): Iterable<BlockRun> {
  const find = hasFlag(inode, "extents") ? extentRuns : indirectRuns;
  return joined(find(volume, inode, from, to, take));
}
