/** How many of `cells` runs of `blocksPerCell` blocks each, from `first` on, hold what is looked for. */
export type CountBlocks = (first: number, blocksPerCell: number, cells: number) => Promise<ArrayLike<number>>;

/** Cells asked for at once. */
const CELLS = 1024;
/** Blocks looked at first: most of what is looked for is near. */
const NEAR = 4096;
/** How much more is looked at each time nothing was found. */
const GROWTH = 16;

/**
 * The nearest block after `from` (or before it) that is counted; looks at runs that grow, then into the run where
 * something is.
 *
 * @param blocks in all.
 * @returns null where there is none in that direction.
 */
export async function findBlock(
  count: CountBlocks,
  from: number,
  direction: 1 | -1,
  blocks: number,
): Promise<number | null> {
  let window = NEAR;
  let edge = direction === 1 ? from + 1 : from;
  while (direction === 1 ? edge < blocks : edge > 0) {
    const first = direction === 1 ? edge : Math.max(0, edge - window);
    const end = direction === 1 ? Math.min(blocks, edge + window) : edge;
    // Each run is chosen by what the one before it held.
    // oxlint-disable-next-line no-await-in-loop
    const found = await findIn(count, first, end, direction);
    if (found !== null) return found;
    edge = direction === 1 ? end : first;
    window *= GROWTH;
  }
  return null;
}

/**
 * The first (or last) counted block of `[first, end)`. Runs are powers of two and begin at multiples of themselves, as
 * the engine has them counted.
 */
async function findIn(
  count: CountBlocks,
  first: number,
  end: number,
  direction: 1 | -1,
): Promise<number | null> {
  let blocksPerCell = 1;
  while ((end - first) / blocksPerCell > CELLS) blocksPerCell *= 2;
  const start = first - (first % blocksPerCell);
  const cells = Math.ceil((end - start) / blocksPerCell);
  const counts = await count(start, blocksPerCell, cells);
  for (let step = 0; step < cells; step++) {
    const cell = direction === 1 ? step : cells - 1 - step;
    if ((counts[cell] ?? 0) === 0) continue;
    const from = start + cell * blocksPerCell;
    if (blocksPerCell === 1) return from;
    // What was counted may lie in the part of a cell that is outside.
    // oxlint-disable-next-line no-await-in-loop
    const found = await findIn(count, Math.max(first, from), Math.min(end, from + blocksPerCell), direction);
    if (found !== null) return found;
  }
  return null;
}
