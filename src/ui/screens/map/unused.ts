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
  for (let at = firstBehind(runs, start); at < runs.length; at += 1) {
    const run = runs[at];
    if (run === undefined || run.offset >= end) break;
    const from = Math.max(start, run.offset);
    // The last block of the disk may be shorter than a block.
    blocks += Math.ceil((Math.min(end, run.offset + run.length) - from) / blockSize);
  }
  return blocks;
}
