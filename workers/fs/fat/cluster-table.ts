import type { VolumeRun } from "../file-system.ts";
import type { ProblemList } from "../common/problem-list.ts";
import type { PagedBytes } from "../common/paged-bytes.ts";

/** What an entry of the table says of its cluster, where that is no number of a cluster. */
export const FREE = 0;
export const END = -1;
export const BAD = -2;
/** Not a number of a cluster of this volume. */
const BROKEN = -3;
export const UNREADABLE = -4;

/** Bits of an entry. The entries of exFAT have 32, those of FAT32 28 in as many bytes. */
export type EntryBits = 12 | 16 | 28 | 32;

/** The first cluster of every FAT. */
export const FIRST_CLUSTER = 2;

/** Where the tables and the clusters of a volume are. Offsets are bytes from the start of the volume. */
export interface ClusterLayout {
  readonly bits: EntryBits;
  /** Of each copy of the table that is kept up to date, the one that counts first. */
  readonly tables: readonly VolumeRun[];
  /** Bytes. */
  readonly clusterSize: number;
  /** Of cluster 2. */
  readonly heap: number;
  /** Clusters of the volume: their numbers end at `clusters + 1`. */
  readonly clusters: number;
}

/** Whether a number is that of a cluster. */
export const isCluster = (layout: ClusterLayout, cluster: number): boolean =>
  cluster >= FIRST_CLUSTER && cluster < layout.clusters + FIRST_CLUSTER;

/** Offset of a cluster, bytes from the start of the volume. */
export const offsetOf = (layout: ClusterLayout, cluster: number): number =>
  layout.heap + (cluster - FIRST_CLUSTER) * layout.clusterSize;

/** The cluster that an offset lies in; null outside of the clusters. */
export function clusterAt(layout: ClusterLayout, offset: number): number | null {
  const cluster = Math.floor((offset - layout.heap) / layout.clusterSize) + FIRST_CLUSTER;
  return isCluster(layout, cluster) ? cluster : null;
}

/** The file allocation table, by its copies. */
export class ClusterTable {
  readonly layout: ClusterLayout;
  readonly #reader: PagedBytes;
  readonly #problems: ProblemList;

  constructor(reader: PagedBytes, layout: ClusterLayout, problems: ProblemList) {
    this.#reader = reader;
    this.layout = layout;
    this.#problems = problems;
  }

  /** Offset of the entry of a cluster in the copy that counts first, bytes from the start of the volume; null without one. */
  place(cluster: number): number | null {
    const start = this.layout.tables[0]?.offset;
    if (start === undefined || !isCluster(this.layout, cluster)) return null;
    return start + Math.floor((cluster * (this.layout.bits === 28 ? 32 : this.layout.bits)) / 8);
  }

  /** The raw entry of a cluster in one copy; null where it can't be read. */
  raw(cluster: number, copy: number): number | null {
    const start = this.layout.tables[copy]?.offset;
    if (start === undefined) return null;
    switch (this.layout.bits) {
      case 12: {
        const pair = this.#reader.u16(start + cluster + (cluster >>> 1));
        if (pair === null) return null;
        return cluster % 2 === 0 ? pair & 0xfff : pair >>> 4;
      }
      case 16:
        return this.#reader.u16(start + cluster * 2);
      case 28: {
        const value = this.#reader.u32(start + cluster * 4);
        return value === null ? null : value & 0x0fff_ffff;
      }
      case 32:
        return this.#reader.u32(start + cluster * 4);
    }
  }

  /** A raw entry in words of this file. */
  meaning(raw: number | null): number {
    if (raw === null) return UNREADABLE;
    const { bits } = this.layout;
    const most = 2 ** bits - 1;
    if (isCluster(this.layout, raw)) return raw;
    if (raw === 0) return FREE;
    if (raw === most - 8) return BAD;
    return raw > most - 8 ? END : BROKEN;
  }

  /**
   * The cluster behind another one in its chain, or `END`. Where the first copy says neither, as it is damaged or can't be read, the
   * next copy counts. Else what the first copy says: `FREE`, `BAD`, `BROKEN`, `UNREADABLE`.
   */
  next(cluster: number): number {
    let first = UNREADABLE;
    for (let copy = 0; copy < this.layout.tables.length; copy++) {
      const value = this.meaning(this.raw(cluster, copy));
      if (value >= FIRST_CLUSTER || value === END) {
        if (copy > 0)
          this.#problems.add(
            "fat-copy-used",
            "warning",
            "Entries of the first file allocation table are damaged; the second table is used for them.",
            { run: this.layout.tables[0] ?? null },
          );
        return value;
      }
      if (copy === 0) first = value;
    }
    return first;
  }

  /** Whether a cluster belongs to nothing, as the table says. */
  isFree(cluster: number): boolean {
    return this.meaning(this.raw(cluster, 0)) === FREE;
  }
}
