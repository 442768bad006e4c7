import type { Steps } from "../../bytes/steps.ts";
import { safeNumber } from "../../shared/numbers.ts";
import { decode } from "../../bytes/struct.ts";
import { bytesToHex } from "../../shared/text.ts";
import type { ReadableStore } from "../../store/store.ts";
import { labelOf } from "../../volume/content.ts";
import { xfsSuperblock } from "../../volume/structs/linux-heads.ts";
import { MappedContent } from "../common/mapped-content.ts";
import { nameOfBytes } from "../common/names.ts";
import { ProblemList } from "../common/problem-list.ts";
import { PagedBytes } from "../common/paged-bytes.ts";
import { quickPage } from "../common/quick-page.ts";
import { walkFolders } from "../common/walk.ts";
import type {
  ContentLimit,
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
} from "../file-system.ts";
import { readAttributes } from "./attributes.ts";
import { BlockMap } from "./block-map.ts";
import { checkCrc, type XfsContext } from "./context.ts";
import { findDeleted, openDeleted, statDeleted } from "./deleted.ts";
import { readXfsFolder } from "./folder.ts";
import { freeSpace } from "./free-space.ts";
import { groupOffset, inodeOffset, readXfsGeometry, type XfsGeometry } from "./geometry.ts";
import { hasBigTimes, type Inode, inodeTime, LOCAL, readInode } from "./inode.ts";
import { readLink } from "./link.ts";
import { logState, type LogState } from "./log-state.ts";
import { metadataRuns } from "./metadata.ts";
import { folderBlock } from "./structs/folder.ts";
import { agf, agfl, agi } from "./structs/group.ts";
import { inodeCore, longBlock } from "./structs/inode.ts";

/** Pieces of a folder that one call reads at most. */
const MOST_PIECES = 256;
/** Runs that the structures of a node name. */
const MOST_RUNS = 1000;
const REALTIME = 1;
const NEEDS_REPAIR = 0x10;
/** Features that move what is read here: metadata folders, zoned devices. */
const UNKNOWN_FEATURES = ~0xff;

const FLAGS: readonly (readonly [number, string])[] = [
  [0x8, "immutable"],
  [0x10, "append-only"],
  [0x20, "synchronous"],
  [0x40, "no-access-time"],
  [0x80, "no-dump"],
];

const LOG_WORDS: Readonly<Record<LogState, string | null>> = {
  clean: null,
  dirty: "not unmounted: its log may hold changes that are not applied here",
  elsewhere: "with a log on another device",
  unreadable: "the log can't be read",
};

const REALTIME_LIMIT: ContentLimit = {
  kind: "unsupported",
  words: "The content lies on a realtime device, which is not read. Linux reads it with both devices.",
};

/** XFS of version 4 or 5. */
class XfsFileSystem implements FileSystem {
  readonly root: NodeId;
  readonly applied = null;
  readonly #context: XfsContext;
  #facts: FsFacts | null = null;

  constructor(volume: ReadableStore, geometry: XfsGeometry) {
    this.root = geometry.root;
    this.#context = { reader: new PagedBytes(volume), geometry, problems: new ProblemList() };
    this.#checkStart();
  }

