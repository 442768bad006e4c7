import type { FileExtent } from "../file-system.ts";
import { type ClusterLayout, clusterAt, offsetOf } from "./cluster-table.ts";

const GIVEN_AWAY = "This part of the deleted file was given to something else.";

/** Runs of a deleted file, cluster by cluster; what was given to something else since is unreadable. */
export function* stillFree(
  layout: ClusterLayout,
  extents: Iterable<FileExtent>,
  isFree: (cluster: number) => boolean,
): Generator<FileExtent> {
  for (const extent of extents) {
    const { source } = extent;
    if (source.kind !== "volume") {
      yield extent;
      continue;
    }
    for (let done = 0; done < extent.length;) {
      const place = source.offset + done;
      const cluster = clusterAt(layout, place) ?? 0;
      const length = Math.min(offsetOf(layout, cluster + 1) - place, extent.length - done);
      const offset = extent.offset + done;
      if (isFree(cluster)) yield { offset, length, source: { kind: "volume", offset: place } };
      else yield { offset, length, source: { kind: "unreadable", reason: GIVEN_AWAY } };
      done += length;
    }
  }
}
