import type { LayerRef } from "../../workers/api/index.ts";
import type { Slice } from "./slice.ts";

/**
 * The two layers that Compare holds against each other; outlives a switch of screens. Null where none was chosen for the
 * open image.
 */
export interface CompareSlice {
  readonly sideA: LayerRef | null;
  readonly sideB: LayerRef | null;
  setSide(side: "sideA" | "sideB", layer: LayerRef): void;
}

export const compareSlice: Slice<CompareSlice> = (set) => ({
  sideA: null,
  sideB: null,
  setSide: (side, layer) => set({ [side]: layer }),
});
