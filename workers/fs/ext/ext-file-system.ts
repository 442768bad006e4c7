import type { Steps } from "../../bytes/steps.ts";
import type {
  AppliedVolume,
  DeletedEntry,
  FileContent,
  FileSystem,
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
import { quickPage } from "../common/quick-page.ts";
import { copyOfNode, deletedFiles } from "./deleted.ts";
import { entriesOf, folderBlocks, listFolder } from "./folders.ts";
import { FreeBlocks } from "./free-blocks.ts";
import { hasFlag, type Inode, isFree } from "./inode.ts";
import { isAllocated, readInodeLeft, ROOT } from "./inodes.ts";
import { inodeCopyAt } from "./journal/inode-copies.ts";
import type { Journal } from "./journal/journal.ts";
import { folded, sameBytes } from "./names.ts";
import { freeSpace } from "./space.ts";
import { contentOf, readStatsAhead, statOf } from "./stat.ts";
import { metadataRuns, structuresOf, structuresOfAll } from "./structures.ts";
import type { ExtVolume } from "./volume.ts";
import { walkFrom } from "./walk.ts";

const MOST_ENTRIES = 4096;

/** An ext2, ext3 or ext4 file system. */
export class ExtFileSystem implements FileSystem {
  readonly facts: FsFacts;
  readonly root = ROOT;
  readonly applied: AppliedVolume | null;
  readonly #volume: ExtVolume;
  readonly #journal: Journal | null;
  readonly #free: FreeBlocks;

  /**
   * @param volume with the transactions applied that are to be seen
   * @param applied what the volume reads; null where no transaction is applied
   */
  constructor(volume: ExtVolume, journal: Journal | null, facts: FsFacts, applied: AppliedVolume | null) {
    this.#volume = volume;
    this.#journal = journal;
    this.#free = new FreeBlocks(volume);
    this.facts = facts;
    this.applied = applied;
  }

  problems(): readonly FsProblem[] {
    return this.#volume.problems.list();
  }

  list(folder: NodeId, cursor: ListCursor | null, limit: number): FolderPage {
    const inode = this.#inode(folder);
    const problems = [`Inode ${folder} is no folder that can be read.`];
    if (inode?.kind !== "directory") return { entries: [], next: null, problems };
    return quickPage(
      cursor,
      Math.max(1, Math.min(MOST_ENTRIES, limit)),
      (most) => listFolder(this.#volume, inode, cursor, most),
      ({ entries }, reads) =>
        readStatsAhead(
          this.#volume,
          entries.map(({ node }) => node),
          reads,
        ),
    );
  }

  lookup(folder: NodeId, name: Uint8Array): NodeId | null {
    const inode = this.#inode(folder);
    if (inode?.kind !== "directory") return null;
    const other = hasFlag(inode, "caseFolded") ? folded(name) : null;
    let similar: NodeId | null = null;
    for (const block of folderBlocks(this.#volume, inode, 0))
      for (const entry of entriesOf(this.#volume, inode, block, () => {})) {
        if (sameBytes(entry.name.bytes, name)) return entry.node;
        if (other !== null && similar === null && folded(entry.name.bytes) === other) similar = entry.node;
      }
    return similar;
  }

  stat(node: NodeId): NodeStat | null {
    const inode = this.#inode(node);
    if (inode === null) return null;
    const isDeleted = copyOfNode(node) !== null || isFree(inode);
    return { ...statOf(this.#volume, inode, isDeleted), node };
  }

  open(node: NodeId, stream: string | null): FileContent | null {
    const inode = stream === null ? this.#inode(node) : null;
    const hasContent = inode?.kind === "file" || inode?.kind === "directory" || inode?.kind === "symlink";
    if (!hasContent) return null;
    return contentOf(this.#volume, inode, this.#hasLostBlocks(node, inode) ? this.#free : null);
  }

  /** Whether the blocks of a node may belong to something else by now: a file was deleted, and is not kept open. */
  #hasLostBlocks(node: NodeId, inode: Inode): boolean {
    if (copyOfNode(node) !== null) return true;
    return (isFree(inode) || inode.links === 0) && !isAllocated(this.#volume, node);
  }

  walk(from: NodeId, take: (entry: WalkedEntry) => void): Steps<void> {
    return walkFrom(this.#volume, from, take);
  }

  free(): Steps<FreeSpace | null> {
    return freeSpace(this.#volume);
  }

  metadata(): Steps<readonly VolumeRun[]> {
    return metadataRuns(this.#volume, this.#journal);
  }

  deleted(take: (entry: DeletedEntry) => void): Steps<void> {
    return deletedFiles(this.#volume, this.#journal, take);
  }

  structures(node: NodeId | null): readonly FsStructure[] {
    if (node === null) return structuresOfAll(this.#volume, this.#journal);
    const inode = this.#inode(node);
    return inode === null ? [] : structuresOf(this.#volume, inode);
  }

  /** The inode of a node, or its copy in the journal; null where it can't be read, or holds nothing. */
  #inode(node: NodeId): Inode | null {
    const copy = copyOfNode(node);
    if (copy !== null)
      return this.#journal === null ? null : inodeCopyAt(this.#volume, this.#journal, copy.at, copy.inode);
    return readInodeLeft(this.#volume, node);
  }
}
