import { decode } from "../../../bytes/struct.ts";
import type { Steps } from "../../../bytes/steps.ts";
import { utf16ToText } from "../../../shared/encoded-text.ts";
import { MIB, safeNumber } from "../../../shared/numbers.ts";
import { hexText } from "../../../shared/text.ts";
import type { ReadableStore } from "../../../store/store.ts";
import { exfatBoot } from "../../../volume/structs/windows-boot.ts";
import { MappedContent } from "../../common/mapped-content.ts";
import { nameOfText, textOf } from "../../common/names.ts";
import { ProblemList } from "../../common/problem-list.ts";
import { PagedBytes } from "../../common/paged-bytes.ts";
import { walkFolders } from "../../common/walk.ts";
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
} from "../../file-system.ts";
import { ClusterChain } from "../chain.ts";
import { ClusterTable, clusterAt, FIRST_CLUSTER, isCluster, offsetOf } from "../cluster-table.ts";
import { stillFree } from "../still-free.ts";
import type { FolderSpace } from "../slots.ts";
import { SLOT } from "../structs/entry.ts";
import { exfatTime } from "../time.ts";
import { ClusterBitmap } from "./bitmap.ts";
import { bootChecksum, CHECKSUM_SECTOR } from "./boot-region.ts";
import { entriesOf, type EntrySet, readSet } from "./entry-set.ts";
import { readExfatFolder } from "./folder.ts";
import { type ExfatGeometry, readExfatGeometry, REGION_SECTORS } from "./geometry.ts";
import { fileEntry, labelEntry, streamEntry, tableEntry } from "./structs/entry.ts";
import { inUpperCase, unpackUpcase, upcaseChecksum } from "./upcase.ts";

/** The root folder's node: no entry names it. */
const ROOT = 0;
const FOLDER = 0x10;
/** Bytes of a folder at most (exFAT specification, 7.6.7). */
const LARGEST_FOLDER = 256 * MIB;
/** Bytes of an up-case table at most: twice one that is not packed. */
const LARGEST_UPCASE = 256 * 1024;
/** Pieces of a folder that one call reads at most. */
const MOST_PIECES = 64;
/** Sets that lie in two clusters whose places are kept. */
const MOST_SPLIT = 65_536;
const MOST_RUNS = 1000;
const MOST_FOLDERS = 1_000_000;
const ENTRIES_OF_STEP = 256;

const BITMAP = 0x81;
const UPCASE = 0x82;
const LABEL = 0x83;

const FLAGS: readonly (readonly [number, string])[] = [
  [1, "read-only"],
  [2, "hidden"],
  [4, "system"],
  [0x20, "archive"],
];

const DELETED_WORDS = "Deleted: those of its clusters that were given to something else can't be read.";

/** exFAT. */
class ExfatFileSystem implements FileSystem {
  readonly root: NodeId = ROOT;
  readonly facts: FsFacts;
  readonly #reader: PagedBytes;
  readonly #geometry: ExfatGeometry;
  readonly #table: ClusterTable;
  readonly #problems = new ProblemList();
  #bitmap: ClusterBitmap | null = null;
  #upcase: Uint16Array | null = null;
  #label: string | null = null;
  /** Places of the entries of sets that a list found in two clusters. */
  readonly #split = new Map<NodeId, readonly number[]>();

  constructor(volume: ReadableStore, geometry: ExfatGeometry) {
    this.#reader = new PagedBytes(volume);
    this.#geometry = geometry;
    this.#table = new ClusterTable(this.#reader, geometry.layout, this.#problems);
    const state = this.#marks();
    this.#readVolumeEntries();
    const { values, layout, size } = geometry;
    const { serial, percent } = values;
    const digits = hexText(serial, 8).slice(2).toUpperCase();
    this.facts = {
      name: "exFAT",
      label: this.#label,
      uuid: `${digits.slice(0, 4)}-${digits.slice(4)}`,
      blockSize: layout.clusterSize,
      size,
      // A percentage, rounded down: all that exFAT keeps.
      used: percent > 100 ? null : Math.floor((layout.clusters * percent) / 100) * layout.clusterSize,
      files: null,
      state,
      pendingTransactions: null,
    };
  }

