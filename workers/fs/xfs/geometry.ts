import { decode, type ValuesOf } from "../../bytes/struct.ts";
import { isPowerOfTwo, safeNumber } from "../../shared/numbers.ts";
import type { ReadableStore } from "../../store/store.ts";
import { tryRead } from "../../store/tolerant-read.ts";
import { xfsSuperblock } from "../../volume/structs/linux-heads.ts";
import { agf } from "./structs/group.ts";

type Superblock = ValuesOf<typeof xfsSuperblock>;

const MAGIC = "XFSB";
/** Block sizes, the usual one first, bytes. */
const BLOCK_SIZES = [4096, 1024, 2048, 512, 8192, 16_384, 32_768, 65_536] as const;
const SECTOR_SIZES = [512, 4096, 1024, 2048] as const;
/** Allocation groups of a volume that is looked for by its copies: what mkfs.xfs makes without and with stripes, and what grew. */
const MOST_GROUPS = 64;
/** Bytes of the largest allocation group. */
const LARGEST_GROUP = 2 ** 40;
/** Blocks of the smallest allocation group (XFS_AG_MIN_BYTES is 16 MiB; older volumes have smaller ones). */
const FEWEST_BLOCKS = 64;

const INCOMPATIBLE_TYPES = 0x1;
const FEATURES2_TYPES = 0x200;
const NREXT64 = 0x20;
const ASCII_CI = 0x4000;

/** Where everything of an XFS volume is. */
export interface XfsGeometry {
  readonly values: Superblock;
  /** Version 5 has checksums. */
  readonly isV5: boolean;
  /** Bytes. */
  readonly sectorSize: number;
  readonly blockSize: number;
  readonly inodeSize: number;
  /** Bytes of a block of a folder. */
  readonly folderBlock: number;
  /** Blocks. */
  readonly groupBlocks: number;
  readonly groups: number;
  /** Bits of a block's number inside its group, and of an inode's inside its block. */
  readonly groupShift: number;
  readonly inodeShift: number;
  /** Inode of the root folder. */
  readonly root: number;
  /** Whether entries of folders say of what kind they are. */
  readonly hasTypes: boolean;
  /** Whether inodes may count their extents in 64 bits. */
  readonly hasWideCounts: boolean;
  /** Whether upper and lower case of ASCII are the same in names. */
  readonly foldsAscii: boolean;
  /** Bytes that the volume says it has. */
  readonly size: number;
  /** Group whose superblock was used. */
  readonly from: number;
}

const shiftOf = (value: number) => Math.ceil(Math.log2(value));

/** The geometry that a superblock describes; null where it can't be right. */
function geometryOf(values: Superblock, from: number): XfsGeometry | null {
  const { blockSize, sectorSize, inodeSize, groupBlocks, groups, version, folderShift } = values;
  const blocks = safeNumber(values.blocks);
  const root = safeNumber(values.root);
  const isV5 = (version & 15) === 5;
  const fits =
    values.magic === MAGIC &&
    (isV5 || (version & 15) === 4) &&
    isPowerOfTwo(blockSize) &&
    blockSize >= 512 &&
    blockSize <= 65_536 &&
    isPowerOfTwo(sectorSize) &&
    sectorSize >= 512 &&
    sectorSize <= 32_768 &&
    isPowerOfTwo(inodeSize) &&
    inodeSize >= 256 &&
    inodeSize <= Math.min(2048, blockSize) &&
    groupBlocks >= FEWEST_BLOCKS &&
    groups > 0 &&
    blockSize * 2 ** folderShift <= 65_536;
  if (!fits || blocks === null || root === null || !Number.isSafeInteger(blocks * blockSize)) return null;
  if (groupBlocks * blockSize > LARGEST_GROUP || !Number.isSafeInteger(groups * groupBlocks * blockSize))
    return null;
  return {
    values,
    isV5,
    sectorSize,
    blockSize,
    inodeSize,
    folderBlock: blockSize * 2 ** folderShift,
    groupBlocks,
    groups,
    groupShift: shiftOf(groupBlocks),
    inodeShift: Math.log2(blockSize / inodeSize),
    root,
    hasTypes: isV5
      ? (values.incompatible & INCOMPATIBLE_TYPES) !== 0
      : (values.features2 & FEATURES2_TYPES) !== 0,
    hasWideCounts: isV5 && (values.incompatible & NREXT64) !== 0,
    foldsAscii: (version & ASCII_CI) !== 0,
    size: blocks * blockSize,
    from,
  };
}

