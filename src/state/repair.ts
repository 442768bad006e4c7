import type { ImageId } from "../../workers/api/index.ts";
import type { EditsSlice } from "./edits.ts";
import { pendingCount } from "./edits.ts";
import type { ImageSlice } from "./image.ts";
import type { Slice } from "./slice.ts";

/** What the dialog `Repair` has made of a file so far. */
export interface RepairsMade {
  readonly fixes: number;
  /** Why the last run ended early, as a sentence; null where it did not. */
  readonly stopped: string | null;
  /** What the fixes gave up, a sentence each. */
  readonly lost: readonly string[];
}

/** The dialog that repairs the shown file. */
export interface RepairSlice {
  readonly repairOpen: boolean;
  /** Files with fixes that the dialog made: it opens at their result as long as changes are pending. */
  readonly repaired: ReadonlyMap<ImageId, RepairsMade>;
  setRepairOpen(open: boolean): void;
  setRepaired(image: ImageId, made: RepairsMade): void;
}

export const repairSlice: Slice<RepairSlice> = (set) => ({
  repairOpen: false,
  repaired: new Map(),
  setRepairOpen: (repairOpen) => set({ repairOpen }),
  setRepaired: (image, made) => set((state) => ({ repaired: new Map(state.repaired).set(image, made) })),
});

/** What the dialog has made of the shown file; null where that is nothing, or none of it is pending any more. */
export function shownRepairs(
  state: Pick<RepairSlice, "repaired"> & Pick<ImageSlice, "summary"> & Pick<EditsSlice, "changes">,
): RepairsMade | null {
  if (state.summary === null || pendingCount(state) === 0) return null;
  return state.repaired.get(state.summary.id) ?? null;
}