  #marks(): readonly string[] {
    const { boot, values, sectorSize } = this.#geometry;
    const length = REGION_SECTORS * sectorSize;
    const marks: string[] = [];
    if (boot !== 0) {
      marks.push("found by the backup boot region");
      this.#problems.add(
        "exfat-boot-lost",
        "error",
        "The boot sector is damaged or gone; its copy is used.",
        {
          run: { offset: 0, length },
        },
      );
    }
    for (const [offset, name] of [
      [0, "boot region"],
      [length, "backup boot region"],
    ] as const) {
      const region = this.#reader.read(offset, length);
      const stored = this.#reader.u32(offset + CHECKSUM_SECTOR * sectorSize);
      if (region === null || bootChecksum(region, sectorSize) !== stored)
        this.#problems.add("exfat-boot-checksum", "warning", `The checksum of the ${name} does not fit.`, {
          run: { offset, length },
        });
    }
    if ((values.flags & 4) !== 0) marks.push("marked as having errors");
    if ((values.flags & 2) !== 0) marks.push("not unmounted");
    return marks;
  }

  /** Bitmap, up-case table and label: they come first in the root folder. */
  #readVolumeEntries(): void {
    for (const part of readExfatFolder(this.#reader, this.#rootSpace(), 0)) {
      if (part.kind === "entry" || (part.kind === "piece" && part.position > 0)) break;
      if (part.kind !== "volume") continue;
      const { flags, first, size, checksum } = decode(tableEntry, part.bytes);
      const length = safeNumber(size) ?? 0;
      if (part.type === LABEL) {
        const { length: units, label } = decode(labelEntry, part.bytes);
        this.#label = utf16ToText(label.subarray(0, units * 2)) || null;
      } else if (part.type === BITMAP && (flags & 1) === (this.#geometry.values.flags & 1))
        this.#bitmap = new ClusterBitmap(
          this.#reader,
          this.#geometry.layout,
          new ClusterChain(this.#table, first),
        );
      else if (part.type === UPCASE && length > 0 && length <= LARGEST_UPCASE)
        this.#readUpcase(new ClusterChain(this.#table, first), length, checksum);
    }
    if (this.#bitmap === null)
      this.#problems.add("exfat-no-bitmap", "error", "The bitmap of the clusters is not found.");
    if (this.#upcase === null)
      this.#problems.add("exfat-no-upcase", "warning", "The up-case table is not found, or damaged.");
  }

  #readUpcase(chain: ClusterChain, length: number, checksum: number): void {
    const packed = new Uint8Array(length);
    for (const { offset, length: run, source } of chain.extents(0, length)) {
      const bytes = source.kind === "volume" ? this.#reader.read(source.offset, run) : null;
      if (bytes === null) return;
      packed.set(bytes, offset);
    }
    if (upcaseChecksum(packed) === checksum) this.#upcase = unpackUpcase(packed);
  }

  problems(): readonly FsProblem[] {
    return this.#problems.list();
  }

  #rootSpace(): FolderSpace {
    const { values, layout } = this.#geometry;
    const chain = new ClusterChain(this.#table, values.rootCluster);
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

  #chainOf({ isContiguous, first, size }: EntrySet): ClusterChain {
    const count = Math.ceil(size / this.#geometry.layout.clusterSize);
    return new ClusterChain(this.#table, first, isContiguous ? count : null);
  }

  #space(folder: NodeId): FolderSpace | null {
    if (folder === ROOT) return this.#rootSpace();
    const set = this.#set(folder);
    if (set === null || (set.file.attributes & FOLDER) === 0) return null;
    const chain = this.#chainOf(set);
    const size = Math.min(set.size, LARGEST_FOLDER);
    return { map: (offset, length) => chain.extents(offset, length), size, problem: null };
  }

  /** The entries of a set in one piece; null where they can't be read. */
  #gather(offsets: readonly number[]): Uint8Array | null {
    const whole = new Uint8Array(offsets.length * SLOT);
    for (const [nth, offset] of offsets.entries()) {
      const bytes = this.#reader.read(offset, SLOT);
      if (bytes === null) return null;
      whole.set(bytes, nth * SLOT);
    }
    return whole;
  }

  /** Places that the entries of a set may have: its cluster may end inside it, and only its folder knows which one follows. */
  *#places(node: NodeId, count: number): Generator<readonly number[]> {
    const { layout } = this.#geometry;
    const known = this.#split.get(node);
    if (known !== undefined) yield known;
    const straight = Array.from({ length: count }, (_, nth) => node + nth * SLOT);
    yield straight;
    const cluster = clusterAt(layout, node);
    const next = cluster === null ? 0 : this.#table.next(cluster);
    if (cluster === null || next < FIRST_CLUSTER) return;
    const end = offsetOf(layout, cluster + 1);
    yield straight.map((offset) => (offset < end ? offset : offsetOf(layout, next) + offset - end));
  }

  /** The set that begins at a node; null where there is none. */
  #set(node: NodeId): EntrySet | null {
    if (!Number.isSafeInteger(node) || node <= 0 || node % SLOT !== 0) return null;
    if (clusterAt(this.#geometry.layout, node) === null) return null;
    const first = this.#reader.read(node, SLOT);
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

  #keep(node: NodeId, offsets: readonly number[]): void {
    const isSplit = offsets.some((offset, nth) => offset !== node + nth * SLOT);
    if (isSplit && this.#split.size < MOST_SPLIT) this.#split.set(node, offsets);
  }

  list(folder: NodeId, cursor: ListCursor | null, limit: number): FolderPage {
    const from = cursor === null ? 0 : Number(cursor);
    const space = Number.isSafeInteger(from) && from >= 0 ? this.#space(folder) : null;
    if (space === null) return { entries: [], next: null, problems: ["The folder can't be read."] };
    const entries: FolderPage["entries"][number][] = [];
    const problems: string[] = [];
    let pieces = 0;
    for (const part of readExfatFolder(this.#reader, space, from)) {
      if (part.kind === "piece") {
        pieces += 1;
        if (pieces > MOST_PIECES) return { entries, next: String(part.position), problems };
      } else if (part.kind === "problem") {
        if (problems.length < 100) problems.push(part.message);
        this.#problems.add("exfat-folder", "error", part.message, { node: folder });
      } else if (part.kind === "entry" && !part.set.isDeleted) {
        if (entries.length === limit) return { entries, next: String(part.position), problems };
        this.#keep(part.offset, part.offsets);
        const kind = (part.set.file.attributes & FOLDER) === 0 ? "file" : "directory";
        entries.push({ name: nameOfText(part.set.name), node: part.offset, kind });
      }
    }
    return { entries, next: null, problems };
  }

  lookup(folder: NodeId, name: Uint8Array): NodeId | null {
    const space = this.#space(folder);
    if (space === null) return null;
    const wanted = inUpperCase(textOf(name), this.#upcase);
    for (const part of readExfatFolder(this.#reader, space, 0))
      if (
        part.kind === "entry" &&
        !part.set.isDeleted &&
        inUpperCase(part.set.name, this.#upcase) === wanted
      ) {
        this.#keep(part.offset, part.offsets);
        return part.offset;
      }
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
      const { size } = this.#rootSpace();
      const times = { modified: null, accessed: null, changed: null, created: null };
      return { ...about, kind: "directory", size, allocated: size, times, flags: [], limit: null };
    }
    const set = this.#set(node);
    if (set === null) return null;
    const { file, size, isDeleted, first } = set;
    const flags = FLAGS.filter(([bit]) => (file.attributes & bit) !== 0).map(([, flag]) => flag);
    return {
      ...about,
      kind: (file.attributes & FOLDER) === 0 ? "file" : "directory",
      size,
      allocated: isDeleted || first === 0 ? 0 : Math.ceil(size / layout.clusterSize) * layout.clusterSize,
      times: {
        modified: exfatTime(file.modified, file.modifiedHundredths, file.modifiedOffset),
        accessed: exfatTime(file.accessed, 0, file.accessedOffset),
        changed: null,
        created: exfatTime(file.created, file.createdHundredths, file.createdOffset),
      },
      flags: isDeleted ? [...flags, "deleted"] : flags,
      limit: isDeleted ? { kind: "damaged", words: DELETED_WORDS } : null,
    };
  }

  open(node: NodeId, stream: string | null): FileContent | null {
    const set = stream === null ? this.#set(node) : null;
    if (set === null || (set.file.attributes & FOLDER) !== 0) return null;
    const chain = this.#chainOf(set);
    return new MappedContent(this.#reader.store, set.size, (offset, length) =>
      this.#written(set, chain, offset, length),
    );
  }

  /** Runs of a file: zeros behind what was written; of a deleted one, what is free still. */
  *#written(set: EntrySet, chain: ClusterChain, offset: number, length: number): Generator<FileExtent> {
    const written = Math.max(0, Math.min(set.valid - offset, length));
    if (written > 0) {
      const extents = chain.extents(offset, written);
      yield* set.isDeleted ? this.#stillFree(extents) : extents;
    }
    if (written < length)
      yield { offset: offset + written, length: length - written, source: { kind: "zero" } };
  }

  #stillFree(extents: Iterable<FileExtent>): Generator<FileExtent> {
    return stillFree(this.#geometry.layout, extents, (cluster) => this.#bitmap?.isUsed(cluster) === false);
  }

  walk(from: NodeId, take: (entry: WalkedEntry) => void): Steps<void> {
    const identity = (folder: NodeId) => {
      if (folder === ROOT) return this.#geometry.values.rootCluster;
      const set = this.#set(folder);
      return set === null || !isCluster(this.#geometry.layout, set.first) ? null : set.first;
    };
    return walkFolders(
      {
        list: (...page) => this.list(...page),
        stat: (node) => this.stat(node),
        // All that a stat needs stands in the folder.
        ahead: (nodes) => nodes.length,
        identity,
        again: ({ node, name }) =>
          this.#problems.add(
            "exfat-folder-again",
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
    return this.#bitmap === null ? null : yield* this.#bitmap.free(this.#problems);
  }

  *metadata(): Steps<readonly VolumeRun[]> {
    const { layout } = this.#geometry;
    yield { done: 1, total: 1 };
    // Boot regions and tables fill all that lies in front of the clusters.
    return [{ offset: 0, length: layout.heap }];
  }

  *deleted(take: (entry: DeletedEntry) => void): Steps<void> {
    const seen = new Set<number>();
    const open: NodeId[] = [ROOT];
    let done = 0;
    for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
      const space = this.#space(folder);
      if (space === null) continue;
      for (const part of readExfatFolder(this.#reader, space, 0)) {
        done += 1;
        if (done % ENTRIES_OF_STEP === 0) yield { done, total: null };
        if (part.kind !== "entry") continue;
        const { set, offset } = part;
        this.#keep(offset, part.offsets);
        const isFolder = (set.file.attributes & FOLDER) !== 0;
        if (isFolder && !set.isDeleted && !seen.has(set.first) && seen.size < MOST_FOLDERS) {
          seen.add(set.first);
          open.push(offset);
        }
        if (!set.isDeleted) continue;
        const free = this.#freeBytes(set);
        const name = nameOfText(set.name);
        take({ node: offset, name, parent: folder, size: set.size, inUse: false, free, deleted: null });
      }
    }
  }

  #freeBytes(set: EntrySet): number {
    let free = 0;
    for (const { length, source } of this.#stillFree(this.#chainOf(set).extents(0, set.size)))
      if (source.kind === "volume") free += length;
    return free;
  }

  structures(node: NodeId | null): readonly FsStructure[] {
    const { tables, sectorSize, values, layout } = this.#geometry;
    const list: FsStructure[] = [];
    if (node === null) {
      const length = exfatBoot.size;
      list.push({ label: "boot sector", offset: 0, length, table: exfatBoot.name });
      const copy = REGION_SECTORS * sectorSize;
      list.push({ label: "backup boot sector", offset: copy, length, table: exfatBoot.name });
      for (const [nth, run] of tables.entries())
        list.push({ label: `file allocation table ${nth + 1}`, ...run, table: null });
      if (isCluster(layout, values.rootCluster))
        list.push({
          label: "root folder",
          offset: offsetOf(layout, values.rootCluster),
          length: layout.clusterSize,
          table: null,
        });
      return list;
    }
    if (this.#set(node) !== null) {
      list.push({ label: "file entry", offset: node, length: SLOT, table: fileEntry.name });
      const [, stream = node + SLOT] = this.#split.get(node) ?? [];
      list.push({ label: "stream extension entry", offset: stream, length: SLOT, table: streamEntry.name });
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
}

/** exFAT, by the boot region or its copy. */
export const EXFAT_READER: FileSystemReader = {
  open: (volume) => {
    const geometry = readExfatGeometry(volume);
    return geometry === null || geometry.layout.clusters === 0 ? null : new ExfatFileSystem(volume, geometry);
  },
};
