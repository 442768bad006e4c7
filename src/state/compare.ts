import type { CompareRequest, LayerRef } from "../../workers/api/index.ts";
import type { Slice } from "./slice.ts";

/** A difference by its place in the list. */
interface ChosenDifference {
  /** The comparison that the list belongs to; null for the one that is shown next: an address says no more. */
  readonly of: string | null;
  /** From 0. */
  readonly index: number;
}

/**
 * What Compare holds against each other, and which difference is chosen; outlives a switch of screens. Null where nothing was
 * chosen for the open image.
 */
export interface CompareSlice {
  readonly compare: CompareRequest["kind"] | null;
  readonly sideA: LayerRef | null;
  readonly sideB: LayerRef | null;
  readonly difference: ChosenDifference | null;
  setCompare(kind: CompareRequest["kind"]): void;
  setSide(side: "sideA" | "sideB", layer: LayerRef): void;
  setDifference(difference: ChosenDifference | null): void;
  /** All of it at once, as an address has it. */
  setComparison(place: ComparePlace): void;
}

/** The choices alone. */
export type ComparePlace = Pick<CompareSlice, "compare" | "sideA" | "sideB" | "difference">;

/** As long as nothing was chosen. */
export const NO_COMPARISON: ComparePlace = { compare: null, sideA: null, sideB: null, difference: null };

export const compareSlice: Slice<CompareSlice> = (set) => ({
  ...NO_COMPARISON,
  setCompare: (compare) => set({ compare, difference: null }),
  setSide: (side, layer) => set({ [side]: layer, difference: null }),
  setDifference: (difference) => set({ difference }),
  setComparison: ({ compare, sideA, sideB, difference }) => set({ compare, sideA, sideB, difference }),
});
