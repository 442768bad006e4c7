import type { ImageId } from "./image.ts";
import type { LayerRef } from "./layer.ts";
import type { NodeId } from "./structure.ts";

export type CompareRequest =
  | { readonly kind: "layers"; readonly a: LayerRef; readonly b: LayerRef }
  /** The disk compared with one of its ancestors, which is side A. `link` 1 is the parent. */
  | { readonly kind: "ancestor"; readonly layer: LayerRef; readonly link: number }
  | { readonly kind: "headers"; readonly layer: LayerRef }
  | { readonly kind: "region-tables"; readonly layer: LayerRef };

/** A layer of an open file. */
export interface ComparedFile {
  readonly image: ImageId;
  readonly layer: LayerRef;
}

/** Two open files held against each other: their structures, or what their virtual disks read as. */
export type CompareFilesRequest = { readonly a: ComparedFile; readonly b: ComparedFile } & (
  | { readonly kind: "structures" }
  /** `blocks` from block `first` on, counted in blocks of B. */
  | { readonly kind: "disks"; readonly first: number; readonly blocks: number }
);

/** One difference, structure by structure. */
export interface Difference {
  readonly structure: string;
  readonly node: NodeId | null;
  /** "Entry 17: NOT_PRESENT -> FULLY_PRESENT at 29 MiB". */
  readonly sentence: string;
  /** Byte offset in side A and in side B. */
  readonly offsetA: number;
  readonly offsetB: number;
  readonly length: number;
  /** The first 32 bytes on each side in hex; empty where the file of that side ends before them. */
  readonly bytesA: string;
  readonly bytesB: string;
}

export interface Comparison {
  /** Whether offsets and bytes of the differences are those of the file or of the virtual disk. */
  readonly space: "file" | "disk";
  readonly titleA: string;
  readonly titleB: string;
  /** "BAT: 1 entry changed. File: grows by 1 MiB." */
  readonly summary: string;
  readonly differences: readonly Difference[];
  /** Differences beyond those listed. */
  readonly omitted: number;
}
