import type { NodeId } from "./structure.ts";

/** A piece of the file strip. `kind` chooses the colour. */
export interface FileMapPiece {
  readonly offset: number;
  readonly length: number;
  readonly kind:
    | "identifier"
    | "header"
    | "region-table"
    | "log"
    | "metadata"
    | "bat"
    | "block"
    | "bitmap"
    | "region"
    | "gap"
    | "mixed";
  readonly label: string;
  readonly node: NodeId | null;
}

export interface FileMap {
  readonly offset: number;
  readonly length: number;
  readonly fileSize: number;
  /** Sorted, without gaps; pieces narrower than a pixel are merged as `mixed`. */
  readonly pieces: readonly FileMapPiece[];
}

/** The virtual disk as cells of equal numbers of blocks. */
export interface DiskMap {
  readonly firstBlock: number;
  readonly blocksPerCell: number;
  readonly totalBlocks: number;
  readonly blockSize: number;
  /** `cells * 8`: how many blocks of each state 0-7 a cell holds. */
  readonly states: Uint32Array<ArrayBuffer>;
  /** One per cell: blocks whose entry the replay changed. */
  readonly changed: Uint32Array<ArrayBuffer>;
  /** One per cell: blocks with a finding. */
  readonly problems: Uint32Array<ArrayBuffer>;
}
