import type { Steps } from "../../bytes/steps.ts";
import type { FolderEntry, NodeId, NodeKind, NodeStat, StoredName, WalkedEntry } from "../file-system.ts";
import { SparseBits } from "../common/sparse-bits.ts";
import { statsInOrder } from "../common/stats-in-order.ts";
import { entriesOf, folderBlocks } from "./folders.ts";
import { isFree } from "./inode.ts";
import { readInode, readInodeLeft } from "./inodes.ts";
import { readStatsAhead, statOf } from "./stat.ts";
import type { ExtVolume } from "./volume.ts";

/** Folders inside each other that a walk goes into; a path of the kernel's 4,096 bytes has no more than 2,048. */
const DEEPEST = 2048;
/** Entries whose inodes are looked at together, in their order: those of a large folder lie all over the tables. */
const BATCH = 8192;

interface Folder {
  readonly node: NodeId;
  readonly path: readonly StoredName[];
}

/** How a walk looks at entries. */
export interface WalkOptions {
  /** Whether each entry comes with its stat. */
  readonly stat: boolean;
}

/** What a walk sees of an inode. */
interface Look {
  readonly stat: NodeStat | null;
  readonly isFolder: boolean;
}

const NOTHING: Look = { stat: null, isFolder: false };

/** @param kind as the entry has it @param isWanted whether the stat is wanted */
function lookAt(volume: ExtVolume, number: number, kind: NodeKind, isWanted: boolean): Look {
  if (!isWanted && kind !== "unknown") return { stat: null, isFolder: kind === "directory" };
  const inode = readInodeLeft(volume, number);
  if (inode === null) return NOTHING;
  const stat = isWanted ? statOf(volume, inode, isFree(inode)) : null;
  return { stat, isFolder: inode.kind === "directory" };
}

/**
 * Goes through all folders, each once, those with the lowest depth of a branch first. Blocks of folders are counted: folders that share
 * blocks, as a hostile volume has them, end the walk.
 */
export function* walkFrom(
  volume: ExtVolume,
  from: NodeId,
  take: (entry: WalkedEntry) => void,
  { stat }: WalkOptions = { stat: true },
): Steps<void> {
  const seen = new SparseBits();
  const waiting: Folder[] = [{ node: from, path: [] }];
  let blocksLeft = volume.blocksHere;
  let done = 0;
  seen.add(from);
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const inode = readInode(volume, folder.node);
    if (inode === null || isFree(inode) || inode.kind !== "directory") continue;
    const below: Folder[] = [];
    let batch: FolderEntry[] = [];
    const { node: parent, path } = folder;
    const give = () => {
      const looks = statsInOrder(batch, {
        ahead: (numbers) => (stat ? readStatsAhead(volume, numbers, Infinity) : numbers.length),
        look: (number, index) => lookAt(volume, number, batch[index]?.kind ?? "unknown", stat),
      });
      for (const entry of batch) {
        const { stat: found, isFolder } = looks.next().value ?? NOTHING;
        const own = [...path, entry.name];
        if (isFolder && seen.add(entry.node)) {
          if (own.length < DEEPEST) below.push({ node: entry.node, path: own });
          else volume.problems.add("too-deep", "warning", "Folders more than 2,048 deep are not gone into.");
        }
        take({ parent, entry, path: own, stat: found });
      }
      done += batch.length;
      batch = [];
    };
    for (const block of folderBlocks(volume, inode, 0)) {
      if ((blocksLeft -= 1) < 0) {
        const message = "Folders share blocks: there are more blocks of folders than the volume has.";
        volume.problems.add("shared-folder-blocks", "error", message);
        return;
      }
      for (const { name, node, kind } of entriesOf(volume, inode, block, () => {}))
        batch.push({ name, node, kind });
      if (batch.length < BATCH) continue;
      give();
      yield { done, total: null };
    }
    give();
    // The last one is taken first.
    while (below.length > 0) {
      const next = below.pop();
      if (next !== undefined) waiting.push(next);
    }
    yield { done, total: null };
  }
}
