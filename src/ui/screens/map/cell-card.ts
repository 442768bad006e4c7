import type { BatRow, DiskMap } from "../../../../workers/api/index.ts";
import { describeEntry } from "../log/bat-changes.ts";
import { formatOffset } from "../../parts/format.ts";
import { sizeText, numberText } from "../../../../workers/shared/text.ts";
import { type CellCounts, STATES } from "./cell.ts";
import type { CardContent, CardRow } from "./MapCard.tsx";
import { type OwnerPart, ownerRows } from "./owner.ts";
import { WORDS } from "./words.ts";

export interface CellCardInput {
  readonly block: number;
  readonly blocksPerCell: number;
  readonly totalBlocks: number;
  readonly blockSize: number;
  /** Null until the map has come. */
  readonly counts: CellCounts | null;
  /** The block's BAT entry, for a cell of one block, once it has come. */
  readonly entry: BatRow | null;
  /** The entry in the original, where this layer's differs. */
  readonly before: BatRow | null;
  /** Who owns the cell; null where that is not asked for. */
  readonly owners: readonly OwnerPart[] | null;
  /** Blocks of the cell that are stored and hold nothing in use; null where that is not asked for. */
  readonly unused: number | null;
}

/** What a cell of the grid stands for. */
export function cellCard(input: CellCardInput): CardContent {
  const { block, blocksPerCell, totalBlocks, blockSize, counts, entry, before, owners, unused } = input;
  const last = Math.min(totalBlocks, block + blocksPerCell) - 1;
  const rows: CardRow[] = [
    {
      name: WORDS.card.disk,
      value: `${formatOffset(block * blockSize)}, ${sizeText((last - block + 1) * blockSize)}`,
    },
  ];
  const title =
    last === block
      ? WORDS.card.block(numberText(block))
      : WORDS.card.blocks(numberText(block), numberText(last));
  if (owners !== null) rows.push(...ownerRows(owners));
  if (unused !== null && unused > 0)
    rows.push({
      name: WORDS.card.unused,
      value: blocksPerCell === 1 ? WORDS.card.byNoFileSystem : numberText(unused),
    });
  if (blocksPerCell === 1) {
    if (entry !== null) rows.push(...entryRows(entry, before));
  } else if (counts !== null && owners === null) {
    for (const { state, name } of STATES) {
      const count = counts.states[state] ?? 0;
      if (count > 0) rows.push({ name, value: numberText(count) });
    }
    if (counts.changed > 0)
      rows.push({ name: WORDS.card.changed, value: numberText(counts.changed), tone: "replay" });
    if (counts.problems > 0)
      rows.push({ name: WORDS.card.problems, value: numberText(counts.problems), tone: "invalid" });
  }
  return { title, rows };
}

function entryRows(entry: BatRow, before: BatRow | null): CardRow[] {
  const rows: CardRow[] = [
    { name: WORDS.card.batEntry, value: numberText(entry.index) },
    { name: WORDS.card.state, value: entry.stateName },
  ];
  if (entry.fileOffset !== "0")
    rows.push({
      name: WORDS.card.inFile,
      value: `${formatOffset(entry.fileOffset)}, ${sizeText(entry.fileOffset)}`,
    });
  if (before !== null) rows.push({ name: WORDS.card.before, value: describeEntry(before), tone: "replay" });
  if (entry.problem !== null) rows.push({ name: WORDS.card.problem, value: entry.problem, tone: "invalid" });
  return rows;
}

/** The whole disk in a sentence, for screen readers. */
export function diskSummary(map: DiskMap, counts: CellCounts): string {
  const parts = STATES.flatMap(({ state, name }) => {
    const count = counts.states[state] ?? 0;
    return count === 0 ? [] : [`${numberText(count)} ${name}`];
  });
  return WORDS.disk.summary(numberText(map.totalBlocks), sizeText(map.blockSize), parts.join(", "));
}
