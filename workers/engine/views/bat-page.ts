import type { BatPage, BatRow } from "../../api/index.ts";
import { stateOf } from "../../vhdx/bat/bat-bits.ts";
import { BAT_PAGE_ROWS, SECTORS_PER_BITMAP } from "../../shared/geometry.ts";
import { entryOffsetText, rawText } from "../report/bat-entry-words.ts";
import { stateName } from "../../shared/bat-states.ts";
import { beyondFileText } from "./beyond-file.ts";
import type { ViewContext } from "./context.ts";
import { nodeId } from "../../shared/node-id.ts";

/** Rows of the BAT table. */
export function batPage(context: ViewContext, first: number, count: number): BatPage {
  const { bat } = context.layer.structures;
  if (bat === null) return { first, total: 0, rows: [] };
  const found = context.image.findingIndex(context.layer);
  const problemOf = (index: number): string | null => {
    const own = found.ofEntry(index).filter(({ batIndex }) => batIndex === index);
    return own.length === 0
      ? beyondFileText(context, bat, index)
      : own.map(({ message }) => message).join(" ");
  };
  const originalBat = context.original.structures.bat;
  const rows: BatRow[] = [];
  const end = Math.min(bat.entries, first + Math.min(count, BAT_PAGE_ROWS));
  for (let index = Math.max(0, first); index < end; index++) {
    const { low, high } = bat.halves(index);
    const { kind, block } = bat.geometry.entryAt(index);
    const raw = rawText(low, high);
    let before: string | null = null;
    if (originalBat !== null && originalBat !== bat && index < originalBat.entries) {
      const old = originalBat.halves(index);
      before = rawText(old.low, old.high);
    }
    const blockBytes =
      kind === "bitmap" ? SECTORS_PER_BITMAP * bat.geometry.logicalSectorSize : bat.geometry.blockSize;
    rows.push({
      index,
      kind,
      block,
      state: stateOf(low),
      stateName: stateName(kind, stateOf(low)),
      fileOffset: entryOffsetText(low, high),
      diskOffset: block * blockBytes,
      raw,
      problem: problemOf(index),
      before: before === raw ? null : before,
      node: nodeId("bat/entry", index),
    });
  }
  return { first, total: bat.entries, rows };
}
