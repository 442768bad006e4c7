import type { DiskMap } from "../../api/index.ts";
import { stateOf } from "../../vhdx/bat-bits.ts";
import type { Bat } from "../../vhdx/bat.ts";
import { SUMMARY_BLOCKS } from "../../vhdx/bat-check.ts";
import { BAT_ENTRY_SIZE } from "../../vhdx/geometry.ts";
import type { ViewContext } from "./context.ts";

const STATES = 8;
const MOST_CELLS = 65_536;
/** Blocks read entry by entry in one answer; beyond, the BAT check's summary is used. */
const MOST_ENTRIES = 4 * 1024 * 1024;

const EMPTY = (firstBlock: number, blocksPerCell: number): DiskMap => ({
  firstBlock,
  blocksPerCell,
  totalBlocks: 0,
  blockSize: 0,
  states: new Uint32Array(0),
  changed: new Uint32Array(0),
  problems: new Uint32Array(0),
});

function countEntries(
  bat: Bat,
  first: number,
  end: number,
  cellOf: (block: number) => number,
  states: Uint32Array,
): void {
  for (let block = first; block < end; block++) {
    const { low } = bat.halves(bat.geometry.payloadIndex(block));
    const at = cellOf(block) * STATES + stateOf(low);
    states[at] = (states[at] ?? 0) + 1;
  }
}

/** Cells made of whole parts of the summary that the BAT check kept. */
function countSummary(
  summary: Uint16Array,
  first: number,
  end: number,
  cellOf: (block: number) => number,
  states: Uint32Array,
) {
  for (let block = first; block < end; block += SUMMARY_BLOCKS) {
    const from = (block / SUMMARY_BLOCKS) * STATES;
    const to = cellOf(block) * STATES;
    for (let state = 0; state < STATES; state++)
      states[to + state] = (states[to + state] ?? 0) + (summary[from + state] ?? 0);
  }
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
  const aligned = first % SUMMARY_BLOCKS === 0 && perCell % SUMMARY_BLOCKS === 0;
  if (summary !== null && (aligned || end - first > MOST_ENTRIES))
    countSummary(
      summary,
      first - (first % SUMMARY_BLOCKS),
      end,
      (block) => Math.max(0, cellOf(block)),
      states,
    );
  else countEntries(bat, first, end, cellOf, states);
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
    // Of two entries that name the same storage, nobody knows which is wrong.
    if (other !== undefined) faulty.add(other);
  }
  for (const index of faulty) {
    const { kind, block } = geometry.entryAt(index);
    if (kind === "payload") mark(problems, block);
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
