import { decode } from "../../bytes/struct.ts";
import type { ReadableStore } from "../../store/store.ts";
import { ProblemList } from "../common/problem-list.ts";
import { PagedBytes } from "../common/paged-bytes.ts";
import type { FileExtent, NodeId } from "../file-system.ts";
import { FOLDER } from "./attributes.ts";
import { ClusterChain } from "./chain.ts";
import { ClusterTable, clusterAt, offsetOf } from "./cluster-table.ts";
import { type FatEntry, isDots, readFatFolder, type ShortValues } from "./folder.ts";
import type { FatGeometry } from "./geometry.ts";
import type { FolderSpace } from "./slots.ts";
import { shortEntry, SLOT } from "./structs/entry.ts";

/** The root folder's node: no entry names it. */
export const ROOT = 0;
export const DELETED = 0xe5;
/** Bytes of a folder at most: 65,536 entries (FAT specification, 6.2). */
const LARGEST_FOLDER = 65_536 * SLOT;

/** Where entries and folders of a FAT volume lie. A node is the byte of the volume where its entry is. */
export class FatNodes {
  readonly reader: PagedBytes;
  readonly geometry: FatGeometry;
  readonly table: ClusterTable;
  readonly problems = new ProblemList();

  constructor(volume: ReadableStore, geometry: FatGeometry) {
    this.reader = new PagedBytes(volume);
    this.geometry = geometry;
    this.table = new ClusterTable(this.reader, geometry.layout, this.problems);
  }

  /** The values of an entry; null where the node can't be one. */
  values(node: NodeId): ShortValues | null {
    const { layout, root } = this.geometry;
    if (!Number.isSafeInteger(node) || node <= 0 || node % SLOT !== 0) return null;
    const inRoot = root !== null && node >= root.offset && node + SLOT <= root.offset + root.length;
    if (!inRoot && clusterAt(layout, node) === null) return null;
    const bytes = this.reader.read(node, SLOT);
    if (bytes === null || bytes[0] === 0) return null;
    const values = decode(shortEntry, bytes);
    return (values.attributes & 8) === 0 ? values : null;
  }

  /** First cluster of an entry; 0 for none. */
  firstCluster({ clusterHigh, clusterLow }: ShortValues): number {
    return this.geometry.name === "FAT32" ? ((clusterHigh << 16) | clusterLow) >>> 0 : clusterLow;
  }

  /** First cluster of a folder, 0 for a root that has none; null where the node is no folder. */
  folderStart(folder: NodeId): number | null {
    const { root, values } = this.geometry;
    if (folder === ROOT) return root === null ? values.rootCluster : 0;
    const entry = this.values(folder);
    return entry === null || (entry.attributes & FOLDER) === 0 ? null : this.firstCluster(entry);
  }

  /** The clusters of a folder that has some of its own. @param first of them */
  chain(folder: NodeId, first: number) {
    const { clusterSize } = this.geometry.layout;
    // Of a deleted folder the table says nothing.
    const isDeleted = folder !== ROOT && this.values(folder)?.name[0] === DELETED;
    const chain = new ClusterChain(this.table, first, isDeleted ? 1 : null);
    return { chain, clusters: chain.reach(Math.ceil(LARGEST_FOLDER / clusterSize)), isDeleted };
  }

  /**
   * Reads ahead the parts of the table where the chains of folders begin: a folder's size is the length of its chain.
   *
   * @param nodes of entries that were read
   * @param reads at most
   * @returns for how many of them, from the first on
   */
  ahead(nodes: readonly NodeId[], reads: number): number {
    const places = nodes.map((node) => {
      const first = this.folderStart(node);
      return first === null ? null : this.table.place(first);
    });
    return this.reader.aheadOf(places, 4, reads).count;
  }

  /** Where the entries of a folder lie; null where the node is no folder. */
  space(folder: NodeId): FolderSpace | null {
    const { root, layout } = this.geometry;
    const first = this.folderStart(folder);
    if (first === null) return null;
    if (folder === ROOT && root !== null) {
      const map = (offset: number, length: number): readonly FileExtent[] => [
        { offset, length, source: { kind: "volume", offset: root.offset + offset } },
      ];
      return { map, size: root.length, problem: null };
    }
    const { chain, clusters, isDeleted } = this.chain(folder, first);
    const isWhole = isDeleted || chain.isWhole === true;
    const begin = folder === ROOT ? null : this.reader.read(offsetOf(layout, first), SLOT);
    const hasBegin = folder === ROOT || (begin !== null && isDots(begin));
    const problem = isWhole
      ? hasBegin
        ? null
        : "The folder does not begin with its own entry: entries may be missing."
      : `Entries of the folder may be missing. ${chain.ended ?? "The folder has more than 65,536."}`;
    return {
      map: (offset, length) => chain.extents(offset, length),
      size: clusters * layout.clusterSize,
      problem,
    };
  }

  /** What lies in the slots of a folder. @param from bytes from the start of the folder */
  parts(space: FolderSpace | null, from: number) {
    return space === null ? [] : readFatFolder(this.reader, space, from);
  }

  /** The entries of a folder, deleted ones too. */
  *entries(folder: NodeId): Generator<FatEntry> {
    for (const part of this.parts(this.space(folder), 0))
      if (part.kind === "entry" && !part.isLabel) yield part;
  }
}
