import { crc32c } from "../../bytes/crc32c.ts";
import { decode, type ValuesOf } from "../../bytes/struct.ts";
import { safeNumber } from "../../shared/numbers.ts";
import { EXT_MAGIC, extSuperblock } from "../structs/ext.ts";

export type ExtSuperblock = ValuesOf<typeof extSuperblock>;

const HAS_JOURNAL = 0x4;
const METADATA_CHECKSUMS = 0x400;
const WIDE = 0x80;
/** Features that ext3 has too: file types, recovery, an external journal, meta groups; sparse copies, large files, trees. */
const EXT3_INCOMPATIBLE = 0x2 | 0x4 | 0x8 | 0x10;
const EXT3_READ_ONLY = 0x1 | 0x2 | 0x4;

/** Groups whose copies are looked at first. Where not all groups hold one, powers of 3, 5 and 7 do. */
const COPY_GROUPS = [1, 3, 5] as const;
/** The other groups that hold a copy on a disk of up to 16 TiB. */
const MORE_COPY_GROUPS = [7, 9, 25, 27, 49, 81, 125, 243, 343, 625, 729, 2187, 2401, 3125, 6561] as const;
/** Block sizes in bytes, the usual one first. */
const BLOCK_SIZES = [4096, 1024, 2048] as const;
/** Start of group 1 in bytes where blocks of 4 KiB come in clusters of 16 (bigalloc). */
const BIGALLOC_GROUP = 2 ** 31;
/** Start of group 1 where blocks of 4 KiB come in clusters of 2, of 4 and so on. */
const MORE_BIGALLOC_GROUPS = [28, 29, 30, 32, 33, 34, 35].map((power) => 2 ** power);

/** Bytes of a block. */
export const extBlockSize = ({ logBlockSize }: ExtSuperblock) => 1024 * 2 ** logBlockSize;

/** Blocks of the file system; null where a number can't hold how many. */
export function extBlocks({ blocksLow, blocksHigh, incompatible }: ExtSuperblock): number | null {
  const high = (incompatible & WIDE) === 0 ? 0 : blocksHigh;
  return safeNumber(BigInt(high) * 2n ** 32n + BigInt(blocksLow));
}

/** "ext2", "ext3" or "ext4", by the features that are used. */
export function extName({ compatible, incompatible, readOnly }: ExtSuperblock): string {
  if ((incompatible & ~EXT3_INCOMPATIBLE) !== 0 || (readOnly & ~EXT3_READ_ONLY) !== 0) return "ext4";
  return (compatible & HAS_JOURNAL) !== 0 ? "ext3" : "ext2";
}

/** Whether the checksum holds, or there is none. */
export function extSuperblockIsChecked(values: ExtSuperblock, bytes: Uint8Array): boolean {
  if ((values.readOnly & METADATA_CHECKSUMS) === 0) return true;
  // The kernel leaves out the last step of the checksum, which inverts it.
  return ~crc32c(bytes.subarray(0, extSuperblock.fields.checksum.offset)) >>> 0 === values.checksum;
}

/** A superblock; null where the bytes are none. Its checksum is not looked at. */
export function extSuperblockIn(bytes: Uint8Array): ExtSuperblock | null {
  const values = decode(extSuperblock, bytes);
  const { magic, logBlockSize, revision, blocksPerGroup, inodesPerGroup } = values;
  const fits =
    magic === EXT_MAGIC && logBlockSize <= 6 && revision <= 1 && blocksPerGroup > 0 && inodesPerGroup > 0;
  return fits ? values : null;
}

/** Whether a superblock says itself that it is a copy which belongs to a place, bytes from the start of the volume. */
export function isExtCopyAt(values: ExtSuperblock, offset: number): boolean {
  const { firstBlock, group, blocksPerGroup } = values;
  return group > 0 && (firstBlock + group * blocksPerGroup) * extBlockSize(values) === offset;
}

/** Where copies of the superblock are by default, the likeliest first; bytes from the start of the volume. */
export function* extCopyPlaces(): Generator<number> {
  yield* placesIn(COPY_GROUPS);
  yield BIGALLOC_GROUP;
}

/** Where else copies may be: in all the other groups that hold one. */
export function* moreExtCopyPlaces(): Generator<number> {
  yield* placesIn(MORE_COPY_GROUPS);
  yield* MORE_BIGALLOC_GROUPS;
}

function* placesIn(groups: readonly number[]): Generator<number> {
  for (const group of groups)
    for (const size of BLOCK_SIZES) {
      const first = size === 1024 ? 1 : 0;
      yield (first + group * size * 8) * size;
    }
}
