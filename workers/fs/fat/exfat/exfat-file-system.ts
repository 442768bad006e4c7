import type { Steps } from "../../../bytes/steps.ts";
import { MappedContent } from "../../common/mapped-content.ts";
import { nameOfText, textOf } from "../../common/names.ts";
import { walkFolders } from "../../common/walk.ts";
import type {
  DeletedEntry,
  FileContent,
  FileExtent,
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
} from "../../file-system.ts";
import { attributeWords, FOLDER } from "../attributes.ts";
import type { ClusterChain } from "../chain.ts";
import { isCluster } from "../cluster-table.ts";
import { exfatTime } from "../time.ts";
import { findDeleted, freeExtents } from "./deleted.ts";
import type { EntrySet } from "./entry-set.ts";
import { readFacts } from "./facts.ts";
import { readExfatGeometry } from "./geometry.ts";
import { ExfatNodes, ROOT } from "./nodes.ts";
import { nodeStructures, systemStructures } from "./structures.ts";
import { inUpperCase } from "./upcase.ts";
import { readVolumeEntries, type VolumeEntries } from "./volume-entries.ts";

/** Pieces of a folder that one call reads at most. */
const MOST_PIECES = 64;

const DELETED_WORDS = "Deleted: those of its clusters that were given to something else can't be read.";

/** exFAT. */
class ExfatFileSystem implements FileSystem {
  readonly root: NodeId = ROOT;
  readonly applied = null;
  readonly facts: FsFacts;
  readonly #nodes: ExfatNodes;
  readonly #entries: VolumeEntries;

  constructor(nodes: ExfatNodes) {
    this.#nodes = nodes;
    this.#entries = readVolumeEntries(nodes);
    this.facts = readFacts(nodes, this.#entries.label);
  }

  problems(): readonly FsProblem[] {
    return this.#nodes.problems.list();
  }

  list(folder: NodeId, cursor: ListCursor | null, limit: number): FolderPage {
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
        this.#nodes.problems.add("exfat-folder", "error", part.message, { node: folder });
      } else if (part.kind === "entry" && !part.set.isDeleted) {
        if (entries.length === limit) return { entries, next: String(part.position), problems };
        this.#nodes.keep(part.offset, part.offsets);
        const kind = (part.set.file.attributes & FOLDER) === 0 ? "file" : "directory";
        entries.push({ name: nameOfText(part.set.name), node: part.offset, kind });
      }
    }
    return { entries, next: null, problems };
  }

  lookup(folder: NodeId, name: Uint8Array): NodeId | null {
    const space = this.#nodes.space(folder);
    if (space === null) return null;
    const wanted = inUpperCase(textOf(name), this.#entries.upcase);
    for (const part of this.#nodes.parts(space, 0))
      if (
        part.kind === "entry" &&
        !part.set.isDeleted &&
        inUpperCase(part.set.name, this.#entries.upcase) === wanted
      ) {
        this.#nodes.keep(part.offset, part.offsets);
        return part.offset;
      }
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
      const { size } = this.#nodes.rootSpace();
      const times = { modified: null, accessed: null, changed: null, created: null };
      return { ...about, kind: "directory", size, allocated: size, times, flags: [], limit: null };
    }
    const set = this.#nodes.set(node);
    if (set === null) return null;
    const { file, size, isDeleted, first } = set;
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
      flags: attributeWords(file.attributes, isDeleted),
      limit: isDeleted ? { kind: "damaged", words: DELETED_WORDS } : null,
    };
  }

  open(node: NodeId, stream: string | null): FileContent | null {
    const set = stream === null ? this.#nodes.set(node) : null;
    if (set === null || (set.file.attributes & FOLDER) !== 0) return null;
    const chain = this.#nodes.chainOf(set);
    return new MappedContent(this.#nodes.reader.store, set.size, (offset, length) =>
      this.#written(set, chain, offset, length),
    );
  }

  /** Runs of a file: zeros behind what was written; of a deleted one, what is free still. */
  *#written(set: EntrySet, chain: ClusterChain, offset: number, length: number): Generator<FileExtent> {
    const written = Math.max(0, Math.min(set.valid - offset, length));
    if (written > 0) {
      const extents = chain.extents(offset, written);
      yield* set.isDeleted ? freeExtents(this.#nodes, this.#entries.bitmap, extents) : extents;
    }
    if (written < length)
      yield { offset: offset + written, length: length - written, source: { kind: "zero" } };
  }

  walk(from: NodeId, take: (entry: WalkedEntry) => void): Steps<void> {
    const identity = (folder: NodeId) => {
      if (folder === ROOT) return this.#nodes.geometry.values.rootCluster;
      const set = this.#nodes.set(folder);
      return set === null || !isCluster(this.#nodes.geometry.layout, set.first) ? null : set.first;
    };
    return walkFolders(
      {
        list: (...page) => this.list(...page),
        stat: (node) => this.stat(node),
        // All that a stat needs stands in the folder.
        ahead: (nodes) => nodes.length,
        identity,
        again: ({ node, name }) =>
          this.#nodes.problems.add(
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

  *free(): Steps<FreeSpace | null> {
    const { bitmap } = this.#entries;
    return bitmap === null ? null : yield* bitmap.free(this.#nodes.problems);
  }

  *metadata(): Steps<readonly VolumeRun[]> {
    const { layout } = this.#nodes.geometry;
    yield { done: 1, total: 1 };
    // Boot regions and the FAT fill all that lies in front of the clusters.
    return [{ offset: 0, length: layout.heap }, ...this.#entries.places()];
  }

  deleted(take: (entry: DeletedEntry) => void): Steps<void> {
    return findDeleted(this.#nodes, this.#entries.bitmap, take);
  }

  structures(node: NodeId | null): readonly FsStructure[] {
    return node === null ? systemStructures(this.#nodes.geometry) : nodeStructures(this.#nodes, node);
  }
}

/** exFAT, by the boot region or its copy. */
export const EXFAT_READER: FileSystemReader = {
  open: (volume) => {
    const geometry = readExfatGeometry(volume);
    return geometry === null || geometry.layout.clusters === 0
      ? null
      : new ExfatFileSystem(new ExfatNodes(volume, geometry));
  },
};
