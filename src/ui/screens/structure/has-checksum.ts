import type { NodeId } from "../../../../workers/api/index.ts";

/** Whether a checksum covers the structure's fields: headers, region tables and what belongs to a log entry. */
export function hasChecksum(node: NodeId): boolean {
  return /^(header|region-table|log\/entry)\//.test(node);
}