function superblockAt(volume: ReadableStore, offset: number): Superblock | null {
  const bytes = tryRead(volume, offset, xfsSuperblock.size);
  return bytes === null ? null : decode(xfsSuperblock, bytes);
}

/** A copy at the start of a group of that many bytes; null where none is there. */
function copyAt(volume: ReadableStore, group: number): XfsGeometry | null {
  const copy = superblockAt(volume, group);
  if (copy === null || copy.magic !== MAGIC || copy.groupBlocks * copy.blockSize !== group) return null;
  return geometryOf(copy, 1);
}

/** Sizes that the first group may have, bytes: what its own header says, and what `mkfs.xfs` chooses. */
function* groupSizes(volume: ReadableStore): Generator<number> {
  for (const sectorSize of SECTOR_SIZES) {
    const bytes = tryRead(volume, sectorSize, agf.size);
    if (bytes === null) continue;
    const { magic, group, length } = decode(agf, bytes);
    if (magic === "XAGF" && group === 0) for (const size of BLOCK_SIZES) yield length * size;
  }
  for (const blockSize of BLOCK_SIZES) {
    const blocks = Math.floor(volume.size / blockSize);
    // Four groups first: the usual count.
    for (const groups of [4, ...Array.from({ length: MOST_GROUPS }, (_, nth) => nth + 1)])
      yield Math.ceil(blocks / groups) * blockSize;
  }
  yield LARGEST_GROUP;
}

/** The geometry by the superblock, or by the copy in the second group; null where there is neither. */
export function readXfsGeometry(volume: ReadableStore): XfsGeometry | null {
  const first = superblockAt(volume, 0);
  const own = first === null ? null : geometryOf(first, 0);
  if (own !== null) return own;
  const tried = new Set<number>();
  for (const size of groupSizes(volume)) {
    if (size <= 0 || size >= volume.size || tried.has(size)) continue;
    tried.add(size);
    const copy = copyAt(volume, size);
    if (copy !== null) return copy;
  }
  return null;
}

/** Offset of a block of a group, bytes from the start of the volume; null outside of the volume. */
export function groupOffset(geometry: XfsGeometry, group: number, block: number): number | null {
  if (group < 0 || group >= geometry.groups || block < 0 || block >= geometry.groupBlocks) return null;
  return (group * geometry.groupBlocks + block) * geometry.blockSize;
}

/** Offset of a block by its number in the file system, which holds the group in its upper bits. */
export function blockOffset(geometry: XfsGeometry, block: number): number | null {
  const perGroup = 2 ** geometry.groupShift;
  return groupOffset(geometry, Math.floor(block / perGroup), block % perGroup);
}

/** Offset of an inode, bytes from the start of the volume; null for a number that no inode has. */
export function inodeOffset(geometry: XfsGeometry, inode: number): number | null {
  if (!Number.isSafeInteger(inode) || inode < 0) return null;
  const perBlock = 2 ** geometry.inodeShift;
  const block = blockOffset(geometry, Math.floor(inode / perBlock));
  return block === null ? null : block + (inode % perBlock) * geometry.inodeSize;
}

/** Number of an inode by its number inside its group. */
export const inodeNumber = (geometry: XfsGeometry, group: number, inside: number): number =>
  group * 2 ** (geometry.groupShift + geometry.inodeShift) + inside;
