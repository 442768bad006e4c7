import type { Steps } from "../../bytes/steps.ts";
import type { DeletedEntry, NodeId } from "../file-system.ts";
import { SparseBits } from "../common/sparse-bits.ts";
import { entriesOf, folderBlocks } from "./folders.ts";
import { FreeBlocks } from "./free-blocks.ts";
import { hasFlag, type Inode, inodeFrom, isFree } from "./inode.ts";
import { inodeIsChecked, isAllocated, readInode, ROOT } from "./inodes.ts";
import { journalCopies } from "./journal/copies.ts";
import { InodeCopies, type InodeCopy } from "./journal/inode-copies.ts";
import type { Journal } from "./journal/journal.ts";
import { blockRuns } from "./mapping.ts";
import { OldNames } from "./old-names.ts";
import { groupsHere } from "./space.ts";
import type { ExtVolume } from "./volume.ts";
import { walkFrom } from "./walk.ts";

/** Runs of a deleted file that are looked at. */
const MOST_RUNS = 4096;
/** Folders that no folder names, kept at most. */
const MOST_FOLDERS = 100_000;
const STEP = 1024;
const NANOSECONDS = 1_000_000_000n;
/** A node of an inode's copy: the block of the journal that holds it, and the inode. */
const COPY = 2 ** 32;

/** The node of a copy of an inode in the journal. @param at block of the journal */
const copyNode = (at: number, inode: number): NodeId => (at + 1) * COPY + inode;

/** Inode and block of the journal that a node stands for; null for an inode of the volume. */
export function copyOfNode(node: NodeId): { readonly at: number; readonly inode: number } | null {
  if (node < COPY) return null;
  const inode = node % COPY;
  return { at: (node - inode) / COPY - 1, inode };
}

/** What a search for deleted files shares. */
interface Search {
  readonly volume: ExtVolume;
  readonly free: FreeBlocks;
  readonly names: OldNames;
  /** Inodes that a folder names. */
  readonly reached: SparseBits;
  readonly take: (entry: DeletedEntry) => void;
}

/** Bytes of a file whose blocks are free, so that nothing else was written there. */
function freeBytes({ volume, free }: Search, inode: Inode): number {
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

/** All inodes of the tables that were ever used, without the reserved ones. */
function* usedInodes(volume: ExtVolume, take: (inode: Inode) => void): Steps<void> {
  const { inodesPerGroup, inodeSize, blockSize, firstInode } = volume.geometry;
  const groups = groupsHere(volume);
  for (let number = 0; number < groups; number++) {
    const group = volume.groups.group(number);
    if (group === null || group.inodesUnused) continue;
    const count = Math.max(0, inodesPerGroup - group.unusedInodes);
    for (let index = 0; index < count; index++) {
      const node = number * inodesPerGroup + index + 1;
      const offset = group.inodeTable * blockSize + index * inodeSize;
      if (index % STEP === 0) {
        volume.bytes.ahead(offset, Math.min(STEP, count - index) * inodeSize);
        yield { done: number, total: groups };
      }
      const raw = node < firstInode ? null : volume.bytes.read(offset, inodeSize);
      if (raw === null) continue;
      const inode = inodeFrom(raw, node, offset, blockSize);
      if (inode.kind !== "unknown" && !hasFlag(inode, "attributeInode")) take(inode);
    }
  }
}

/** Goes through all folders that can be reached: what they name, and what they named. */
function* lookThrough({ volume, reached, names }: Search): Steps<void> {
  const folders: NodeId[] = [ROOT];
  reached.add(ROOT);
  yield* walkFrom(volume, ROOT, ({ entry, stat }) => {
    reached.add(entry.node);
    if (stat?.kind === "directory") folders.push(entry.node);
  });
  for (const [index, node] of folders.entries()) {
    const inode = readInode(volume, node);
    if (inode !== null) names.lookIn(inode);
    if (index % STEP === 0) yield { done: index, total: folders.length };
  }
}

/** Folders that are in use and can't be reached: what they name is found below them. */
function* lostFolders({ volume, reached }: Search): Steps<void> {
  const lost: Inode[] = [];
  yield* usedInodes(volume, (inode) => {
    const isLost = inode.kind === "directory" && inode.links > 0 && !reached.has(inode.number);
    if (isLost && lost.length < MOST_FOLDERS && inodeIsChecked(volume, inode))
      lost.push({ ...inode, raw: inode.raw.slice(), block: inode.block.slice() });
  });
  for (const [index, folder] of lost.entries()) {
    for (const block of folderBlocks(volume, folder, 0))
      for (const { node } of entriesOf(volume, folder, block, () => {}))
        if (node !== folder.number) reached.add(node);
    if (index % STEP === 0) yield { done: index, total: lost.length };
  }
}

/** Inodes in use that no folder names, and those that were deleted and kept where their content was. */
function* nameless(search: Search): Steps<void> {
  const { volume, reached, names, take } = search;
  yield* usedInodes(volume, (inode) => {
    const isGone = isFree(inode) || inode.links === 0;
    if (!isGone && reached.has(inode.number)) return;
    // Most deleted inodes say no more than that they were.
    if (isGone && (inode.size === 0 || inode.kind !== "file")) return;
    if (!inodeIsChecked(volume, inode)) return;
    take({
      node: inode.number,
      ...names.of(inode.number, null),
      size: inode.size,
      inUse: !isGone,
      free: isGone && !isAllocated(volume, inode.number) ? freeBytes(search, inode) : inode.size,
      deleted: isFree(inode) ? BigInt(inode.deleted) * NANOSECONDS : null,
    });
  });
}

/** The inode of today, if it is another file, or none: then its copy shows one that was deleted. */
function nowInstead(volume: ExtVolume, { inode }: InodeCopy): Inode | null {
  const now = readInode(volume, inode.number);
  if (now === null || isFree(now)) return now;
  return now.generation === inode.generation ? null : now;
}

/**
 * Files that were deleted, and files and folders that no folder names any more: by their inodes, and by copies of inodes in the journal,
 * which say where content was. What lies in a folder that is listed is not listed itself.
 */
export function* deletedFiles(
  volume: ExtVolume,
  journal: Journal | null,
  take: (entry: DeletedEntry) => void,
): Steps<void> {
  const names = new OldNames(volume);
  const search = { volume, free: new FreeBlocks(volume), names, reached: new SparseBits(), take };
  yield* lookThrough(search);
  const copies = yield* InodeCopies.of(volume);
  if (journal?.log != null)
    yield* journalCopies(volume, journal.log.places, journal.log.head, (copy) => {
      copies.take(copy);
      names.take(copy);
    });
  yield* lostFolders(search);
  yield* nameless(search);
  for (const copy of copies.list()) {
    const { inode } = copy;
    const now = nowInstead(volume, copy);
    if (now === null) continue;
    take({
      node: copyNode(copy.at, inode.number),
      ...names.of(inode.number, copy.sequence),
      size: inode.size,
      inUse: false,
      free: freeBytes(search, inode),
      deleted: isFree(now) && now.deleted !== 0 ? BigInt(now.deleted) * NANOSECONDS : null,
    });
    yield { done: 0, total: null };
  }
}
