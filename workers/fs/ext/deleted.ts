import type { Steps } from "../../bytes/steps.ts";
import type { DeletedEntry, NodeId, StoredName } from "../file-system.ts";
import { SparseBits } from "../sparse-bits.ts";
import { folderBlocks, namer, rulesOf } from "./folders.ts";
import { hasFlag, type Inode, inodeFrom, isFree } from "./inode.ts";
import { inodeIsChecked, readInode } from "./inodes.ts";
import { type InodeCopy, journalCopies } from "./journal/inode-copies.ts";
import type { Journal } from "./journal/journal.ts";
import { blockRuns } from "./mapping.ts";
import { deletedRecordsIn } from "./records.ts";
import { FreeBlocks } from "./free-blocks.ts";
import { groupsHere } from "./space.ts";
import type { ExtVolume } from "./volume.ts";
import { walkFrom } from "./walk.ts";
import { ROOT } from "./inodes.ts";

/** Names that are kept. */
const MOST_NAMES = 200_000;
/** Runs of a deleted file that are looked at. */
const MOST_RUNS = 4096;
const STEP = 4096;
const NANOSECONDS = 1_000_000_000n;
/** A node of an inode's copy: the block of the journal that holds it, and the inode. */
const COPY = 2 ** 32;

/** The node of a copy of an inode in the journal. @param at block of the journal */
export const copyNode = (at: number, inode: number): NodeId => (at + 1) * COPY + inode;

/** Inode and block of the journal that a node stands for; null for an inode of the volume. */
export function copyOfNode(node: NodeId): { readonly at: number; readonly inode: number } | null {
  if (node < COPY) return null;
  const inode = node % COPY;
  return { at: (node - inode) / COPY - 1, inode };
}

interface OldName {
  readonly name: StoredName;
  readonly parent: NodeId;
}

/** Bytes of a file whose blocks are free, so that nothing else was written there. */
function freeBytes(volume: ExtVolume, inode: Inode, free: FreeBlocks): number {
  if (hasFlag(inode, "inlineData")) return inode.size;
  const { blockSize } = volume;
  let bytes = 0;
  let runs = 0;
  for (const { logical, count, physical } of blockRuns(volume, inode, 0, Math.ceil(inode.size / blockSize))) {
    if ((runs += 1) > MOST_RUNS) break;
    if (physical === null) continue;
    for (const { start, end } of free.within(physical, physical + count)) {
      const from = (logical + start - physical) * blockSize;
      bytes += Math.max(0, Math.min((logical + end - physical) * blockSize, inode.size) - from);
    }
  }
  return bytes;
}

/** Names that were deleted, by inode: the first one that is found of each. And all inodes that a name leads to. */
function* lookThrough(
  volume: ExtVolume,
): Steps<{ names: ReadonlyMap<NodeId, OldName>; reached: SparseBits }> {
  const names = new Map<NodeId, OldName>();
  const reached = new SparseBits();
  reached.add(ROOT);
  const folders: NodeId[] = [ROOT];
  yield* walkFrom(volume, ROOT, ({ entry, stat }) => {
    reached.add(entry.node);
    if (stat?.kind === "directory") folders.push(entry.node);
  });
  const rules = rulesOf(volume);
  for (const [index, parent] of folders.entries()) {
    const inode = readInode(volume, parent);
    if (inode === null || hasFlag(inode, "inlineData")) continue;
    const nameOf = namer(inode);
    for (const { bytes } of folderBlocks(volume, inode, 0)) {
      if (bytes === null || names.size >= MOST_NAMES) continue;
      for (const record of deletedRecordsIn(bytes, rules))
        if (!names.has(record.inode)) names.set(record.inode, { name: nameOf(record.name), parent });
    }
    if (index % STEP === 0) yield { done: index, total: folders.length };
  }
  return { names, reached };
}

const NO_NAME = { name: null, parent: null };

/** Inodes in use that no folder names, and those that were deleted and kept where their content was. */
function* nameless(
  volume: ExtVolume,
  reached: SparseBits,
  names: ReadonlyMap<NodeId, OldName>,
  take: (entry: DeletedEntry) => void,
  free: FreeBlocks,
): Steps<void> {
  const { inodesPerGroup, inodeSize, blockSize, firstInode } = volume.geometry;
  const groups = groupsHere(volume);
  for (let number = 0; number < groups; number++) {
    const group = volume.groups.group(number);
    yield { done: number, total: groups };
    if (group === null || group.inodesUnused) continue;
    const count = Math.max(0, inodesPerGroup - group.unusedInodes);
    for (let index = 0; index < count; index++) {
      const node = number * inodesPerGroup + index + 1;
      const offset = group.inodeTable * blockSize + index * inodeSize;
      if (index % STEP === 0) volume.bytes.ahead(offset, Math.min(STEP, count - index) * inodeSize);
      if (node < firstInode || reached.has(node)) continue;
      const raw = volume.bytes.read(offset, inodeSize);
      if (raw === null) continue;
      const inode = inodeFrom(raw, node, offset, blockSize);
      if (inode.kind === "unknown" || hasFlag(inode, "attributeInode")) continue;
      const isGone = isFree(inode) || inode.links === 0;
      // Most deleted inodes say no more than that they were.
      if (isGone && (inode.size === 0 || inode.kind !== "file")) continue;
      if (!inodeIsChecked(volume, inode)) continue;
      const { name, parent } = names.get(node) ?? NO_NAME;
      take({
        node,
        name,
        parent,
        size: inode.size,
        free: isGone ? freeBytes(volume, inode, free) : inode.size,
        deleted: isGone && isFree(inode) ? BigInt(inode.deleted) * NANOSECONDS : null,
      });
    }
  }
}

/** Whether the inode of today is another file, or none, so that its copy shows one that was deleted. */
function isDeletedSince(volume: ExtVolume, { inode }: InodeCopy): Inode | "never-used" | null {
  const now = readInode(volume, inode.number);
  if (now === null) return null;
  if (isFree(now)) return now.deleted === 0 ? "never-used" : now;
  return now.generation === inode.generation ? null : now;
}

/**
 * Files that were deleted, as far as something is left of them: copies of their inodes in the journal, which say where their content
 * was; inodes that no folder names any more. Names come from records of folders that were not written over.
 */
export function* deletedFiles(
  volume: ExtVolume,
  journal: Journal | null,
  take: (entry: DeletedEntry) => void,
): Steps<void> {
  const { names, reached } = yield* lookThrough(volume);
  const free = new FreeBlocks(volume);
  yield* nameless(volume, reached, names, take, free);
  if (journal === null) return;
  const copies = yield* journalCopies(volume, journal);
  for (const copy of copies) {
    const { inode } = copy;
    const now = isDeletedSince(volume, copy);
    if (now === null) continue;
    const { name, parent } = names.get(inode.number) ?? NO_NAME;
    take({
      node: copyNode(copy.at, inode.number),
      name,
      parent,
      size: inode.size,
      free: freeBytes(volume, inode, free),
      deleted: typeof now === "object" && isFree(now) ? BigInt(now.deleted) * NANOSECONDS : null,
    });
    yield { done: 0, total: null };
  }
}
