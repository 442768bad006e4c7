import type { LayerRef, ReportDigests } from "../../workers/api/index.ts";
import type { Slice } from "./slice.ts";

/** Digests computed for a layer; they go into that layer's report. */
export interface DigestsSlice {
  readonly digests: { readonly layer: LayerRef; readonly values: ReportDigests } | null;
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
