import type { Forest, OwnerMap, OwnerRuns, RelinkChange, RelinkCheck, Relinked } from "../chain.ts";
import type { ImageId } from "../image.ts";
import type { JobPort } from "../job.ts";
import type { LayerRef } from "../layer.ts";

/** Links between disks and their parents. Parents are never written. */
export interface ChainApi {
  forest(): Promise<Forest>;
  /**
   * Links an open file as the parent of a disk, whether it fits or not: each mismatch is a finding. Rejects with `misuse` for a
   * disk that is not a differencing disk.
   */
  link(child: ImageId, parent: ImageId): Promise<Relinked>;
  /** Unlinks the parent. The child stays unlinked until `link`, or until `images.open` opens it anew. */
  unlink(child: ImageId): Promise<Relinked>;
  /** Which link owns which run of a range of the virtual disk (bytes); at most 65,536 runs a call. */
  owners(id: ImageId, layer: LayerRef, offset: number, length: number): Promise<OwnerRuns>;
  /** The bytes that each link owns, summed for the same cells as in `views.diskMap`. */
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
