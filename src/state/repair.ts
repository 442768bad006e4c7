import type { ImageId } from "../../workers/api/index.ts";
import type { Slice } from "./slice.ts";

/** The dialog that repairs the shown file. */
export interface RepairSlice {
  readonly repairOpen: boolean;
  /** Files with fixes that the dialog made: it opens at their result as long as changes are pending. */
  readonly repaired: readonly ImageId[];
  setRepairOpen(open: boolean): void;
  addRepaired(image: ImageId): void;
}

export const repairSlice: Slice<RepairSlice> = (set) => ({
  repairOpen: false,
  repaired: [],
  setRepairOpen: (repairOpen) => set({ repairOpen }),
  addRepaired: (image) => set((state) => ({ repaired: [...new Set([...state.repaired, image])] })),
});
