import { decode } from "../../bytes/struct.ts";
import { runSteps, type Steps } from "../../bytes/steps.ts";
import { MIB } from "../../shared/numbers.ts";
import { bytesToHex } from "../../shared/text.ts";
import { bootSector, fatBoot, fatHead } from "../../volume/structs/windows-boot.ts";
import type { ReadableStore } from "../../store/store.ts";
import { MappedContent } from "../common/mapped-content.ts";
import { nameOfText, textOf } from "../common/names.ts";
import { ProblemList } from "../common/problem-list.ts";
import { PagedBytes } from "../common/paged-bytes.ts";
import { quickPage } from "../common/quick-page.ts";
import { walkFolders } from "../common/walk.ts";
import type {
  DeletedEntry,
  FileContent,
  FileExtent,
  FileSystem,
  FileSystemReader,
  FolderPage,
  FsFacts,
  FsProblem,
  FsStructure,
  ListCursor,
  NodeId,
  NodeStat,
  VolumeRun,
  WalkedEntry,
} from "../file-system.ts";
import { ClusterChain } from "./chain.ts";
import { ClusterTable, clusterAt, isCluster, offsetOf } from "./cluster-table.ts";
import { compareTables } from "./compare-tables.ts";
import { findDeleted } from "./deleted.ts";
import { type FatEntry, isDots, readFatFolder, type ShortValues } from "./folder.ts";
import { freeClusters } from "./free-clusters.ts";
import { type FatGeometry, readGeometry } from "./geometry.ts";
import { labelText } from "./short-name.ts";
import type { FolderSpace } from "./slots.ts";
import { stillFree } from "./still-free.ts";
import { infoSector, longEntry, shortEntry, SLOT } from "./structs/entry.ts";
import { fatTime } from "./time.ts";

/** The root folder's node: no entry names it. */
const ROOT = 0;
const DELETED = 0xe5;
const FOLDER = 0x10;
/** Bytes of a folder at most: 65,536 entries (FAT specification, 6.2). */
const LARGEST_FOLDER = 65_536 * SLOT;
/** Pieces of a folder that one call reads at most. */
const MOST_PIECES = 64;
/** Runs of a folder that its structures name. */
const MOST_RUNS = 1000;
/** Tables up to this size, bytes, are compared on opening. */
const SMALL_TABLE = MIB;

const FLAGS: readonly (readonly [number, string])[] = [
  [1, "read-only"],
  [2, "hidden"],
  [4, "system"],
  [0x20, "archive"],
];

/** FAT12, FAT16 and FAT32. */
class FatFileSystem implements FileSystem {
  readonly root: NodeId = ROOT;
  readonly facts: FsFacts;
  readonly #reader: PagedBytes;
  readonly #geometry: FatGeometry;
  readonly #table: ClusterTable;
  readonly #problems = new ProblemList();

