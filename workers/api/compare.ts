import type { LayerRef } from "./layer.ts";
import type { NodeId } from "./structure.ts";

export type CompareRequest =
  | { readonly kind: "layers"; readonly a: LayerRef; readonly b: LayerRef }
  /** What the disk, and the links between, changed of an ancestor's: side A is the ancestor, 1 = the parent. */
  | { readonly kind: "ancestor"; readonly layer: LayerRef; readonly link: number }
  | { readonly kind: "headers"; readonly layer: LayerRef }
  | { readonly kind: "region-tables"; readonly layer: LayerRef };

/** One difference, structure by structure. */
export interface Difference {
  readonly structure: string;
  readonly node: NodeId | null;
  /** "Entry 17: NOT_PRESENT -> FULLY_PRESENT at 29 MiB". */
  readonly sentence: string;
  /** Where it stands in side A and side B. */
  readonly offsetA: number;
  readonly offsetB: number;
  readonly length: number;
  /** Hex of the first 32 bytes on either side; empty where that side's file ends before. */
  readonly bytesA: string;
  readonly bytesB: string;
}

export interface Comparison {
  /** What offsets and bytes of the differences are of. */
  readonly space: "file" | "disk";
  readonly titleA: string;
  readonly titleB: string;
  /** "BAT: 1 entry changed. File: grows by 1 MiB." */
  readonly summary: string;
  readonly differences: readonly Difference[];
  /** Differences beyond those listed. */
  readonly omitted: number;
}