  #checkStart(): void {
    const { reader, geometry, problems } = this.#context;
    const length = geometry.sectorSize;
    if (geometry.from !== 0) {
      problems.add(
        "xfs-superblock-lost",
        "error",
        "The superblock is damaged or gone; the copy in the second allocation group is used.",
        { run: { offset: 0, length } },
      );
      return;
    }
    const bytes = reader.read(0, length);
    if (bytes !== null)
      checkCrc(
        this.#context,
        bytes,
        xfsSuperblock.fields.checksum,
        geometry.values.checksum,
        "the superblock",
        {
          offset: 0,
        },
      );
    const second = geometry.groups > 1 ? groupOffset(geometry, 1, 0) : null;
    const copy = second === null ? null : reader.read(second, xfsSuperblock.size);
    if (second !== null && (copy === null || decode(xfsSuperblock, copy).magic !== geometry.values.magic))
      problems.add(
        "xfs-copy-lost",
        "warning",
        "The copy of the superblock in the second group is not there.",
        {
          run: { offset: second, length },
        },
      );
  }

  get facts(): FsFacts {
    // The log is looked at where someone asks.
    this.#facts ??= this.#readFacts();
    return this.#facts;
  }

  #readFacts(): FsFacts {
    const { geometry } = this.#context;
    const { values, blockSize } = geometry;
    const uuid = bytesToHex(values.uuid);
    const [free, inodes, freeInodes] = [values.freeBlocks, values.inodes, values.freeInodes].map((count) =>
      safeNumber(count),
    );
    const state: string[] = [];
    if (geometry.from !== 0) state.push("found by a backup superblock");
    if (geometry.isV5 && (values.incompatible & NEEDS_REPAIR) !== 0) state.push("marked as having errors");
    if (geometry.isV5 && (values.incompatible & UNKNOWN_FEATURES) !== 0)
      state.push("with features that are not known here");
    const logged = logState(this.#context);
    const log = LOG_WORDS[logged];
    if (log !== null) state.push(log);
    // A copy is not kept up to date: its counters are those of mkfs or of the last growth.
    const counts = geometry.from === 0;
    return {
      name: "XFS",
      label: labelOf(values.label),
      uuid: [0, 8, 12, 16, 20].map((at, nth, all) => uuid.slice(at, all[nth + 1])).join("-"),
      blockSize,
      size: geometry.size,
      used: counts && free != null ? Math.max(0, geometry.size - free * blockSize) : null,
      files: counts && inodes != null && freeInodes != null ? Math.max(0, inodes - freeInodes) : null,
      state,
      pendingTransactions: null,
      isCurrent: logged === "clean",
    };
  }

  problems(): readonly FsProblem[] {
    return this.#context.problems.list();
  }

  #inode(node: NodeId): Inode | null {
    return readInode(this.#context, node);
  }

  #folder(node: NodeId): Inode | null {
    const inode = this.#inode(node);
    return inode?.kind === "directory" ? inode : null;
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

  /** Reads inodes ahead, in at most so many reads. @returns for how many of them, from the first on */
  #ahead(nodes: readonly NodeId[], reads: number): number {
    const { reader, geometry } = this.#context;
    const places = nodes.map((node) => inodeOffset(geometry, node));
    return reader.aheadOf(places, geometry.inodeSize, reads).count;
  }

  #page(folder: NodeId, cursor: ListCursor | null, limit: number): FolderPage {
    const from = cursor === null ? 0 : Number(cursor);
    const inode = Number.isSafeInteger(from) && from >= 0 ? this.#folder(folder) : null;
    if (inode === null) return { entries: [], next: null, problems: ["The folder can't be read."] };
    const entries: FolderPage["entries"][number][] = [];
    const problems: string[] = [];
    let pieces = 0;
    let last = from;
    for (const part of readXfsFolder(this.#context, inode, from)) {
      if (part.kind === "piece") {
        pieces += 1;
        if (pieces > MOST_PIECES) return { entries, next: String(part.position), problems };
      } else if (part.kind === "problem") {
        if (problems.length < 100) problems.push(part.message);
        this.#context.problems.add("xfs-folder", "error", part.message, { node: folder });
      } else if (part.kind === "entry") {
        if (entries.length === limit) return { entries, next: String(last), problems };
        last = part.next;
        entries.push({ name: nameOfBytes(part.name), node: part.inode, kind: part.type });
      }
    }
    return { entries, next: null, problems };
  }

  lookup(folder: NodeId, name: Uint8Array): NodeId | null {
    const inode = this.#folder(folder);
    if (inode === null) return null;
    const { foldsAscii } = this.#context.geometry;
    const folded = (byte: number | undefined) =>
      foldsAscii && byte !== undefined && byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
    for (const part of readXfsFolder(this.#context, inode, 0))
      if (
        part.kind === "entry" &&
        part.name.length === name.length &&
        part.name.every((byte, at) => folded(byte) === folded(name[at]))
      )
        return part.inode;
    return null;
  }

  stat(node: NodeId): NodeStat | null {
    const inode = this.#inode(node);
    if (inode === null) return statDeleted(this.#context, node);
    const { values, kind, size } = inode;
    const isBig = hasBigTimes(inode);
    const isDevice = kind === "block-device" || kind === "character-device";
    const target = kind === "symlink" ? readLink(this.#context, inode) : null;
    return {
      node,
      kind,
      size,
      allocated: (safeNumber(values.blocks) ?? 0) * this.#context.geometry.blockSize,
      links: values.version === 1 ? values.links16 : values.links,
      mode: values.mode & 0o7777,
      owner: { user: values.user, group: values.group },
      times: {
        modified: inodeTime(values.modified, isBig),
        accessed: inodeTime(values.accessed, isBig),
        changed: inodeTime(values.changed, isBig),
        created: values.version >= 3 ? inodeTime(values.created, isBig) : null,
      },
      target: target === null ? null : nameOfBytes(target),
      device: isDevice ? deviceOf(inode) : null,
      streams: [],
      attributes: readAttributes(this.#context, inode),
      flags: FLAGS.filter(([bit]) => (values.flags & bit) !== 0).map(([, flag]) => flag),
      limit: limitOf(inode, target),
    };
  }

  open(node: NodeId, stream: string | null): FileContent | null {
    if (stream !== null) return null;
    const inode = this.#inode(node);
    if (inode === null) return openDeleted(this.#context, node);
    if (inode.kind !== "file") return null;
    const { size, data, values } = inode;
    const { store: volume } = this.#context.reader;
    if ((values.flags & REALTIME) !== 0)
      return new MappedContent(volume, size, (offset, length): readonly FileExtent[] => [
        { offset, length, source: { kind: "unreadable", reason: "The file lies on a realtime device." } },
      ]);
    const map = new BlockMap(this.#context, inode, data);
    return new MappedContent(volume, size, (offset, length) => map.extents(offset, length));
  }

  walk(from: NodeId, take: (entry: WalkedEntry) => void): Steps<void> {
    return walkFolders(
      {
        list: (...page) => this.#page(...page),
        stat: (node) => this.stat(node),
        ahead: (nodes) => this.#ahead(nodes, Infinity),
        identity: (folder) => folder,
        again: ({ node, name }) =>
          this.#context.problems.add(
            "xfs-folder-again",
            "error",
            `The folder ${name.text} is in two places, or too deep; it is not listed again.`,
            { node },
          ),
      },
      from,
      take,
    );
  }

  free(): Steps<FreeSpace | null> {
    return freeSpace(this.#context);
  }

  metadata(): Steps<readonly VolumeRun[]> {
    return metadataRuns(this.#context);
  }

  deleted(take: (entry: DeletedEntry) => void): Steps<void> {
    return findDeleted(this.#context, take);
  }

  structures(node: NodeId | null): readonly FsStructure[] {
    const { geometry } = this.#context;
    const list: FsStructure[] = [];
    if (node === null) {
      for (let group = 0; group < geometry.groups && list.length < MOST_RUNS; group++) {
        const start = groupOffset(geometry, group, 0) ?? 0;
        for (const [nth, { name, size }] of [xfsSuperblock, agf, agi, agfl].entries())
          list.push({
            label: `${name} of group ${group}`,
            offset: start + nth * geometry.sectorSize,
            length: size,
            table: name,
          });
      }
      return list;
    }
    const inode = this.#inode(node);
    if (inode === null) return list;
    const { inodeSize, blockSize } = geometry;
    list.push({ label: `inode ${node}`, offset: inode.offset, length: inodeSize, table: inodeCore.name });
    const map = new BlockMap(this.#context, inode, inode.data);
    for (const offset of map.treeBlocks(MOST_RUNS))
      list.push({ label: "extent tree block", offset, length: blockSize, table: longBlock.name });
    if (inode.kind !== "directory" || inode.data.format === LOCAL) return list;
    for (const run of map.runs(0, Math.ceil(Math.min(inode.size, 2 ** 35) / blockSize))) {
      if (list.length >= MOST_RUNS) break;
      if (run.offset !== null)
        list.push({
          label: "folder",
          offset: run.offset,
          length: run.count * blockSize,
          table: folderBlock.name,
        });
    }
    return list;
  }
}

/** Numbers of a device (XFS 14.3): 14 bits and 18 bits. */
function deviceOf({ data }: Inode): { readonly major: number; readonly minor: number } | null {
  if (data.bytes.length < 4) return null;
  const packed = new DataView(data.bytes.buffer, data.bytes.byteOffset, 4).getUint32(0);
  return { major: packed >>> 18, minor: packed & 0x3_ffff };
}

function limitOf({ kind, values }: Inode, target: Uint8Array | null): ContentLimit | null {
  if (kind === "file" && (values.flags & REALTIME) !== 0) return REALTIME_LIMIT;
  if (kind === "symlink" && target === null)
    return { kind: "damaged", words: "The target of the link can't be read." };
  return null;
}

/** XFS, by its superblock or the copy in its second allocation group. */
export const XFS_READER: FileSystemReader = {
  open: (volume) => {
    const geometry = readXfsGeometry(volume);
    return geometry === null ? null : new XfsFileSystem(volume, geometry);
  },
};