  constructor(volume: ReadableStore, geometry: FatGeometry) {
    this.#reader = new PagedBytes(volume);
    this.#geometry = geometry;
    this.#table = new ClusterTable(this.#reader, geometry.layout, this.#problems);
    const state = [...this.#marks(), "times without a time zone, shown as UTC"];
    const [length = 0] = geometry.tables.map((run) => run.length);
    if (length <= SMALL_TABLE) runSteps(this.#compare());
    const { layout, values, name, size } = geometry;
    const serial = name === "FAT32" ? values.serial32 : values.serial16;
    const bootLabel = name === "FAT32" ? values.label32 : values.label16;
    this.facts = {
      name,
      label: this.#rootLabel() ?? labelText(Uint8Array.from(bootLabel, (each) => each.charCodeAt(0))),
      uuid: `${hex4(serial >>> 16)}-${hex4(serial & 0xffff)}`,
      blockSize: layout.clusterSize,
      size,
      used: this.#used(),
      files: null,
      state,
      pendingTransactions: null,
    };
  }

  /** What boot sector and table say of their state, as clauses; what is wrong with them is a problem. */
  #marks(): readonly string[] {
    const { boot, backup, name, tables, values, layout } = this.#geometry;
    const marks: string[] = [];
    if (boot !== 0) {
      marks.push("found by the backup boot sector");
      this.#problems.add("fat-boot-lost", "error", "The boot sector is damaged or gone; its copy is used.", {
        run: { offset: 0, length: values.sectorSize },
      });
    } else if (backup !== null) this.#compareBoot(backup);
    const [first] = tables;
    const head = first === undefined ? null : this.#reader.read(first.offset, fatHead.size);
    if (head !== null && name !== "FAT12") {
      const { flags16, flags32 } = decode(fatHead, head);
      const [flags, clean, whole] =
        name === "FAT32" ? [flags32, 0x0800_0000, 0x0400_0000] : [flags16, 0x8000, 0x4000];
      // A table that lost its start has no flags.
      if (flags !== 0) {
        if ((flags & whole) === 0) marks.push("marked as having errors");
        if ((flags & clean) === 0) marks.push("not unmounted");
      }
    }
    const bits = name === "FAT32" ? values.state32 : values.state16;
    if ((bits & 1) !== 0 && !marks.includes("not unmounted")) marks.push("not unmounted");
    if (layout.tables.length < tables.length) marks.push("with one table kept up to date");
    return marks;
  }

  #compareBoot(backup: number): void {
    const length = fatBoot.size;
    const [own, copy] = [this.#reader.read(0, length), this.#reader.read(backup, length)];
    if (
      own === null ||
      copy === null ||
      !bytesToHex(own.subarray(0, 37)).includes(bytesToHex(copy.subarray(0, 37)))
    )
      this.#problems.add(
        "fat-backup-boot-differs",
        "warning",
        "The backup boot sector is missing, or differs from the boot sector.",
        { run: { offset: backup, length: this.#geometry.values.sectorSize } },
      );
  }

  /** Bytes that hold something, as FSInfo says; null where there is none, or it can't be right. */
  #used(): number | null {
    const { values, layout, name } = this.#geometry;
    if (name !== "FAT32" || values.info === 0 || values.info === 0xffff) return null;
    const bytes = this.#reader.read(values.info * values.sectorSize, infoSector.size);
    if (bytes === null) return null;
    const { lead, signature, free } = decode(infoSector, bytes);
    if (lead !== "RRaA" || signature !== "rrAa") {
      this.#problems.add(
        "fat-info-damaged",
        "info",
        "The FSInfo sector is damaged: free clusters are not known.",
        {
          run: { offset: values.info * values.sectorSize, length: values.sectorSize },
        },
      );
      return null;
    }
    return free > layout.clusters ? null : (layout.clusters - free) * layout.clusterSize;
  }

  #rootLabel(): string | null {
    for (const part of this.#parts(this.#space(ROOT), 0)) {
      // The label is among the first entries; a root folder of many pieces is not searched on opening.
      if (part.kind === "piece" && part.position > 0) return null;
      if (part.kind === "entry" && part.isLabel && !part.isDeleted) return labelText(part.values.name);
    }
    return null;
  }

  *#compare(): Steps<void> {
    const { layout, tables } = this.#geometry;
    if (layout.tables.length === tables.length)
      yield* compareTables(this.#reader, layout, tables, this.#problems);
  }

  #parts(space: FolderSpace | null, from: number) {
    return space === null ? [] : readFatFolder(this.#reader, space, from);
  }

  problems(): readonly FsProblem[] {
    return this.#problems.list();
  }

  /** The values of an entry; null where the node can't be one. */
  #values(node: NodeId): ShortValues | null {
    const { layout, root } = this.#geometry;
    if (!Number.isSafeInteger(node) || node <= 0 || node % SLOT !== 0) return null;
    const inRoot = root !== null && node >= root.offset && node + SLOT <= root.offset + root.length;
    if (!inRoot && clusterAt(layout, node) === null) return null;
    const bytes = this.#reader.read(node, SLOT);
    if (bytes === null || bytes[0] === 0) return null;
    const values = decode(shortEntry, bytes);
    return (values.attributes & 8) === 0 ? values : null;
  }

  #firstCluster({ clusterHigh, clusterLow }: ShortValues): number {
    return this.#geometry.name === "FAT32" ? ((clusterHigh << 16) | clusterLow) >>> 0 : clusterLow;
  }

  /** First cluster of a folder, 0 for a root that has none; null where the node is no folder. */
  #folderStart(folder: NodeId): number | null {
    const { root, values } = this.#geometry;
    if (folder === ROOT) return root === null ? values.rootCluster : 0;
    const entry = this.#values(folder);
    return entry === null || (entry.attributes & FOLDER) === 0 ? null : this.#firstCluster(entry);
  }

  /** The clusters of a folder that has some of its own. @param first of them */
  #folderChain(folder: NodeId, first: number) {
    const { clusterSize } = this.#geometry.layout;
    // Of a deleted folder the table says nothing.
    const isDeleted = folder !== ROOT && this.#values(folder)?.name[0] === DELETED;
    const chain = new ClusterChain(this.#table, first, isDeleted ? 1 : null);
    return { chain, clusters: chain.reach(Math.ceil(LARGEST_FOLDER / clusterSize)), isDeleted };
  }

  #space(folder: NodeId): FolderSpace | null {
    const { root, layout } = this.#geometry;
    const first = this.#folderStart(folder);
    if (first === null) return null;
    if (folder === ROOT && root !== null) {
      const map = (offset: number, length: number): readonly FileExtent[] => [
        { offset, length, source: { kind: "volume", offset: root.offset + offset } },
      ];
      return { map, size: root.length, problem: null };
    }
    const { chain, clusters, isDeleted } = this.#folderChain(folder, first);
    const isWhole = isDeleted || chain.isWhole === true;
    const begin = folder === ROOT ? null : this.#reader.read(offsetOf(layout, first), SLOT);
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

  list(folder: NodeId, cursor: ListCursor | null, limit: number): FolderPage {
    return quickPage(
      cursor,
      limit,
      (most) => this.#page(folder, cursor, most),
      ({ entries }, reads) =>
        this.#ahead(
          entries.map(({ node }) => node),
          reads,
        ),
    );
  }

  /**
   * Reads ahead the parts of the table where the chains of folders begin: a folder's size is the length of its chain.
   *
   * @param nodes of entries that were read
   * @param reads at most
   * @returns for how many of them, from the first on
   */
  #ahead(nodes: readonly NodeId[], reads: number): number {
    const places = nodes.map((node) => {
      const first = this.#folderStart(node);
      return first === null ? null : this.#table.place(first);
    });
    return this.#reader.aheadOf(places, 4, reads).count;
  }

  #page(folder: NodeId, cursor: ListCursor | null, limit: number): FolderPage {
    const from = cursor === null ? 0 : Number(cursor);
    const space = Number.isSafeInteger(from) && from >= 0 ? this.#space(folder) : null;
    if (space === null) return { entries: [], next: null, problems: ["The folder can't be read."] };
    const entries: FolderPage["entries"][number][] = [];
    const problems: string[] = [];
    let pieces = 0;
    for (const part of this.#parts(space, from)) {
      if (part.kind === "piece") {
        pieces += 1;
        if (pieces > MOST_PIECES) return { entries, next: String(part.position), problems };
      } else if (part.kind === "problem") {
        if (problems.length < 100) problems.push(part.message);
        this.#problems.add("fat-folder", "error", part.message, { node: folder });
      } else if (!part.isDeleted && !part.isLabel) {
        if (entries.length === limit) return { entries, next: String(part.position), problems };
        const kind = (part.values.attributes & FOLDER) === 0 ? "file" : "directory";
        entries.push({ name: nameOfText(part.name), node: part.offset, kind });
      }
    }
    return { entries, next: null, problems };
  }

  lookup(folder: NodeId, name: Uint8Array): NodeId | null {
    const wanted = textOf(name).toUpperCase();
    for (const part of this.#parts(this.#space(folder), 0))
      if (
        part.kind === "entry" &&
        !part.isDeleted &&
        !part.isLabel &&
        (part.name.toUpperCase() === wanted || part.shortName.toUpperCase() === wanted)
      )
        return part.offset;
    return null;
  }

  stat(node: NodeId): NodeStat | null {
    const { layout } = this.#geometry;
    const about = {
      node,
      links: 1,
      mode: null,
      owner: null,
      target: null,
      device: null,
      streams: [],
      attributes: [],
    };
    if (node === ROOT) {
      const size = this.#space(ROOT)?.size ?? 0;
      const times = { modified: null, accessed: null, changed: null, created: null };
      return { ...about, kind: "directory", size, allocated: size, times, flags: [], limit: null };
    }
    const values = this.#values(node);
    if (values === null) return null;
    const isFolder = (values.attributes & FOLDER) !== 0;
    const isDeleted = values.name[0] === DELETED;
    const size = isFolder
      ? this.#folderChain(node, this.#firstCluster(values)).clusters * layout.clusterSize
      : values.size;
    const clusters = this.#firstCluster(values) === 0 ? 0 : Math.ceil(size / layout.clusterSize);
    const flags = FLAGS.filter(([bit]) => (values.attributes & bit) !== 0).map(([, flag]) => flag);
    return {
      ...about,
      kind: isFolder ? "directory" : "file",
      size,
      allocated: isDeleted ? 0 : clusters * layout.clusterSize,
      times: {
        modified: fatTime({ date: values.writtenDate, time: values.writtenTime, hundredths: 0 }),
        accessed: fatTime({ date: values.accessedDate, time: 0, hundredths: 0 }),
        changed: null,
        created: fatTime({
          date: values.createdDate,
          time: values.createdTime,
          hundredths: values.createdTenths,
        }),
      },
      flags: isDeleted ? [...flags, "deleted"] : flags,
      limit: isDeleted ? { kind: "damaged", words: DELETED_WORDS } : null,
    };
  }

  open(node: NodeId, stream: string | null): FileContent | null {
    const values = stream === null ? this.#values(node) : null;
    if (values === null || (values.attributes & FOLDER) !== 0) return null;
    const { size } = values;
    const isDeleted = values.name[0] === DELETED;
    const count = Math.ceil(size / this.#geometry.layout.clusterSize);
    const chain = new ClusterChain(this.#table, this.#firstCluster(values), isDeleted ? count : null);
    const { store: volume } = this.#reader;
    if (!isDeleted) return new MappedContent(volume, size, (offset, length) => chain.extents(offset, length));
    return new MappedContent(volume, size, (offset, length) =>
      stillFree(this.#geometry.layout, chain.extents(offset, length), (cluster) =>
        this.#table.isFree(cluster),
      ),
    );
  }

  walk(from: NodeId, take: (entry: WalkedEntry) => void): Steps<void> {
    const identity = (folder: NodeId) => {
      const first = this.#folderStart(folder);
      return folder !== ROOT && first !== null && !isCluster(this.#geometry.layout, first) ? null : first;
    };
    return walkFolders(
      {
        list: (...page) => this.#page(...page),
        stat: (node) => this.stat(node),
        ahead: (nodes) => this.#ahead(nodes, Infinity),
        identity,
        again: ({ node, name }) =>
          this.#problems.add(
            "fat-folder-again",
            "error",
            `The folder ${name.text} has the clusters of a folder that was listed before, or is too deep; it is not listed again.`,
            { node },
          ),
      },
      from,
      take,
    );
  }

  *free(): Steps<readonly VolumeRun[] | null> {
    yield* this.#compare();
    return yield* freeClusters(this.#table, this.#reader, this.#problems);
  }

  *metadata(): Steps<readonly VolumeRun[]> {
    const { tables, root, values } = this.#geometry;
    const reserved = { offset: 0, length: values.reserved * values.sectorSize };
    yield { done: 1, total: 1 };
    return [reserved, ...tables, ...(root === null ? [] : [root])];
  }

  *deleted(take: (entry: DeletedEntry) => void): Steps<void> {
    yield* findDeleted(
      {
        entries: (folder) => this.#entries(folder),
        firstCluster: (values) => this.#firstCluster(values),
        table: this.#table,
      },
      ROOT,
      take,
    );
  }

  *#entries(folder: NodeId): Generator<FatEntry> {
    for (const part of this.#parts(this.#space(folder), 0))
      if (part.kind === "entry" && !part.isLabel) yield part;
  }

  structures(node: NodeId | null): readonly FsStructure[] {
    const { tables, root, values, backup, boot } = this.#geometry;
    if (node === null) {
      const { sectorSize } = values;
      const list: FsStructure[] = [
        { label: "boot sector", offset: 0, length: bootSector.size, table: fatBoot.name },
      ];
      const copy = backup ?? (boot === 0 ? null : boot);
      if (copy !== null)
        list.push({
          label: "backup boot sector",
          offset: copy,
          length: bootSector.size,
          table: fatBoot.name,
        });
      if (values.info !== 0 && values.info !== 0xffff && root === null)
        list.push({
          label: "FSInfo",
          offset: values.info * sectorSize,
          length: infoSector.size,
          table: infoSector.name,
        });
      for (const [nth, run] of tables.entries())
        list.push({ label: `file allocation table ${nth + 1}`, ...run, table: null });
      if (root !== null) list.push({ label: "root folder", ...root, table: null });
      return list;
    }
    const list: FsStructure[] = [];
    const entry = this.#values(node);
    if (entry !== null) {
      list.push(...this.#longParts(node));
      list.push({ label: "directory entry", offset: node, length: SLOT, table: shortEntry.name });
    }
    const space = this.#space(node);
    if (space === null) return list;
    for (const { source, length } of space.map(0, space.size)) {
      if (source.kind === "volume")
        list.push({ label: "folder", offset: source.offset, length, table: null });
      if (list.length >= MOST_RUNS) break;
    }
    return list;
  }

  /** The parts of the long name in front of an entry, as far as they lie in the same cluster. */
  #longParts(node: NodeId): readonly FsStructure[] {
    const parts: FsStructure[] = [];
    for (let offset = node - SLOT; parts.length < 20 && offset > 0; offset -= SLOT) {
      const bytes = this.#reader.read(offset, SLOT);
      if (bytes === null || (decode(longEntry, bytes).attributes & 0x3f) !== 0x0f) break;
      parts.unshift({ label: "long name", offset, length: SLOT, table: longEntry.name });
    }
    return parts;
  }
}

const DELETED_WORDS =
  "Deleted: its clusters are taken to follow each other, and those that were given to something else can't be read.";

const hex4 = (value: number) => value.toString(16).padStart(4, "0").toUpperCase();

/** FAT12, FAT16 and FAT32, by the boot sector or by FAT32's copy of it. */
export const FAT_READER: FileSystemReader = {
  open: (volume) => {
    const geometry = readGeometry(volume);
    return geometry === null || geometry.layout.clusters === 0 ? null : new FatFileSystem(volume, geometry);
  },
};
