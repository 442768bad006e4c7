import type { Steps } from "../../bytes/steps.ts";
import type { ListCursor, NodeId, NodeStat, StoredName, WalkedEntry } from "../file-system.ts";
import type { Folders } from "./folder.ts";
import type { Nodes } from "./node.ts";
import { statOf } from "./stat.ts";

/** Entries of a folder that are taken at once: their records are read in the order of the MFT. */
const BATCH = 16_384;
/** Folders in each other; a name of Windows has room for 16,000. */
const DEEPEST = 2048;

interface Pending {
  readonly folder: NodeId;
  readonly path: readonly StoredName[];
}

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
      const stats = new Map<NodeId, NodeStat>();
      const look = (record: NodeId) => {
        const node = nodes.nodeOrDeleted(record, "first parts");
        if (node !== null) stats.set(record, statOf(nodes, node));
      };
      const isSwept = folders.sweepsNext(cursor);
      const page = folders.list(folder, cursor, BATCH, look);
      for (const entry of page.entries) {
        const whole = [...path, entry.name];
        // What a sweep found is in no index, and was not looked at.
        if (isSwept) look(entry.node);
        const stat = stats.get(entry.node) ?? null;
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
