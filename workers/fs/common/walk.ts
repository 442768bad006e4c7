import type { Steps } from "../../bytes/steps.ts";
import { statsInOrder } from "./stats-in-order.ts";
import type { FileSystem, FolderEntry, ListCursor, NodeId, StoredName, WalkedEntry } from "../file-system.ts";

/** Entries of a step. */
const PAGE = 1024;
/** Folders inside each other. Linux ends at 2,048 (PATH_MAX over two bytes). */
const DEEPEST = 2048;
/** Folders of a walk: bounds the memory of a volume whose folders are made up. */
const MOST_FOLDERS = 4_000_000;

interface Open {
  readonly node: NodeId;
  readonly path: readonly StoredName[];
  cursor: ListCursor | null;
}

/** What a walk needs of a file system beyond its interface. */
interface Walked extends Pick<FileSystem, "list" | "stat"> {
  /** Reads ahead what stats need. Tells for how many of the nodes, at least one. */
  readonly ahead: (nodes: readonly NodeId[]) => number;
  /** What makes two folders the same: their inode, or their first cluster. Null where the node can't be one. */
  readonly identity: (folder: NodeId) => number | null;
  /** A folder that is in itself, or in two places; or one too deep. */
  readonly again: (folder: FolderEntry, parent: NodeId) => void;
}

/** Walks folders by their lists, each folder once; folders come before what they hold. */
export function* walkFolders(files: Walked, from: NodeId, take: (entry: WalkedEntry) => void): Steps<void> {
  const seen = new Set<number>();
  const start = files.identity(from);
  if (start === null) return;
  seen.add(start);
  const open: Open[] = [{ node: from, path: [], cursor: null }];
  let done = 0;
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const { node: parent, path } = folder;
    const page = files.list(parent, folder.cursor, PAGE);
    if (page.next !== null) open.push({ node: parent, path, cursor: page.next });
    const inside: Open[] = [];
    const stats = statsInOrder(page.entries, { ahead: files.ahead, look: (node) => files.stat(node) });
    for (const entry of page.entries) {
      const stat = stats.next().value ?? null;
      const entryPath = [...path, entry.name];
      take({ parent, entry, path: entryPath, stat });
      if ((stat?.kind ?? entry.kind) !== "directory") continue;
      const identity = files.identity(entry.node);
      if (identity === null) continue;
      if (seen.has(identity) || entryPath.length > DEEPEST || seen.size >= MOST_FOLDERS) {
        files.again(entry, parent);
        continue;
      }
      seen.add(identity);
      inside.push({ node: entry.node, path: entryPath, cursor: null });
    }
    open.push(...inside.toReversed());
    done += page.entries.length;
    yield { done, total: null };
  }
}
