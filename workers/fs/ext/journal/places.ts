import { encodeInto } from "../../../bytes/struct.ts";
import { blockRuns } from "../mapping.ts";
import { hasFlag, type Inode, inodeFrom } from "../inode.ts";
import { EXTENT_MAGIC, extExtentHeader } from "../structs/extent.ts";
import { readInode } from "../inodes.ts";
import { extInode } from "../structs/inode.ts";
import type { ExtVolume } from "../volume.ts";

/** Where the blocks of a journal are on the volume. */
export interface JournalPlaces {
  /** Blocks. */
  readonly length: number;
  /** Block of the volume; null where it is not known. */
  readonly placeOf: (block: number) => number | null;
  /** Runs of the volume in the journal's order, blocks. */
  readonly runs: readonly { readonly logical: number; readonly physical: number; readonly count: number }[];
}

const BLOCK = extInode.fields.block;
const isCopied = 1;
/** Runs of a journal that are kept. A sound one has a few dozen. */
const MOST_RUNS = 65_536;

/** The journal's inode as the superblock copies it; null where it does not. */
function copiedInode({ superblock, geometry }: ExtVolume): Inode | null {
  const { journalBackup, journalBlocks, journalInode } = superblock;
  if (journalBackup !== isCopied) return null;
  const view = new DataView(journalBlocks.buffer, journalBlocks.byteOffset, journalBlocks.byteLength);
  const block = journalBlocks.subarray(0, BLOCK.length);
  const usesExtents = view.getUint16(extExtentHeader.fields.magic.offset, true) === EXTENT_MAGIC;
  const raw = new Uint8Array(extInode.size);
  encodeInto(
    extInode,
    {
      mode: 0x8000,
      links: 1,
      flags: usesExtents ? 0x80000 : 0,
      block,
      sizeHigh: view.getUint32(BLOCK.length, true),
      sizeLow: view.getUint32(BLOCK.length + 4, true),
    },
    raw,
    0,
    false,
  );
  return inodeFrom(raw, journalInode, 0, geometry.blockSize);
}

const isJournal = (inode: Inode | null): inode is Inode =>
  inode !== null &&
  inode.kind === "file" &&
  inode.links > 0 &&
  inode.size > 0 &&
  !hasFlag(inode, "inlineData");

function runsOf(volume: ExtVolume, inode: Inode): JournalPlaces["runs"] {
  const runs: { logical: number; physical: number; count: number }[] = [];
  const end = Math.min(Math.floor(inode.size / volume.blockSize), volume.geometry.blocks);
  for (const { logical, physical, count } of blockRuns(volume, inode, 0, end)) {
    if (physical === null) continue;
    runs.push({ logical, physical, count });
    if (runs.length >= MOST_RUNS) break;
  }
  return runs;
}

/** Finds the journal by its inode, or by the superblock's copy of it; null where neither leads to one. */
export function journalPlaces(volume: ExtVolume): JournalPlaces | null {
  const own = readInode(volume, volume.superblock.journalInode);
  for (const inode of [own, copiedInode(volume)]) {
    if (!isJournal(inode)) continue;
    const runs = runsOf(volume, inode);
    if (runs[0]?.logical !== 0) continue;
    const placeOf = (block: number) => {
      let low = 0;
      let high = runs.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((runs[middle]?.logical ?? Infinity) <= block) low = middle;
        else high = middle - 1;
      }
      const run = runs[low];
      const isIn = run !== undefined && block >= run.logical && block < run.logical + run.count;
      return isIn ? run.physical + block - run.logical : null;
    };
    return { length: Math.floor(inode.size / volume.blockSize), placeOf, runs };
  }
  return null;
}
