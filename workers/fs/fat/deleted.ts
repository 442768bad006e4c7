import type { Steps } from "../../bytes/steps.ts";
import { nameOfText } from "../common/names.ts";
import type { DeletedEntry, NodeId } from "../file-system.ts";
import { FOLDER } from "./attributes.ts";
import { isCluster } from "./cluster-table.ts";
import { type FatNodes, ROOT } from "./nodes.ts";

/** Folders that are searched: bounds the memory. */
const MOST_FOLDERS = 1_000_000;
const ENTRIES_OF_STEP = 256;

/** Bytes of a deleted file that are free still, its clusters taken to follow each other. */
function freeBytes({ table }: FatNodes, first: number, size: number): number {
  const { clusterSize } = table.layout;
  let free = 0;
  for (
    let at = 0, cluster = first;
    at < size && isCluster(table.layout, cluster);
    at += clusterSize, cluster++
  )
    if (table.isFree(cluster)) free += Math.min(clusterSize, size - at);
  return free;
}

/** Deleted entries of all folders, and what is in deleted folders whose first cluster is free still. */
export function* findDeleted(nodes: FatNodes, take: (entry: DeletedEntry) => void): Steps<void> {
  const { table } = nodes;
  const seen = new Set<number>();
  const open: { readonly node: NodeId; readonly isDeleted: boolean }[] = [{ node: ROOT, isDeleted: false }];
  let done = 0;
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const { offset, name, values, isDeleted } of nodes.entries(folder.node)) {
      const first = nodes.firstCluster(values);
      const isFolder = (values.attributes & FOLDER) !== 0;
      const isGone = isDeleted || folder.isDeleted;
      if (isFolder && !seen.has(first) && isCluster(table.layout, first) && seen.size < MOST_FOLDERS)
        if (!isGone || table.isFree(first)) {
          seen.add(first);
          open.push({ node: offset, isDeleted: isGone });
        }
      if (isGone) {
        const size = isFolder ? table.layout.clusterSize : values.size;
        const free = freeBytes(nodes, first, size);
        take({
          node: offset,
          name: nameOfText(name),
          parent: folder.node,
          size,
          inUse: false,
          free,
          deleted: null,
        });
      }
      done += 1;
      if (done % ENTRIES_OF_STEP === 0) yield { done, total: null };
    }
  }
}
