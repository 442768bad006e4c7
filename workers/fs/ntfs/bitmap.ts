import type { Steps } from "../../bytes/steps.ts";
import { MIB } from "../../shared/numbers.ts";
import type { ReadableStore } from "../../store/store.ts";
import { tryRead } from "../../store/tolerant-read.ts";
import type { FreeSpace } from "../file-system.ts";
import type { Geometry } from "./geometry.ts";
import { PagedBytes } from "../common/paged-bytes.ts";
import type { ProblemList } from "../common/problem-list.ts";
import { RunList } from "../common/run-list.ts";
import type { Stretch } from "./run-content.ts";

/** Bytes of the bitmap that one step reads. */
const STEP = 256 * 1024;
/** Clusters that one question looks at. */
const LONGEST_STRETCH = 2 ** 18;
/** Bytes that are kept. */
const KEPT = 2 * MIB;

/** The bitmap of clusters: a bit for each, 1 where it is in use. */
export class ClusterBitmap {
  readonly #content: ReadableStore;
  readonly #geometry: Geometry;
  readonly #bytes: PagedBytes;
  /** Clusters of the volume. */
  readonly #whole: number;
  /** Those that the bitmap has a bit for. */
  readonly #clusters: number;

  constructor(content: ReadableStore, geometry: Geometry) {
    this.#content = content;
    this.#geometry = geometry;
    this.#bytes = new PagedBytes(content, KEPT);
    this.#whole = Math.floor((geometry.size - geometry.sectorSize) / geometry.clusterSize);
    this.#clusters = Math.min(this.#whole, content.size * 8);
  }

  /** Null where none of the bitmap can be read. */
  *free(problems: ProblemList): Steps<FreeSpace | null> {
    const { clusterSize } = this.#geometry;
    const runs = new RunList();
    let start = -1;
    let isRead = false;
    // A bitmap that ends early says nothing of the clusters behind it.
    let isKnown = this.#clusters === this.#whole;
    const close = (cluster: number) => {
      if (start >= 0) runs.add(start * clusterSize, (cluster - start) * clusterSize);
      start = -1;
    };
    for (let at = 0; at * 8 < this.#clusters; at += STEP) {
      const bytes = tryRead(this.#content, at, Math.min(STEP, this.#content.size - at));
      if (bytes === null) {
        close(at * 8);
        isKnown = false;
      } else isRead = true;
      for (let index = 0; bytes !== null && index < bytes.length; index++) {
        const byte = bytes[index] ?? 0;
        const cluster = (at + index) * 8;
        if (byte === 0xff && start < 0) continue;
        if (byte === 0 && start >= 0) continue;
        for (let bit = 0; bit < 8 && cluster + bit < this.#clusters; bit++) {
          if ((byte & (1 << bit)) !== 0) close(cluster + bit);
          else if (start < 0) start = cluster + bit;
        }
      }
      yield { done: Math.min(at + STEP, this.#content.size), total: this.#content.size };
    }
    close(this.#clusters);
    return isRead ? runs.freeSpace(problems, isKnown) : null;
  }

  /**
   * Whether a cluster is free, and how many from it on are as it is; what can't be read counts as used.
   *
   * @param most clusters that are looked at
   */
  stretch(first: number, most: number): Stretch {
    const end = Math.min(first + Math.min(most, LONGEST_STRETCH), this.#clusters);
    if (first >= end) return { isFree: false, count: most };
    const byteOf = (cluster: number) => this.#bytes.u8(Math.floor(cluster / 8)) ?? 0xff;
    const isFreeIn = (byte: number, cluster: number) => (byte & (1 << (cluster % 8))) === 0;
    const isFree = isFreeIn(byteOf(first), first);
    for (let cluster = first; cluster < end;) {
      const byte = byteOf(cluster);
      const until = Math.min(end, (Math.floor(cluster / 8) + 1) * 8);
      for (; cluster < until; cluster++)
        if (isFreeIn(byte, cluster) !== isFree) return { isFree, count: cluster - first };
    }
    return { isFree, count: end - first };
  }

  /** Clusters of `[first, first + count)` that are free; what can't be read counts as used. */
  freeIn(first: number, count: number): number {
    let free = 0;
    const end = Math.min(first + count, this.#clusters);
    for (let cluster = first; cluster < end;) {
      const byte = this.#bytes.u8(Math.floor(cluster / 8)) ?? 0xff;
      const until = Math.min(end, (Math.floor(cluster / 8) + 1) * 8);
      for (; cluster < until; cluster++) if ((byte & (1 << (cluster % 8))) === 0) free += 1;
    }
    return free;
  }
}
