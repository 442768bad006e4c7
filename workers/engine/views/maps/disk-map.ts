import type { DiskMap } from "../../../api/index.ts";
import { roundDown, roundUp } from "../../../shared/numbers.ts";
import { stateOf } from "../../../vhdx/bat/bat-bits.ts";
import type { Bat } from "../../../vhdx/bat/bat.ts";
import { SUMMARY_BLOCKS } from "../../../vhdx/bat/bat-check.ts";
import { IntervalSet } from "../../../bytes/intervals.ts";
import { BAT_ENTRY_SIZE, type Geometry } from "../../../shared/geometry.ts";
import type { ViewContext } from "../context.ts";

const STATES = 8;
const MOST_CELLS = 65_536;

const EMPTY = (firstBlock: number, blocksPerCell: number): DiskMap => ({
  firstBlock,
  blocksPerCell,
  totalBlocks: 0,
  blockSize: 0,
  states: new Uint32Array(0),
  changed: new Uint32Array(0),
  problems: new Uint32Array(0),
});

/** Adds the states of blocks `[first, end)` to a cell, entry by entry. */
function countEntries(bat: Bat, first: number, end: number, states: Uint32Array, cell: number): void {
  for (let block = first; block < end; block++) {
    const { low } = bat.halves(bat.geometry.payloadIndex(block));
    const at = cell * STATES + stateOf(low);
    states[at] = (states[at] ?? 0) + 1;
  }
}

/** Adds blocks `[first, end)` to a cell: whole parts of the summary that the BAT check kept, the rest by entries. */
function countBlocks(
  bat: Bat,
  summary: Uint16Array | null,
  first: number,
  end: number,
  states: Uint32Array,
  cell: number,
): void {
  const from = roundUp(first, SUMMARY_BLOCKS);
  // The last part of the summary counts as whole where the disk ends in it.
  const to = end === bat.geometry.payloadBlocks ? end : roundDown(end, SUMMARY_BLOCKS);
  if (summary === null || from >= to) return countEntries(bat, first, end, states, cell);
  countEntries(bat, first, from, states, cell);
  for (let part = from / SUMMARY_BLOCKS; part * SUMMARY_BLOCKS < to; part++) {
    for (let state = 0; state < STATES; state++) {
      const at = cell * STATES + state;
      states[at] = (states[at] ?? 0) + (summary[part * STATES + state] ?? 0);
    }
  }
  countEntries(bat, to, end, states, cell);
}

/** Blocks whose BAT entry the replay changed. */
function* changedBlocks({ layer, original }: ViewContext, bat: Bat): Generator<number> {
  const before = original.structures.bat;
  if (before === null || before === bat) return;
  for (const run of layer.store.changedRuns(bat.offset, bat.offset + bat.byteLength)) {
    const first = Math.floor((run.start - bat.offset) / BAT_ENTRY_SIZE);
    const end = Math.min(bat.entries, Math.ceil((run.end - bat.offset) / BAT_ENTRY_SIZE));
    for (let index = first; index < end; index++) {
      const now = bat.halves(index);
      const then = before.halves(index);
      if (now.low === then.low && now.high === then.high) continue;
      const { kind, block } = bat.geometry.entryAt(index);
      if (kind === "payload") yield block;
    }
  }
}

/** Blocks of which a part can't be read, by the check of the BAT; none before it. */
function lostBlocks({ layer }: ViewContext, { blockSize, payloadBlocks }: Geometry): IntervalSet {
  const ranges = layer.bat?.unreadable.ranges ?? [];
  return IntervalSet.of(
    ranges.map(({ offset, length }) => ({
      start: Math.floor(offset / blockSize),
      end: Math.min(payloadBlocks, Math.ceil((offset + length) / blockSize)),
    })),
  );
}

/**
 * The virtual disk as cells of `blocksPerCell` blocks. A cell's states add up to fewer blocks than it has where the BAT
 * has not been read that far.
 */
export function diskMap(
  context: ViewContext,
  firstBlock: number,
  blocksPerCell: number,
  cells: number,
): DiskMap {
  const { bat, geometry } = context.layer.structures;
  const perCell = Math.max(1, Math.floor(blocksPerCell));
  if (bat === null || geometry === null) return EMPTY(firstBlock, perCell);
  const first = Math.max(0, Math.min(firstBlock, geometry.payloadBlocks));
  const count = Math.min(cells, MOST_CELLS, Math.ceil((geometry.payloadBlocks - first) / perCell));
  const end = Math.min(geometry.payloadBlocks, first + count * perCell);
  const cellOf = (block: number) => Math.floor((block - first) / perCell);
  const states = new Uint32Array(count * STATES);
  const summary = context.layer.bat?.summary ?? null;
  for (let cell = 0; cell < count; cell++) {
    const start = first + cell * perCell;
    countBlocks(bat, summary, start, Math.min(end, start + perCell), states, cell);
  }
  const changed = new Uint32Array(count);
  const problems = new Uint32Array(count);
  const mark = (cellsMarked: Uint32Array, block: number) => {
    if (block >= first && block < end) cellsMarked[cellOf(block)] = (cellsMarked[cellOf(block)] ?? 0) + 1;
  };
  for (const block of changedBlocks(context, bat)) mark(changed, block);
  const faulty = new Set<number>();
  for (const { batIndex, other, severity } of context.image.findings(context.layer)) {
    if (severity === "info") continue;
    if (batIndex !== undefined) faulty.add(batIndex);
    // Where two entries name the same storage, it is not known which one is wrong.
    if (other !== undefined) faulty.add(other);
  }
  // One finding can speak of a run of blocks, of which it names the first.
  const lost = lostBlocks(context, geometry);
  for (const run of lost.within(first, end)) {
    for (let block = run.start; block < run.end;) {
      const cell = cellOf(block);
      const stop = Math.min(run.end, first + (cell + 1) * perCell);
      problems[cell] = (problems[cell] ?? 0) + stop - block;
      block = stop;
    }
  }
  for (const index of faulty) {
    const { kind, block } = geometry.entryAt(index);
    if (kind === "payload" && !lost.touches(block, block + 1)) mark(problems, block);
  }
  return {
    firstBlock: first,
    blocksPerCell: perCell,
    totalBlocks: geometry.payloadBlocks,
    blockSize: geometry.blockSize,
    states,
    changed,
    problems,
  };
}
