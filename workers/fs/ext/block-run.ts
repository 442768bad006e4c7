/** A run of blocks of a file, and where they are. */
export interface BlockRun {
  /** Blocks from the start of the file. */
  readonly logical: number;
  readonly count: number;
  /** First block of the volume; null for a hole, for blocks that are not written yet, and for lost ones. */
  readonly physical: number | null;
  /** First block of the volume that is kept for blocks which are not written yet; null for all others. */
  readonly unwritten: number | null;
  /** Why it is not known where the blocks are, as a sentence; null where it is. */
  readonly lost: string | null;
}

/** A block of a tree that says where a file is. */
interface MapNode {
  readonly block: number;
  readonly kind: "extent" | "indirect";
}

/** Called with each block of the tree that is read. */
export type TakeNode = (node: MapNode) => void;

export const hole = (logical: number, count: number): BlockRun => ({
  logical,
  count,
  physical: null,
  unwritten: null,
  lost: null,
});

export const lostRun = (logical: number, count: number, lost: string): BlockRun => ({
  logical,
  count,
  physical: null,
  unwritten: null,
  lost,
});
