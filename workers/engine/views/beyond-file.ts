import { CATALOGUE } from "../../vhdx/findings/index.ts";
import type { Severity } from "../../api/index.ts";
import { FULLY_PRESENT, PARTIALLY_PRESENT } from "../../shared/bat-states.ts";
import type { Bat } from "../../vhdx/bat/bat.ts";
import { offsetOf, stateOf } from "../../vhdx/bat/bat-bits.ts";
import type { ViewContext } from "./context.ts";

/*
 * Blocks that lie past the end of the file in a row share a finding, which names the first. Views mark each of them.
 */

/** Whether the block of an entry begins past the end of the layer's file. */
function isBeyondFile({ layer }: ViewContext, bat: Bat, index: number): boolean {
  const { low, high } = bat.halves(index);
  const state = stateOf(low);
  return (
    bat.geometry.entryAt(index).kind === "payload" &&
    (state === FULLY_PRESENT || state === PARTIALLY_PRESENT) &&
    offsetOf(low, high) >= layer.store.size
  );
}

/** What is wrong with an entry that no finding names, as a sentence; null where nothing is. */
export function beyondFileText(context: ViewContext, bat: Bat, index: number): string | null {
  if (!isBeyondFile(context, bat, index)) return null;
  return `Block ${bat.geometry.entryAt(index).block} lies past the end of the file.`;
}

/** How bad the worst of some entries is, as far as blocks past the end of the file go; null where there are none. */
export function beyondFileSeverity(
  context: ViewContext,
  bat: Bat,
  first: number,
  end: number,
): Severity | null {
  for (let index = first; index < Math.min(end, bat.entries); index++)
    if (isBeyondFile(context, bat, index)) return CATALOGUE["bat-beyond-file"].severity;
  return null;
}
