import { runSteps, type Steps } from "../../bytes/steps.ts";
import { MIB } from "../../shared/numbers.ts";
import { MappedContent } from "../common/mapped-content.ts";
import { nameOfText, textOf } from "../common/names.ts";
import { quickPage } from "../common/quick-page.ts";
import { walkFolders } from "../common/walk.ts";
import type {
  DeletedEntry,
  FileContent,
  FileSystem,
  FileSystemReader,
  FolderPage,
  FreeSpace,
  FsFacts,
  FsProblem,
  FsStructure,
  ListCursor,
  NodeId,
  NodeStat,
  VolumeRun,
  WalkedEntry,
} from "../file-system.ts";
import { attributeWords, FOLDER } from "./attributes.ts";
import { ClusterChain } from "./chain.ts";
import { isCluster } from "./cluster-table.ts";
import { compareTables } from "./compare-tables.ts";
import { findDeleted } from "./deleted.ts";
import { readFacts } from "./facts.ts";
import { freeClusters } from "./free-clusters.ts";
import { readGeometry } from "./geometry.ts";
import { DELETED, FatNodes, ROOT } from "./nodes.ts";
import { stillFree } from "./still-free.ts";
import { nodeStructures, systemStructures } from "./structures.ts";
import { fatTime } from "./time.ts";

/** Pieces of a folder that one call reads at most. */
const MOST_PIECES = 64;
/** Tables up to this size, bytes, are compared on opening. */
const SMALL_TABLE = MIB;

/** FAT12, FAT16 and FAT32. */
class FatFileSystem implements FileSystem {
  readonly root: NodeId = ROOT;
  readonly applied = null;
  readonly facts: FsFacts;
  readonly #nodes: FatNodes;

  constructor(nodes: FatNodes) {
    this.#nodes = nodes;
    this.facts = readFacts(nodes);
    const [table] = nodes.geometry.tables;
    if ((table?.length ?? 0) <= SMALL_TABLE) runSteps(this.#compare());
  }

  *#compare(): Steps<void> {
    const { layout, tables } = this.#nodes.geometry;
    if (layout.tables.length === tables.length)
      yield* compareTables(this.#nodes.reader, layout, tables, this.#nodes.problems);
  }

  problems(): readonly FsProblem[] {
    return this.#nodes.problems.list();
  }

  list(folder: NodeId, cursor: ListCursor | null, limit: number): FolderPage {
    return quickPage(
      cursor,
      limit,
      (most) => this.#page(folder, cursor, most),
      ({ entries }, reads) =>
        this.#nodes.ahead(
          entries.map(({ node }) => node),
          reads,
        ),
    );
  }

  #page(folder: NodeId, cursor: ListCursor | null, limit: number): FolderPage {
    const from = cursor === null ? 0 : Number(cursor);
    const space = Number.isSafeInteger(from) && from >= 0 ? this.#nodes.space(folder) : null;
    if (space === null) return { entries: [], next: null, problems: ["The folder can't be read."] };
    const entries: FolderPage["entries"][number][] = [];
    const problems: string[] = [];
    let pieces = 0;
    for (const part of this.#nodes.parts(space, from)) {
      if (part.kind === "piece") {
        pieces += 1;
        if (pieces > MOST_PIECES) return { entries, next: String(part.position), problems };
      } else if (part.kind === "problem") {
        if (problems.length < 100) problems.push(part.message);
        this.#nodes.problems.add("fat-folder", "error", part.message, { node: folder });
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
    for (const part of this.#nodes.parts(this.#nodes.space(folder), 0))
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
    const { layout } = this.#nodes.geometry;
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
      const size = this.#nodes.space(ROOT)?.size ?? 0;
      const times = { modified: null, accessed: null, changed: null, created: null };
      return { ...about, kind: "directory", size, allocated: size, times, flags: [], limit: null };
    }
    const values = this.#nodes.values(node);
    if (values === null) return null;
    const isFolder = (values.attributes & FOLDER) !== 0;
    const isDeleted = values.name[0] === DELETED;
    const first = this.#nodes.firstCluster(values);
    const size = isFolder ? this.#nodes.chain(node, first).clusters * layout.clusterSize : values.size;
    const clusters = first === 0 ? 0 : Math.ceil(size / layout.clusterSize);
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
      flags: attributeWords(values.attributes, isDeleted),
      limit: isDeleted ? { kind: "damaged", words: DELETED_WORDS } : null,
    };
  }

  open(node: NodeId, stream: string | null): FileContent | null {
    const values = stream === null ? this.#nodes.values(node) : null;
    if (values === null || (values.attributes & FOLDER) !== 0) return null;
    const { size } = values;
    const isDeleted = values.name[0] === DELETED;
    const count = Math.ceil(size / this.#nodes.geometry.layout.clusterSize);
    const chain = new ClusterChain(
      this.#nodes.table,
      this.#nodes.firstCluster(values),
      isDeleted ? count : null,
    );
    const { store: volume } = this.#nodes.reader;
    if (!isDeleted) return new MappedContent(volume, size, (offset, length) => chain.extents(offset, length));
    return new MappedContent(volume, size, (offset, length) =>
      stillFree(this.#nodes.geometry.layout, chain.extents(offset, length), (cluster) =>
        this.#nodes.table.isFree(cluster),
      ),
    );
  }

  walk(from: NodeId, take: (entry: WalkedEntry) => void): Steps<void> {
    const identity = (folder: NodeId) => {
      const first = this.#nodes.folderStart(folder);
      return folder !== ROOT && first !== null && !isCluster(this.#nodes.geometry.layout, first)
        ? null
        : first;
    };
    return walkFolders(
      {
        list: (...page) => this.#page(...page),
        stat: (node) => this.stat(node),
        ahead: (nodes) => this.#nodes.ahead(nodes, Infinity),
        identity,
        again: ({ node, name }) =>
          this.#nodes.problems.add(
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

  *free(): Steps<FreeSpace | null> {
    yield* this.#compare();
    return yield* freeClusters(this.#nodes.table, this.#nodes.reader, this.#nodes.problems);
  }

  *metadata(): Steps<readonly VolumeRun[]> {
    const { tables, root, values } = this.#nodes.geometry;
    const reserved = { offset: 0, length: values.reserved * values.sectorSize };
    yield { done: 1, total: 1 };
    return [reserved, ...tables, ...(root === null ? [] : [root])];
  }

  deleted(take: (entry: DeletedEntry) => void): Steps<void> {
    return findDeleted(this.#nodes, take);
  }

  structures(node: NodeId | null): readonly FsStructure[] {
    return node === null ? systemStructures(this.#nodes.geometry) : nodeStructures(this.#nodes, node);
  }
}

const DELETED_WORDS =
  "Deleted: its clusters are taken to follow each other, and those that were given to something else can't be read.";

/** FAT12, FAT16 and FAT32, by the boot sector or by FAT32's copy of it. */
export const FAT_READER: FileSystemReader = {
  open: (volume) => {
    const geometry = readGeometry(volume);
    return geometry === null || geometry.layout.clusters === 0
      ? null
      : new FatFileSystem(new FatNodes(volume, geometry));
  },
};
