import type { Steps } from "../../../bytes/steps.ts";
import { nameOfText } from "../../common/names.ts";
import type { DeletedEntry, FileExtent, NodeId } from "../../file-system.ts";
import { FOLDER } from "../attributes.ts";
import { stillFree } from "../still-free.ts";
import type { ClusterBitmap } from "./bitmap.ts";
import type { EntrySet } from "./entry-set.ts";
import { type ExfatNodes, ROOT } from "./nodes.ts";

/** Folders that are searched: bounds the memory. */
const MOST_FOLDERS = 1_000_000;
const ENTRIES_OF_STEP = 256;

/** Runs of a deleted file, those that something else was given cut out. */
export const freeExtents = (
  { geometry }: ExfatNodes,
  bitmap: ClusterBitmap | null,
  extents: Iterable<FileExtent>,
): Generator<FileExtent> =>
  stillFree(geometry.layout, extents, (cluster) => bitmap?.isUsed(cluster) === false);

function freeBytes(nodes: ExfatNodes, bitmap: ClusterBitmap | null, set: EntrySet): number {
  let free = 0;
  for (const { length, source } of freeExtents(nodes, bitmap, nodes.chainOf(set).extents(0, set.size)))
    if (source.kind === "volume") free += length;
  return free;
}

/** Sets of all folders that are marked as not in use. */
export function* findDeleted(
  nodes: ExfatNodes,
  bitmap: ClusterBitmap | null,
  take: (entry: DeletedEntry) => void,
): Steps<void> {
  const seen = new Set<number>();
  const open: NodeId[] = [ROOT];
  let done = 0;
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const space = nodes.space(folder);
    if (space === null) continue;
    for (const part of nodes.parts(space, 0)) {
      done += 1;
      if (done % ENTRIES_OF_STEP === 0) yield { done, total: null };
      if (part.kind !== "entry") continue;
      const { set, offset } = part;
      nodes.keep(offset, part.offsets);
      const isFolder = (set.file.attributes & FOLDER) !== 0;
      if (isFolder && !set.isDeleted && !seen.has(set.first) && seen.size < MOST_FOLDERS) {
        seen.add(set.first);
        open.push(offset);
      }
      if (!set.isDeleted) continue;
      const free = freeBytes(nodes, bitmap, set);
      const name = nameOfText(set.name);
      take({ node: offset, name, parent: folder, size: set.size, inUse: false, free, deleted: null });
    }
  }
}
