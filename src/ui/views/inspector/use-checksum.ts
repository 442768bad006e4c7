import type { ImageId, LayerRef, Span } from "../../../../workers/api/index.ts";
import { connect } from "../../../client/engine.ts";
import { type Query, useQuery } from "../../hooks/use-query.ts";
import { useSettled } from "../../hooks/use-settled.ts";

/** Longest selection whose checksum is computed without asking, bytes: it takes some tens of ms. */
export const CHECKSUM_LIMIT = 16 * 1024 * 1024;

/** How long a selection must rest, ms. */
const REST = 150;

/** CRC-32C of the selection; `data` is null where it is empty, too long or not computed yet. */
export function useChecksum(
  image: ImageId,
  layer: LayerRef,
  space: "file" | "disk",
  selection: Span,
  key: string,
): Query<number> {
  const rested = useSettled(`${selection.offset} ${selection.length}`, REST);
  const { offset, length } = selection;
  const wanted = length > 0 && length <= CHECKSUM_LIMIT;
  const resting = rested === `${offset} ${length}`;
  const asked = wanted && resting;
  const query = useQuery(asked ? () => connect().hashes.crc32c(image, layer, space, offset, length) : null, [
    key,
    space,
    asked ? offset : null,
    asked ? length : null,
  ]);
  return asked && !query.loading ? query : { data: null, error: null, loading: query.loading };
}
