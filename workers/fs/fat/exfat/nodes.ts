import { MIB } from "../../../shared/numbers.ts";
import type { ReadableStore } from "../../../store/store.ts";
import { PagedBytes } from "../../common/paged-bytes.ts";
import { ProblemList } from "../../common/problem-list.ts";
import type { NodeId } from "../../file-system.ts";
import { FOLDER } from "../attributes.ts";
import { ClusterChain } from "../chain.ts";
import { ClusterTable, clusterAt, FIRST_CLUSTER, offsetOf } from "../cluster-table.ts";
import type { FolderSpace } from "../slots.ts";
import { SLOT } from "../structs/entry.ts";
import { entriesOf, type EntrySet, readSet } from "./entry-set.ts";
import { readExfatFolder } from "./folder.ts";
import type { ExfatGeometry } from "./geometry.ts";

/** The root folder's node: no entry names it. */
export const ROOT = 0;
/** Bytes of a folder at most (exFAT specification, 7.6.7). */
const LARGEST_FOLDER = 256 * MIB;
/** Sets that lie in two clusters whose places are kept. */
const MOST_SPLIT = 65_536;

/** Where entry sets and folders of an exFAT volume lie. A node is the byte of the volume where its first entry is. */
export class ExfatNodes {
  readonly reader: PagedBytes;
  readonly geometry: ExfatGeometry;
  readonly table: ClusterTable;
  readonly problems = new ProblemList();
  /** Places of the entries of sets that a list found in two clusters. */
  readonly #split = new Map<NodeId, readonly number[]>();

  constructor(volume: ReadableStore, geometry: ExfatGeometry) {
    this.reader = new PagedBytes(volume);
    this.geometry = geometry;
    this.table = new ClusterTable(this.reader, geometry.layout, this.problems);
  }

  /** Where the entries of the root folder lie. */
  rootSpace(): FolderSpace {
    const { values, layout } = this.geometry;
    const chain = new ClusterChain(this.table, values.rootCluster);
    const clusters = chain.reach(Math.ceil(LARGEST_FOLDER / layout.clusterSize));
    return {
      map: (offset, length) => chain.extents(offset, length),
      size: clusters * layout.clusterSize,
      problem:
        chain.isWhole === true
          ? null
          : `Entries of the folder may be missing. ${chain.ended ?? "The folder is too long."}`,
    };
  }

  /** The clusters of a file or folder. */
  chainOf({ isContiguous, first, size }: EntrySet): ClusterChain {
    const count = Math.ceil(size / this.geometry.layout.clusterSize);
    return new ClusterChain(this.table, first, isContiguous ? count : null);
  }

  /** Where the entries of a folder lie; null where the node is no folder. */
  space(folder: NodeId): FolderSpace | null {
    if (folder === ROOT) return this.rootSpace();
    const set = this.set(folder);
    if (set === null || (set.file.attributes & FOLDER) === 0) return null;
    const chain = this.chainOf(set);
    const size = Math.min(set.size, LARGEST_FOLDER);
    return { map: (offset, length) => chain.extents(offset, length), size, problem: null };
  }

  /** The entries of a set in one piece; null where they can't be read. */
  #gather(offsets: readonly number[]): Uint8Array | null {
    const whole = new Uint8Array(offsets.length * SLOT);
    for (const [nth, offset] of offsets.entries()) {
      const bytes = this.reader.read(offset, SLOT);
      if (bytes === null) return null;
      whole.set(bytes, nth * SLOT);
    }
    return whole;
  }

  /** Places that the entries of a set may have: its cluster may end inside it, and only its folder knows which one follows. */
  *#places(node: NodeId, count: number): Generator<readonly number[]> {
    const { layout } = this.geometry;
    const known = this.#split.get(node);
    if (known !== undefined) yield known;
    const straight = Array.from({ length: count }, (_, nth) => node + nth * SLOT);
    yield straight;
    const cluster = clusterAt(layout, node);
    const next = cluster === null ? 0 : this.table.next(cluster);
    if (cluster === null || next < FIRST_CLUSTER) return;
    const end = offsetOf(layout, cluster + 1);
    yield straight.map((offset) => (offset < end ? offset : offsetOf(layout, next) + offset - end));
  }

  /** The set that begins at a node; null where there is none. */
  set(node: NodeId): EntrySet | null {
    if (!Number.isSafeInteger(node) || node <= 0 || node % SLOT !== 0) return null;
    if (clusterAt(this.geometry.layout, node) === null) return null;
    const first = this.reader.read(node, SLOT);
    const count = first === null ? null : entriesOf(first);
    if (count === null) return null;
    let some: EntrySet | null = null;
    for (const offsets of this.#places(node, count)) {
      const entries = this.#gather(offsets);
      const set = entries === null ? null : readSet(entries);
      if (set?.isSound === true) return set;
      some ??= set;
    }
    return some;
  }

  /** Keeps the places of a set whose entries lie in two clusters. */
  keep(node: NodeId, offsets: readonly number[]): void {
    const isSplit = offsets.some((offset, nth) => offset !== node + nth * SLOT);
    if (isSplit && this.#split.size < MOST_SPLIT) this.#split.set(node, offsets);
  }

  /** Where the second entry of a set is, the stream extension. */
  streamPlace(node: NodeId): number {
    return this.#split.get(node)?.[1] ?? node + SLOT;
  }

  /** What lies in the slots of a folder. @param from bytes from the start of the folder */
  parts(space: FolderSpace, from: number): ReturnType<typeof readExfatFolder> {
    return readExfatFolder(this.reader, space, from);
  }
}
