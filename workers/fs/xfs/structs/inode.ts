import { ascii, bytes, defineStruct, u16be, u32, u32be, u64be, u8 } from "../../../bytes/struct.ts";

/** Inode (XFS 14.1, 14.2). Version 3, of volumes of version 5, has the fields from byte 100 on; the others have their forks there. */
export const inodeCore = defineStruct({
  name: "XFS inode",
  spec: "XFS 14.1",
  size: 176,
  fields: {
    magic: ascii(0, 2, "di_magic", { meaning: "IN." }),
    mode: u16be(2, "di_mode", { meaning: "Kind and permissions; 0: free." }),
    version: u8(4, "di_version", { meaning: "1, 2 or 3." }),
    format: u8(5, "di_format", { meaning: "0 device, 1 in the inode, 2 extents, 3 tree." }),
    links16: u16be(6, "di_onlink", { meaning: "Links, in version 1." }),
    user: u32be(8, "di_uid", { meaning: "User." }),
    group: u32be(12, "di_gid", { meaning: "Group." }),
    links: u32be(16, "di_nlink", { meaning: "Links." }),
    extents64: u64be(24, "di_big_nextents", { meaning: "Extents of the content, with NREXT64." }),
    accessed: u64be(32, "di_atime", { meaning: "Seconds and nanoseconds; with BIGTIME nanoseconds." }),
    modified: u64be(40, "di_mtime", { meaning: "Seconds and nanoseconds; with BIGTIME nanoseconds." }),
    changed: u64be(48, "di_ctime", { meaning: "Seconds and nanoseconds; with BIGTIME nanoseconds." }),
    size: u64be(56, "di_size", { meaning: "Bytes." }),
    blocks: u64be(64, "di_nblocks", { meaning: "Blocks, those of trees and attributes too." }),
    extents: u32be(76, "di_nextents", { meaning: "Extents of the content; with NREXT64 of the attributes." }),
    attributeExtents: u16be(80, "di_anextents", { meaning: "Extents of the attributes, without NREXT64." }),
    forkOffset: u8(82, "di_forkoff", { meaning: "Where the attributes begin, in 8 bytes; 0: none." }),
    attributeFormat: u8(83, "di_aformat", { meaning: "As di_format." }),
    flags: u16be(90, "di_flags", {
      meaning: "1 realtime, 8 immutable, 0x10 append-only, 0x80 not dumped, …",
    }),
    generation: u32be(92, "di_gen", { meaning: "Counts the uses of the inode." }),
    checksum: u32(100, "di_crc", { meaning: "CRC-32C of the inode, this field as zero; version 3." }),
    flags2: u64be(120, "di_flags2", {
      meaning: "1 DAX, 2 shared blocks, 8 BIGTIME, 0x10 NREXT64; version 3.",
    }),
    created: u64be(144, "di_crtime", { meaning: "Seconds and nanoseconds; version 3." }),
    number: u64be(152, "di_ino", { meaning: "Its own number; version 3." }),
    uuid: bytes(160, 16, "di_uuid", { meaning: "UUID of the volume; version 3." }),
  },
});

/** Bytes of the core in versions 1 and 2. */
export const CORE_V2 = 100;

/** Header of a block of an extent tree; 24 bytes of it in version 4 (XFS 10.2). */
export const longBlock = defineStruct({
  name: "XFS long tree block",
  spec: "XFS 10.2",
  size: 72,
  fields: {
    magic: ascii(0, 4, "bb_magic", { meaning: "BMAP; BMA3 in version 5." }),
    level: u16be(4, "bb_level", { meaning: "0: a leaf." }),
    records: u16be(6, "bb_numrecs", { meaning: "Records." }),
    left: u64be(8, "bb_leftsib", { meaning: "Block." }),
    right: u64be(16, "bb_rightsib", { meaning: "Block." }),
    owner: u64be(56, "bb_owner", { meaning: "Inode; version 5." }),
    checksum: u32(64, "bb_crc", { meaning: "CRC-32C of the block, this field as zero; version 5." }),
  },
});

/** Bytes of the header in version 4. */
export const LONG_BLOCK_V4 = 24;

/** Root of an extent tree, in the inode (XFS 15.2). */
export const treeRoot = defineStruct({
  name: "XFS extent tree root",
  spec: "XFS 15.2",
  size: 4,
  fields: {
    level: u16be(0, "bb_level", { meaning: "Levels below." }),
    records: u16be(2, "bb_numrecs", { meaning: "Records." }),
  },
});

/** Packed extent: 1 bit unwritten, 54 bits offset in the file, 52 bits block, 21 bits length (XFS 15.1). */
export const extentRecord = defineStruct({
  name: "XFS extent",
  spec: "XFS 15.1",
  size: 16,
  fields: {
    high: u64be(0, "l0", { meaning: "Unwritten, offset, upper 9 bits of the block." }),
    low: u64be(8, "l1", { meaning: "Lower 43 bits of the block, length." }),
  },
});

/** Header of each extent of a long link's target in version 5 (XFS 18.2). */
export const linkBlock = defineStruct({
  name: "XFS symbolic link block",
  spec: "XFS 18.2",
  size: 56,
  fields: {
    magic: ascii(0, 4, "sl_magic", { meaning: "XSLM." }),
    offset: u32be(4, "sl_offset", { meaning: "Bytes of the target in front of this block." }),
    length: u32be(8, "sl_bytes", { meaning: "Bytes of the target in this block." }),
    checksum: u32(12, "sl_crc", { meaning: "CRC-32C of the block, this field as zero." }),
    owner: u64be(32, "sl_owner", { meaning: "Inode." }),
  },
});
