import type { SpaceReport } from "../../../../workers/api/index.ts";

/** Where the first run that ends behind an offset is among the runs, which are in order. */
function firstBehind(runs: SpaceReport["runs"], offset: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const run = runs[middle];
    if (run !== undefined && run.offset + run.length <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * How many of some blocks are stored and hold nothing that a file system uses.
 *
 * @param blockSize of the virtual disk, bytes
 * @param count blocks from `first` on
 */
export function unusedBlocks(
  { runs }: Pick<SpaceReport, "runs">,
  blockSize: number,
  first: number,
  count: number,
): number {
  const start = first * blockSize;
  const end = start + count * blockSize;
  let blocks = 0;
  let next = first;
  for (let at = firstBehind(runs, start); at < runs.length; at += 1) {
    const run = runs[at];
    if (run === undefined || run.offset >= end) break;
    // Of a block that a child stores in part, there may be several runs. The last block of the disk may be shorter than a block.
    const from = Math.max(next, Math.floor(run.offset / blockSize));
    const to = Math.ceil(Math.min(end, run.offset + run.length) / blockSize);
    blocks += Math.max(0, to - from);
    next = Math.max(next, to);
  }
  return blocks;
}
