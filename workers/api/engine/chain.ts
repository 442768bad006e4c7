import type { Forest, OwnerMap, OwnerRuns, RelinkChange, RelinkCheck, Relinked } from "../chain.ts";
import type { ImageId } from "../image.ts";
import type { JobPort } from "../job.ts";
import type { LayerRef } from "../layer.ts";

/** Links between disks and their parents. Parents are never written. */
export interface ChainApi {
  forest(): Promise<Forest>;
  /**
   * Takes an open file for a disk's parent, whether it fits or not: what does not fit is a finding. Rejects with `misuse`
   * for a disk that has none.
   */
  link(child: ImageId, parent: ImageId): Promise<Relinked>;
  /** Takes the parent away; nothing is linked by itself until `link` or a new `images.open` of the child. */
  unlink(child: ImageId): Promise<Relinked>;
  /** Who owns a range of the virtual disk, at most 65,536 runs a call. */
  owners(id: ImageId, layer: LayerRef, offset: number, length: number): Promise<OwnerRuns>;
  /** The same, counted for cells of `blocksPerCell` blocks of this disk's size, as `views.diskMap` cuts them. */
  ownerMap(
    id: ImageId,
    layer: LayerRef,
    firstBlock: number,
    blocksPerCell: number,
    cells: number,
    job: JobPort,
  ): Promise<OwnerMap>;
  /** What a relink would do. Make it by `edits.apply` with an action of kind `relink`. */
  checkRelink(id: ImageId, change: RelinkChange): Promise<RelinkCheck>;
}
