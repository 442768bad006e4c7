import { isPowerOfTwo } from "../../shared/numbers.ts";
import { extBlocks, extBlockSize, type ExtSuperblock } from "../../volume/systems/ext-superblock.ts";
import { COMPATIBLE, INCOMPATIBLE, READ_ONLY } from "./features.ts";

/** Bytes of a descriptor without 64bit, of the largest one, and of an inode of revision 0. */
const NARROW_DESCRIPTOR = 32;
const LARGEST_DESCRIPTOR = 1024;
const FIRST_INODE_SIZE = 128;
/** Blocks of the smallest group that mke2fs makes. */
const SMALLEST_GROUP = 256;
/** Inodes that are reserved in revision 0. */
const FIRST_INODE = 11;

/** Where the structures of a file system are, as its superblock says. Blocks and groups are counted from 0, inodes from 1. */
export interface Geometry {
  readonly superblock: ExtSuperblock;
  /** Bytes. */
  readonly blockSize: number;
  /** Blocks of a cluster: what a bit of a block bitmap stands for. */
  readonly clusterBlocks: number;
  readonly blocks: number;
  readonly groups: number;
  readonly firstBlock: number;
  readonly blocksPerGroup: number;
  readonly inodesPerGroup: number;
  readonly inodes: number;
  /** Bytes. */
  readonly inodeSize: number;
  readonly firstInode: number;
  /** Bytes. */
  readonly descriptorSize: number;
  readonly descriptorsPerBlock: number;
  /** First meta group whose descriptors lie in itself; infinite where all lie behind the superblock. */
  readonly firstMetaGroup: number;
  /** Blocks of the inode table of a group. */
  readonly inodeTableBlocks: number;
}

/** What follows from a superblock; null where its numbers do not fit each other. */
export function geometryOf(superblock: ExtSuperblock): Geometry | null {
  const { firstBlock, blocksPerGroup, inodesPerGroup, inodes, incompatible, readOnly } = superblock;
  const blockSize = extBlockSize(superblock);
  const blocks = extBlocks(superblock);
  const inodeSize = superblock.revision === 0 ? FIRST_INODE_SIZE : superblock.inodeSize;
  const isWide = (incompatible & INCOMPATIBLE.wide) !== 0;
  const descriptorSize = isWide ? superblock.descriptorSize : NARROW_DESCRIPTOR;
  const isBigalloc = (readOnly & READ_ONLY.bigalloc) !== 0;
  const clusterPower = isBigalloc ? superblock.logClusterSize - superblock.logBlockSize : 0;
  const clusterBlocks = 2 ** clusterPower;
  const inodeTableBlocks = Math.ceil((inodesPerGroup * inodeSize) / blockSize);
  const fits =
    blocks !== null &&
    blocks > firstBlock &&
    firstBlock <= 1 &&
    // Above 2^53 bytes, no offset is exact.
    Number.isSafeInteger(blocks * blockSize) &&
    isPowerOfTwo(inodeSize) &&
    inodeSize >= FIRST_INODE_SIZE &&
    inodeSize <= blockSize &&
    isPowerOfTwo(descriptorSize) &&
    descriptorSize >= (isWide ? 2 : 1) * NARROW_DESCRIPTOR &&
    descriptorSize <= Math.min(LARGEST_DESCRIPTOR, blockSize) &&
    clusterPower >= 0 &&
    clusterPower <= 20 &&
    blocksPerGroup >= SMALLEST_GROUP &&
    blocksPerGroup <= 8 * blockSize * clusterBlocks &&
    blocksPerGroup % clusterBlocks === 0 &&
    inodesPerGroup <= 8 * blockSize &&
    inodeTableBlocks < blocksPerGroup;
  if (!fits) return null;
  const groups = Math.ceil((blocks - firstBlock) / blocksPerGroup);
  return {
    superblock,
    blockSize,
    clusterBlocks,
    blocks,
    groups,
    firstBlock,
    blocksPerGroup,
    inodesPerGroup,
    inodes: Math.min(inodes, groups * inodesPerGroup),
    inodeSize,
    firstInode: superblock.revision === 0 ? FIRST_INODE : Math.max(FIRST_INODE, superblock.firstInode),
    descriptorSize,
    descriptorsPerBlock: blockSize / descriptorSize,
    firstMetaGroup: (incompatible & INCOMPATIBLE.metaGroups) === 0 ? Infinity : superblock.firstMetaGroup,
    inodeTableBlocks,
  };
}

