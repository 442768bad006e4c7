import type { CompareRequest, Comparison, ImageId, LayerRef } from "../../workers/api/index.ts";
import type { VhdxError } from "../../workers/shared/error.ts";
import type { Slice } from "./slice.ts";

/** What Compare can hold against each other: parts of the shown file, an ancestor, or another open file. */
export type CompareKind = CompareRequest["kind"] | "files";

/** What of two files is compared. */
export type FilePart = "structures" | "disks";

/** Payload blocks from `first` to `last`, both included. */
export interface BlockChoice {
  readonly first: number;
  readonly last: number;
}

/** A comparison of two files, by the text that says what was asked. */
export type FileComparison = { readonly asked: string } & (
  | { readonly state: "running" | "cancelled" }
  | { readonly state: "done"; readonly comparison: Comparison }
  | { readonly state: "failed"; readonly error: VhdxError }
);

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
  readonly compare: CompareKind | null;
  readonly sideA: LayerRef | null;
  readonly sideB: LayerRef | null;
  readonly difference: ChosenDifference | null;
  /** The file that the shown one is held against; null: the first that is open beside it. */
  readonly otherFile: ImageId | null;
  readonly filePart: FilePart;
  /** Blocks of the shown disk; null: all. */
  readonly blocks: BlockChoice | null;
  /** The last comparison of two files. */
  readonly fileComparison: FileComparison | null;
  setCompare(kind: CompareKind): void;
  setSide(side: "sideA" | "sideB", layer: LayerRef): void;
  setDifference(difference: ChosenDifference | null): void;
  setOtherFile(id: ImageId): void;
  setFilePart(part: FilePart): void;
  setBlocks(blocks: BlockChoice | null): void;
  setFileComparison(comparison: FileComparison): void;
  /** All of it at once, as an address has it. */
  setComparison(place: ComparePlace): void;
}

/** The choices of one file alone, which an address has too. */
export type ComparePlace = Pick<CompareSlice, "compare" | "sideA" | "sideB" | "difference">;

/** As long as nothing was chosen. */
export const NO_COMPARISON: ComparePlace = { compare: null, sideA: null, sideB: null, difference: null };

export const compareSlice: Slice<CompareSlice> = (set) => ({
  ...NO_COMPARISON,
  otherFile: null,
  filePart: "structures",
  blocks: null,
  fileComparison: null,
  setCompare: (compare) => set({ compare, difference: null }),
  setSide: (side, layer) => set({ [side]: layer, difference: null }),
  setDifference: (difference) => set({ difference }),
  // Blocks of one pair of disks mean nothing in another.
  setOtherFile: (otherFile) => set({ otherFile, blocks: null, difference: null }),
  setFilePart: (filePart) => set({ filePart, difference: null }),
  setBlocks: (blocks) => set({ blocks, difference: null }),
  setFileComparison: (fileComparison) => set({ fileComparison }),
  setComparison: ({ compare, sideA, sideB, difference }) => set({ compare, sideA, sideB, difference }),
});
