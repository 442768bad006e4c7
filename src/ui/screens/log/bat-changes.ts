import type { BatRow, NodePath } from "../../../../workers/api/index.ts";
import { parseNodeId } from "../../../../workers/shared/node-id.ts";
import { BAT_ENTRIES_PER_SECTOR } from "../../../../workers/shared/geometry.ts";
import { sizeText } from "../../../../workers/shared/text.ts";
import { WORDS } from "./words.ts";

/** A BAT entry that a log entry changes, in words. */
export interface BatChange {
  readonly index: number;
  /** "Block 17" or "Bitmap 0". */
  readonly subject: string;
  /** The payload block that the entry maps; null for a bitmap's entry, and for one that maps nothing. */
  readonly block: number | null;
  readonly before: string;
  readonly after: string;
  readonly problem: string | null;
}

/**
 * First BAT entry of the sector that a descriptor writes, from the nodes that stand at its target; null where the
 * target is no part of the BAT.
 */
export function firstBatEntry(path: NodePath): number | null {
  for (const { id } of [path.node, ...path.ancestors]) {
    const place = parseNodeId(id);
    if (place?.kind === "bat/page") return place.numbers[0] * BAT_ENTRIES_PER_SECTOR;
    if (place?.kind === "bat/entry") return place.numbers[0] - (place.numbers[0] % BAT_ENTRIES_PER_SECTOR);
  }
  return null;
}

/** The entries that differ between two views of the same stretch of the BAT. */
export function batChanges(before: readonly BatRow[], after: readonly BatRow[]): BatChange[] {
  const old = new Map(before.map((row) => [row.index, row]));
  return after.flatMap((row) => {
    const was = old.get(row.index);
    if (was !== undefined && was.raw === row.raw) return [];
    return [
      {
        index: row.index,
        subject: subjectOf(row),
        block: row.kind === "payload" ? row.block : null,
        before: was === undefined ? WORDS.change.notInTable : describeEntry(was),
        after: describeEntry(row),
        problem: row.problem,
      },
    ];
  });
}

/** "FULLY_PRESENT at 68 MiB", "NOT_PRESENT". */
export function describeEntry(row: BatRow): string {
  return row.fileOffset === "0"
    ? row.stateName
    : WORDS.change.stateAt(row.stateName, sizeText(row.fileOffset));
}

function subjectOf(row: BatRow): string {
  if (row.kind === "payload") return WORDS.change.block(row.block);
  return row.kind === "bitmap" ? WORDS.change.bitmap(row.block) : WORDS.change.unused;
}
