import type { NodeId } from "../../../../workers/api/index.ts";
import { logEntryOf, parseNodeId } from "../../../../workers/shared/node-id.ts";

const CHECKED: ReadonlySet<string | undefined> = new Set(["header", "region-table", "region-table/entry"]);

/** Whether a checksum covers the structure's fields: headers, region tables and what belongs to a log entry. */
export function hasChecksum(node: NodeId): boolean {
  const place = parseNodeId(node);
  return CHECKED.has(place?.kind) || logEntryOf(place) !== null;
}
