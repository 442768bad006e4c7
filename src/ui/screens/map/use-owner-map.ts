import type { ImageId, LayerRef, OwnerMap } from "../../../../workers/api/index.ts";
import { runJob } from "../../../actions/engine/run-job.ts";
import { connect } from "../../../client/engine.ts";
import { type Query, useQuery } from "../../hooks/use-query.ts";
import { WORDS } from "./words.ts";

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
            WORDS.owner.job,
            (job) =>
              connect().chain.ownerMap(image, layer, cells.firstBlock, cells.blocksPerCell, cells.cells, job),
            { cancelled: WORDS.owner.cancelled },
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
