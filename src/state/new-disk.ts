import type { Slice } from "./slice.ts";

/** The dialog that makes a new disk. */
export interface NewDiskSlice {
  readonly newDiskOpen: boolean;
  setNewDiskOpen(open: boolean): void;
}

export const newDiskSlice: Slice<NewDiskSlice> = (set) => ({
  newDiskOpen: false,
  setNewDiskOpen: (newDiskOpen) => set({ newDiskOpen }),
});
