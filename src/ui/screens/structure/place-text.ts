import type { NodePath, Span } from "../../../../workers/api/index.ts";
import { isWithin, parseNodeId } from "../../../../workers/shared/node-id.ts";

/** Names from the root to the node. */
export function pathNodes({ node, ancestors }: NodePath) {
  return [...ancestors, node];
}

/** The other copy of a structure of which the file has two, as a distance; null for others (MS-VHDX 2.2). */
export function twinDistance(node: string | null): number | null {
  const place = node === null ? null : parseNodeId(node);
  if (!isWithin(place, "header") && !isWithin(place, "region-table")) return null;
  return place.numbers[0] === 1 ? 64 * 1024 : -64 * 1024;
}

/** "0x10008–0x1000f": the first and last byte. */
export function spanText({ offset, length }: Span): string {
  const first = `0x${offset.toString(16)}`;
  return length < 2 ? first : `${first}–0x${(offset + length - 1).toString(16)}`;
}
