import type { Steps } from "../../bytes/steps.ts";
import { IntervalSet } from "../../bytes/intervals.ts";
import { EXT_SUPERBLOCK, extSuperblock } from "../../volume/structs/ext.ts";
import type { FsStructure, VolumeRun } from "../file-system.ts";
import { folderRuns } from "./folders.ts";
import { descriptorPlaces, groupStart, superblockGroups } from "./geometry.ts";
import { hasFlag, type Inode } from "./inode.ts";
import type { Journal } from "./journal/journal.ts";
import { blockRuns } from "./mapping.ts";
import { extAttributeBlock } from "./structs/attribute.ts";
import { extDirectoryEntry } from "./structs/directory.ts";
import { extExtentHeader } from "./structs/extent.ts";
import { extGroup } from "./structs/group.ts";
import { extInode } from "./structs/inode.ts";
import { journalSuperblock } from "./structs/journal.ts";
import { structureBlocks } from "./space.ts";
import type { ExtVolume } from "./volume.ts";

/** Structures of a node, or of the file system, that are listed at most. */
const MOST = 1000;
/** Groups whose structures are listed. */
const MOST_GROUPS = 64;

/** Structures of a node: its inode, the blocks that say where it is, its attributes, and of a folder its blocks. */
export function structuresOf(volume: ExtVolume, inode: Inode): readonly FsStructure[] {
  const found: FsStructure[] = [];
  const add = (label: string, run: VolumeRun, table: string | null) => {
    if (found.length < MOST) found.push({ label, ...run, table });
  };
  const { number, offset, raw } = inode;
  add(`inode ${number}`, { offset, length: raw.length }, extInode.name);
  const hasBlocks = inode.kind === "file" || inode.kind === "directory" || inode.kind === "symlink";
  if (hasBlocks && !hasFlag(inode, "inlineData")) {
    const end = Math.ceil(inode.size / volume.blockSize);
    const nodes = blockRuns(volume, inode, 0, end, ({ block, kind }) => {
      if (kind === "extent") add("extent tree block", volume.run(block), extExtentHeader.name);
      else add("indirect block", volume.run(block), null);
    });
    const isShort = inode.kind === "symlink" && inode.allocated === 0;
    // Gone through for the blocks on the way; a hostile tree must not take forever.
    if (!isShort) for (const _ of nodes) if (found.length >= MOST) break;
  }
  if (inode.attributes !== 0) add("attribute block", volume.run(inode.attributes), extAttributeBlock.name);
  if (inode.kind === "directory")
    for (const { physical, count } of folderRuns(volume, inode)) {
      if (found.length >= MOST) break;
      if (physical !== null) add("folder block", volume.run(physical, count), extDirectoryEntry.name);
    }
  return found;
}

/** Structures of the file system as a whole: superblocks, descriptors, and the bitmaps and tables of the first groups. */
export function structuresOfAll(volume: ExtVolume, journal: Journal | null): readonly FsStructure[] {
  const { geometry, superblock } = volume;
  const found: FsStructure[] = [];
  const add = (label: string, run: VolumeRun, table: string | null) => {
    if (found.length < MOST) found.push({ label, ...run, table });
  };
  add("superblock", { offset: EXT_SUPERBLOCK, length: extSuperblock.size }, extSuperblock.name);
  let copies = 0;
  for (const group of superblockGroups(geometry)) {
    if ((copies += 1) > MOST_GROUPS) break;
    const offset = groupStart(geometry, group) * geometry.blockSize;
    if (group > 0)
      add(`superblock copy in group ${group}`, { offset, length: extSuperblock.size }, extSuperblock.name);
  }
  const groups = Math.min(geometry.groups, MOST_GROUPS);
  for (let number = 0; number < groups; number++) {
    if (number % geometry.descriptorsPerBlock === 0) {
      const [block] = descriptorPlaces(geometry, number);
      if (block !== undefined) add(`group descriptors from ${number} on`, volume.run(block), extGroup.name);
    }
    const group = volume.groups.group(number);
    if (group === null) continue;
    add(`block bitmap of group ${number}`, volume.run(group.blockBitmap), null);
    add(`inode bitmap of group ${number}`, volume.run(group.inodeBitmap), null);
    add(
      `inode table of group ${number}`,
      volume.run(group.inodeTable, geometry.inodeTableBlocks),
      extInode.name,
    );
  }
  const place = journal?.log?.places.placeOf(0) ?? null;
  if (place !== null)
    add(`journal, inode ${superblock.journalInode}`, volume.run(place), journalSuperblock.name);
  return found;
}

/** Runs that hold structures of the file system itself, the journal too. */
export function* metadataRuns(volume: ExtVolume, journal: Journal | null): Steps<readonly VolumeRun[]> {
  const { blockSize, store } = volume;
  const blocks = yield* structureBlocks(volume);
  const all = [
    ...blocks.runs,
    ...(journal?.log?.places.runs ?? []).map(({ physical, count }) => ({
      start: physical,
      end: physical + count,
    })),
  ];
  const runs: VolumeRun[] = [];
  for (const { start, end } of IntervalSet.of(all).runs) {
    const stop = Math.min(end * blockSize, store.size);
    if (start * blockSize < stop) runs.push({ offset: start * blockSize, length: stop - start * blockSize });
  }
  return runs;
}
