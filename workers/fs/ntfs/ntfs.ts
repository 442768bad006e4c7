import type { Steps } from "../../bytes/steps.ts";
import type { ReadableStore } from "../../store/store.ts";
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
import { TYPE } from "./attributes.ts";
import { ClusterBitmap } from "./bitmap.ts";
import { deletedFiles } from "./deleted.ts";
import { Folders } from "./folder.ts";
import { readGeometry } from "./geometry.ts";
import { metadataRuns } from "./metadata.ts";
import { openMft } from "./mft.ts";
import { Nodes } from "./node.ts";
import { ProblemList } from "../common/problem-list.ts";
import { reparseOf, statOf } from "./stat.ts";
import type { ClusterValue } from "./run-content.ts";
import { nodeStructures, systemStructures } from "./structures.ts";
import { unitsOfUtf8 } from "./utf16.ts";
import { readFacts } from "./volume-facts.ts";
import { walkFolders } from "./walk.ts";
import { WOF_STREAM, WofContent } from "./wof-content.ts";

const ROOT = 5;
const BITMAP = 6;
const MOST_ENTRIES = 4096;

/** An NTFS volume. A node is the number of its record in the MFT. */
class Ntfs implements FileSystem {
  readonly facts: FsFacts;
  readonly root = ROOT;
  readonly applied = null;
  readonly #nodes: Nodes;
  readonly #folders: Folders;
  #bitmap: ClusterBitmap | null | undefined = undefined;

  constructor(nodes: Nodes) {
    this.#nodes = nodes;
    this.#folders = new Folders(nodes);
    this.facts = readFacts(nodes);
  }

  problems(): readonly FsProblem[] {
    return this.#nodes.problems.list();
  }

  list(folder: NodeId, cursor: ListCursor | null, limit: number): FolderPage {
    return this.#folders.list(folder, cursor, Math.max(1, Math.min(MOST_ENTRIES, limit)));
  }

  lookup(folder: NodeId, name: Uint8Array): NodeId | null {
    return this.#folders.lookup(folder, unitsOfUtf8(name));
  }

  stat(node: NodeId): NodeStat | null {
    const found = this.#nodes.nodeOrDeleted(node, "first parts");
    return found === null ? null : statOf(this.#nodes, found);
  }

  open(node: NodeId, stream: string | null): FileContent | null {
    const found = this.#nodes.nodeOrDeleted(node, "all parts");
    if (found === null) return null;
    const stillFree = found.record.isInUse ? undefined : this.#stillFree();
    const content = this.#nodes.value(found.attributes, TYPE.data, stream ?? "", stillFree);
    if (content === null || stream !== null) return content;
    const wof = reparseOf(this.#nodes, found.attributes)?.wof ?? null;
    if (wof === null) return content;
    const packed = this.#nodes.value(found.attributes, TYPE.data, WOF_STREAM, stillFree);
    return packed === null ? null : new WofContent(this.#nodes.volume, packed, content.size, wof);
  }

  /** Which clusters of a deleted file are its own still: those that nothing else was given. */
  #stillFree(): NonNullable<ClusterValue["stillFree"]> {
    const bitmap = this.#openBitmap();
    return (lcn, most) => bitmap?.stretch(lcn, most) ?? { isFree: false, count: most };
  }

  walk(from: NodeId, take: (entry: WalkedEntry) => void): Steps<void> {
    return walkFolders(this.#nodes, this.#folders, from, take);
  }

  *free(): Steps<FreeSpace | null> {
    const bitmap = this.#openBitmap();
    return bitmap === null ? null : yield* bitmap.free(this.#nodes.problems);
  }

  metadata(): Steps<readonly VolumeRun[]> {
    return metadataRuns(this.#nodes, this.#folders);
  }

  deleted(take: (entry: DeletedEntry) => void): Steps<void> {
    return deletedFiles(this.#nodes, this.#openBitmap(), take);
  }

  structures(node: NodeId | null): readonly FsStructure[] {
    return node === null ? systemStructures(this.#nodes) : nodeStructures(this.#nodes, this.#folders, node);
  }

  #openBitmap(): ClusterBitmap | null {
    if (this.#bitmap === undefined) {
      const node = this.#nodes.node(BITMAP, "all parts");
      const content = node === null ? null : this.#nodes.value(node.attributes, TYPE.data, "");
      this.#bitmap = content === null ? null : new ClusterBitmap(content, this.#nodes.geometry);
    }
    return this.#bitmap;
  }
}

/** Opens NTFS by its boot sector or the backup. $LogFile is not replayed. */
export const NTFS_READER: FileSystemReader = {
  open(volume: ReadableStore): FileSystem | null {
    const geometry = readGeometry(volume);
    if (geometry === null) return null;
    const problems = new ProblemList();
    const mft = openMft(volume, geometry, problems);
    return mft === null ? null : new Ntfs(new Nodes(volume, geometry, mft, problems));
  },
};
