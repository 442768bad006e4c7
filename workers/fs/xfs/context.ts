import { crc32cWithout } from "../../bytes/crc32c.ts";
import type { ProblemList } from "../common/problem-list.ts";
import type { PagedBytes } from "../common/paged-bytes.ts";
import type { NodeId } from "../file-system.ts";
import type { XfsGeometry } from "./geometry.ts";

/** What the readers of all structures need. */
export interface XfsContext {
  readonly reader: PagedBytes;
  readonly geometry: XfsGeometry;
  readonly problems: ProblemList;
}

/** Holds a structure's checksum against its bytes; one that does not fit is a problem, and no wall. Version 4 has none. */
export function checkCrc(
  { geometry, problems }: XfsContext,
  bytes: Uint8Array,
  field: { readonly offset: number },
  stored: number,
  what: string,
  place: { readonly offset: number; readonly node?: NodeId },
): void {
  if (!geometry.isV5 || crc32cWithout(bytes, field.offset) === stored) return;
  const { offset, node = null } = place;
  problems.add("xfs-checksum", "error", `The checksum of ${what} does not fit.`, {
    run: { offset, length: bytes.length },
    node,
  });
}
