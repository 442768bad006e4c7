import { isPowerOfTwo } from "../../shared/numbers.ts";
import { extBlocks, extBlockSize, type ExtSuperblock } from "../../volume/systems/ext-superblock.ts";
import { COMPATIBLE, INCOMPATIBLE, READ_ONLY } from "./features.ts";

/** Bytes of a descriptor without 64bit, of the largest one, and of an inode of revision 0. */
const NARROW_DESCRIPTOR = 32;
const LARGEST_DESCRIPTOR = 1024;
const FIRST_INODE_SIZE = 128;
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
  return group % 2 === 1 && [3, 5, 7].some((base) => isPowerOf(group, base));
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
      yield groupStart(geometry, holder) + 1 + index;
      if ((copies += 1) > MOST_COPIES) return;
    }
    return;
  }
  const first = index * descriptorsPerBlock;
  for (const holder of [first, first + 1, first + descriptorsPerBlock - 1])
    if (holder < groups) yield groupStart(geometry, holder) + (holdsSuperblock(geometry, holder) ? 1 : 0);
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
  for (let group = 0; group < groups; group++) {
    // The holders are sparse: from one power to the next there are no others.
    if (holdsSuperblock(geometry, group)) yield group;
  }
}
