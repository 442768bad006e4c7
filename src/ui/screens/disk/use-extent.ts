import type { DiskExtent, ImageId, LayerRef } from "../../../../workers/api/index.ts";
import { connect } from "../../../client/engine.ts";
import type { VhdxError } from "../../../../workers/shared/error.ts";
import { useQuery } from "../../hooks/use-query.ts";
import { useSettled } from "../../hooks/use-settled.ts";

/** How long the cursor must rest before the engine is asked, ms. */
const SETTLE = 40;

/** Where the byte at `offset` of the virtual disk comes from; the former answer until the next one has come. */
export function useExtent(
  image: ImageId,
  layer: LayerRef,
  revision: number,
  offset: number,
): { readonly extent: DiskExtent | null; readonly error: VhdxError | null } {
  const { name, upTo } = layer;
  const settled = useSettled(offset, SETTLE);
  const { data, error } = useQuery(
    async () => (await connect().views.readDisk(image, { name, upTo }, settled, 1)).extents[0] ?? null,
    [image, name, upTo, revision, settled],
  );
  return { extent: data, error };
}