/** First block of a group. */
export const groupStart = ({ firstBlock, blocksPerGroup }: Geometry, group: number): number =>
  firstBlock + group * blocksPerGroup;

/** Blocks of a group; the last one may have fewer. */
export const groupBlocks = (geometry: Geometry, group: number): number =>
  Math.min(geometry.blocksPerGroup, geometry.blocks - groupStart(geometry, group));

/** With sparse_super, groups that are powers of these hold copies of the superblock. */
const POWERS = [3, 5, 7];

/**
 * First block of a group's superblock and descriptors. Byte 1024 is in block 1 where blocks have 1 KiB, and with bigalloc group 0 begins
 * at block 0 all the same.
 */
export const groupHead = (geometry: Geometry, group: number): number =>
  groupStart(geometry, group) + (group === 0 && leavesBoot(geometry) ? 1 : 0);

/** Whether group 0 begins with a block for a boot loader. */
const leavesBoot = ({ blockSize, firstBlock }: Geometry): boolean => blockSize === 1024 && firstBlock === 0;

const isPowerOf = (value: number, base: number): boolean => {
  let power = base;
  while (power < value) power *= base;
  return power === value;
};

/** Whether a group begins with a superblock, or with a copy of it. */
export function holdsSuperblock({ superblock }: Geometry, group: number): boolean {
  if (group === 0) return true;
  if ((superblock.compatible & COMPATIBLE.sparseSuper2) !== 0)
    return group === superblock.copyGroup1 || group === superblock.copyGroup2;
  if ((superblock.readOnly & READ_ONLY.sparseSuper) === 0 || group === 1) return true;
  return group % 2 === 1 && POWERS.some((base) => isPowerOf(group, base));
}

/** Copies of a descriptor that are looked at, at most. */
const MOST_COPIES = 12;

/** Blocks that hold the descriptor of a group, the one in use first. */
export function* descriptorPlaces(geometry: Geometry, group: number): Generator<number> {
  const { descriptorsPerBlock, firstMetaGroup, groups } = geometry;
  const index = Math.floor(group / descriptorsPerBlock);
  if (index < firstMetaGroup) {
    let copies = 0;
    for (const holder of superblockGroups(geometry)) {
      yield groupHead(geometry, holder) + 1 + index;
      if ((copies += 1) > MOST_COPIES) return;
    }
    return;
  }
  const first = index * descriptorsPerBlock;
  for (const holder of [first, first + 1, first + descriptorsPerBlock - 1])
    if (holder < groups) yield groupHead(geometry, holder) + (holdsSuperblock(geometry, holder) ? 1 : 0);
}

/** Groups that begin with a superblock or a copy, in order. */
export function* superblockGroups(geometry: Geometry): Generator<number> {
  const { superblock, groups } = geometry;
  if ((superblock.compatible & COMPATIBLE.sparseSuper2) !== 0) {
    yield 0;
    for (const group of [superblock.copyGroup1, superblock.copyGroup2])
      if (group > 0 && group < groups) yield group;
    return;
  }
  if ((superblock.readOnly & READ_ONLY.sparseSuper) === 0) {
    for (let group = 0; group < groups; group++) yield group;
    return;
  }
  const holders = new Set([0, 1]);
  for (const base of POWERS) for (let power = base; power < groups; power *= base) holders.add(power);
  for (const group of [...holders].sort((a, b) => a - b)) if (group < groups) yield group;
}
