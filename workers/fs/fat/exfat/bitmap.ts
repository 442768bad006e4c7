import type { Steps } from "../../../bytes/steps.ts";
import { RunList } from "../../common/run-list.ts";
import type { ProblemList } from "../../common/problem-list.ts";
import type { PagedBytes } from "../../common/paged-bytes.ts";
import type { FreeSpace } from "../../file-system.ts";
import type { ClusterChain } from "../chain.ts";
import { type ClusterLayout, FIRST_CLUSTER, isCluster, offsetOf } from "../cluster-table.ts";

const PIECE = 32 * 1024;

/** The bitmap of the clusters: one bit for each, set where the cluster is in use. */
export class ClusterBitmap {
  readonly #reader: PagedBytes;
  readonly #layout: ClusterLayout;
  readonly #chain: ClusterChain;

  constructor(reader: PagedBytes, layout: ClusterLayout, chain: ClusterChain) {
    this.#reader = reader;
    this.#layout = layout;
    this.#chain = chain;
  }

  /** Whether a cluster is in use; null where the bitmap can't be read. */
  isUsed(cluster: number): boolean | null {
    if (!isCluster(this.#layout, cluster)) return null;
    const nth = cluster - FIRST_CLUSTER;
    for (const { source } of this.#chain.extents(nth >>> 3, 1)) {
      const byte = source.kind === "volume" ? this.#reader.u8(source.offset) : null;
      return byte === null ? null : ((byte >>> (nth & 7)) & 1) === 1;
    }
    return null;
  }

  /** Free clusters in order; null where nothing of the bitmap can be read. */
  *free(problems: ProblemList): Steps<FreeSpace | null> {
    const { clusters, clusterSize } = this.#layout;
    const length = Math.ceil(clusters / 8);
    const runs = new RunList();
    let read = 0;
    for (let at = 0; at < length; at += PIECE) {
      for (const extent of this.#chain.extents(at, Math.min(PIECE, length - at))) {
        const { source } = extent;
        const bytes = source.kind === "volume" ? this.#reader.read(source.offset, extent.length) : null;
        if (bytes === null) continue;
        read += bytes.length;
        for (const [nth, byte] of bytes.entries()) {
          if (byte === 0xff) continue;
          const base = (extent.offset + nth) * 8;
          for (let bit = 0; bit < 8 && base + bit < clusters; bit++)
            if (((byte >>> bit) & 1) === 0)
              runs.add(offsetOf(this.#layout, base + bit + FIRST_CLUSTER), clusterSize);
        }
      }
      yield { done: at, total: length };
    }
    return read === 0 ? null : runs.freeSpace(problems, read === length);
  }
}
