import type { NodeId } from "../../../../workers/api/index.ts";
import { isWithin, parseNodeId } from "../../../../workers/shared/node-id.ts";

/** Whether a checksum covers the structure's fields: headers, region tables and what belongs to a log entry. */
export function hasChecksum(node: NodeId): boolean {
  const place = parseNodeId(node);
  return isWithin(place, "header") || isWithin(place, "region-table") || isWithin(place, "log/entry");
}
