import type { ImageId, LayerRef, OwnerMap } from "../../../../workers/api/index.ts";
import { runJob } from "../../../actions/engine/run-job.ts";
import { connect } from "../../../client/engine.ts";
import { type Query, useQuery } from "../../hooks/use-query.ts";

export interface OwnerCells {
  readonly firstBlock: number;
  readonly blocksPerCell: number;
  readonly cells: number;
}

/**
 * Who owns the blocks of some cells of a disk's map.
 *
 * @param cells null asks for nothing.
 */
export function useOwnerMap(
  image: ImageId,
  layer: LayerRef,
  revision: number,
  cells: OwnerCells | null,
): Query<OwnerMap> {
  return useQuery(
    cells === null
      ? null
      : () =>
          runJob(
            "Finding which file owns each block",
            (job) =>
              connect().chain.ownerMap(image, layer, cells.firstBlock, cells.blocksPerCell, cells.cells, job),
            { cancelled: "The map does not show which file owns each block." },
          ).then((map) => map ?? Promise.reject(new DOMException("Cancelled", "AbortError"))),
    [
      image,
      revision,
      layer.name,
      layer.upTo,
      cells?.firstBlock ?? null,
      cells?.blocksPerCell ?? null,
      cells?.cells ?? null,
    ],
  );
}
