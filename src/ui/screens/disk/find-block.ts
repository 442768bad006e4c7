/** Counts the wanted blocks in each of `cells` cells of `blocksPerCell` blocks, from block `first` on. */
export type CountBlocks = (first: number, blocksPerCell: number, cells: number) => Promise<ArrayLike<number>>;

/** Most cells in one request. */
const CELLS = 1024;
/** Blocks in the first window: most wanted blocks are near. */
const NEAR = 4096;
/** Factor by which the window grows after nothing was found. */
const GROWTH = 16;

/**
 * The nearest wanted block after `from` (or before it). Counts windows of growing size, then narrows down the first window that
 * has one.
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
    // Each window depends on the count of the one before it.
    // oxlint-disable-next-line no-await-in-loop
    const found = await findIn(count, first, end, direction);
    if (found !== null) return found;
    edge = direction === 1 ? end : first;
    window *= GROWTH;
  }
  return null;
}

/**
 * The first (or last) wanted block of `[first, end)`. A cell has a power of two of blocks and is aligned to its size, as the
 * engine requires.
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
    // The counted block may lie in the part of the cell that is outside `[first, end)`.
    // oxlint-disable-next-line no-await-in-loop
    const found = await findIn(count, Math.max(first, from), Math.min(end, from + blocksPerCell), direction);
    if (found !== null) return found;
  }
  return null;
}
