import type { LayerDigests } from "../../workers/api/index.ts";
import type { Slice } from "./slice.ts";

/** Digests computed for a layer, in this visit of the file or an earlier one; they go into that layer's report. */
export interface DigestsSlice {
  readonly digests: LayerDigests | null;
  /** Whether every byte of the virtual disk is hashed: for a large disk of zeros that takes long. */
  readonly wholeDisk: boolean;
  clearDigests(): void;
  setWholeDisk(wholeDisk: boolean): void;
}

export const digestsSlice: Slice<DigestsSlice> = (set) => ({
  digests: null,
  wholeDisk: true,
  clearDigests: () => set({ digests: null }),
  setWholeDisk: (wholeDisk) => set({ wholeDisk }),
});
