import type { LayerRef } from "../../workers/api/index.ts";
import type { Slice } from "./slice.ts";

/** The two layers that Compare holds against each other; outlives a switch of screens. */
export interface CompareSlice {
  /** Null: the original. */
  readonly sideA: LayerRef | null;
  /** Null: the replayed layer, as far as it is replayed now. */
  readonly sideB: LayerRef | null;
  setSide(side: "sideA" | "sideB", layer: LayerRef): void;
}

export const compareSlice: Slice<CompareSlice> = (set) => ({
  sideA: null,
  sideB: null,
  setSide: (side, layer) => set({ [side]: layer }),
});
