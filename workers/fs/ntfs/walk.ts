import type { Steps } from "../../bytes/steps.ts";
import type { FolderEntry, ListCursor, NodeId, NodeStat, StoredName, WalkedEntry } from "../file-system.ts";
import type { Folders } from "./folder.ts";
import type { Nodes } from "./node.ts";
import { statOf } from "./stat.ts";

/** Entries of a folder that are taken at once: their records are read in the order of the MFT. */
const BATCH = 8192;
/** Folders in each other; a name of Windows has room for 16,000. */
const DEEPEST = 2048;

interface Pending {
  readonly folder: NodeId;
  readonly path: readonly StoredName[];
}

/** What the records of entries say, read in the order of the MFT. */
function statsOf(nodes: Nodes, entries: readonly FolderEntry[]): (NodeStat | null)[] {
  const order = entries.map((_, index) => index).sort((a, b) => numberAt(entries, a) - numberAt(entries, b));
  const stats: (NodeStat | null)[] = entries.map(() => null);
  for (const index of order) {
    const node = nodes.nodeOrDeleted(numberAt(entries, index), "first parts");
    if (node !== null) stats[index] = statOf(nodes, node);
  }
  return stats;
}

const numberAt = (entries: readonly FolderEntry[], index: number) => entries[index]?.node ?? 0;

/** All files and folders below a folder. */
export function* walkFolders(
  nodes: Nodes,
  folders: Folders,
  from: NodeId,
  take: (entry: WalkedEntry) => void,
): Steps<void> {
  const seen = new Set<NodeId>([from]);
  const pending: Pending[] = [{ folder: from, path: [] }];
  let done = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { folder, path } = next;
    const found: Pending[] = [];
    let cursor: ListCursor | null = null;
    do {
      if (folders.sweepsNext(cursor)) yield* folders.prepareSweep();
      const page = folders.list(folder, cursor, BATCH, true);
      const stats = statsOf(nodes, page.entries);
      for (const [index, entry] of page.entries.entries()) {
        const whole = [...path, entry.name];
        const stat = stats[index] ?? null;
        take({ parent: folder, entry, path: whole, stat });
        // Of a folder whose record is gone, its name says that it is one.
        if ((stat ?? entry).kind !== "directory" || seen.has(entry.node) || whole.length > DEEPEST) continue;
        seen.add(entry.node);
        found.push({ folder: entry.node, path: whole });
      }
      done += page.entries.length;
      cursor = page.next;
      yield { done, total: null };
    } while (cursor !== null);
    pending.push(...found.toReversed());
  }
}
