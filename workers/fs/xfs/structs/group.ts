import { ascii, bytes, defineStruct, u16be, u32, u32be, u64be, u8 } from "../../../bytes/struct.ts";

/** Header of the free space of an allocation group (XFS Algorithms & Data Structures, 13.2). */
export const agf = defineStruct({
  name: "XFS AGF",
  spec: "XFS 13.2",
  size: 224,
  fields: {
    magic: ascii(0, 4, "agf_magicnum", { meaning: "XAGF." }),
    group: u32be(8, "agf_seqno", { meaning: "Number of the group." }),
    length: u32be(12, "agf_length", { meaning: "Blocks of the group." }),
    root: u32be(16, "agf_roots[bno]", { meaning: "Block of the group: root of the tree of free runs." }),
    level: u32be(28, "agf_levels[bno]", { meaning: "Levels of that tree." }),
    listFirst: u32be(40, "agf_flfirst", { meaning: "First used entry of the free list." }),
    listLast: u32be(44, "agf_fllast", { meaning: "Last used entry of the free list." }),
    listCount: u32be(48, "agf_flcount", { meaning: "Used entries of the free list." }),
    freeBlocks: u32be(52, "agf_freeblks", { meaning: "Free blocks." }),
    checksum: u32(216, "agf_crc", { meaning: "CRC-32C of the sector, this field as zero; version 5." }),
  },
});

/** Header of the inodes of an allocation group (XFS 13.3). */
export const agi = defineStruct({
  name: "XFS AGI",
  spec: "XFS 13.3",
  size: 344,
  fields: {
    magic: ascii(0, 4, "agi_magicnum", { meaning: "XAGI." }),
    group: u32be(8, "agi_seqno", { meaning: "Number of the group." }),
    length: u32be(12, "agi_length", { meaning: "Blocks of the group." }),
    count: u32be(16, "agi_count", { meaning: "Inodes that have a place." }),
    root: u32be(20, "agi_root", { meaning: "Block of the group: root of the tree of inodes." }),
    level: u32be(24, "agi_level", { meaning: "Levels of that tree." }),
    freeCount: u32be(28, "agi_freecount", { meaning: "Free inodes." }),
    checksum: u32(312, "agi_crc", { meaning: "CRC-32C of the sector, this field as zero; version 5." }),
  },
});

/** Header of a block of a tree inside a group; 16 bytes of it in version 4 (XFS 10.1). */
export const shortBlock = defineStruct({
  name: "XFS short tree block",
  spec: "XFS 10.1",
  size: 56,
  fields: {
    magic: ascii(0, 4, "bb_magic", { meaning: "Kind of tree." }),
    level: u16be(4, "bb_level", { meaning: "0: a leaf." }),
    records: u16be(6, "bb_numrecs", { meaning: "Records." }),
    left: u32be(8, "bb_leftsib", { meaning: "Block of the group; 0xffffffff: none." }),
    right: u32be(12, "bb_rightsib", { meaning: "Block of the group; 0xffffffff: none." }),
    owner: u32be(48, "bb_owner", { meaning: "Group; version 5." }),
    checksum: u32(52, "bb_crc", { meaning: "CRC-32C of the block, this field as zero; version 5." }),
  },
});

/** Bytes of the header in version 4. */
export const SHORT_BLOCK_V4 = 16;

/** A run of free blocks, also a key (XFS 13.2.1). */
export const freeRun = defineStruct({
  name: "XFS free run",
  spec: "XFS 13.2.1",
  size: 8,
  fields: {
    start: u32be(0, "ar_startblock", { meaning: "Block of the group." }),
    count: u32be(4, "ar_blockcount", { meaning: "Blocks." }),
  },
});

/** 64 inodes; its first field is the key too (XFS 13.3.1). */
export const inodeChunk = defineStruct({
  name: "XFS inode chunk",
  spec: "XFS 13.3.1",
  size: 16,
  fields: {
    start: u32be(0, "ir_startino", { meaning: "First inode, counted inside the group." }),
    holes: u16be(4, "ir_holemask", {
      meaning: "A bit for each four inodes that have no place; sparse inodes.",
    }),
    count: u8(6, "ir_count", { meaning: "Inodes that have a place; sparse inodes." }),
    freeCount: u8(7, "ir_freecount", { meaning: "Free inodes." }),
    free: u64be(8, "ir_free", { meaning: "A bit for each free inode." }),
  },
});

/** Free list of a group (XFS 13.2.2); its entries follow the header, which version 4 does not have. */
export const agfl = defineStruct({
  name: "XFS AGFL",
  spec: "XFS 13.2.2",
  size: 36,
  fields: {
    magic: ascii(0, 4, "agfl_magicnum", { meaning: "XAFL." }),
    group: u32be(4, "agfl_seqno", { meaning: "Number of the group." }),
    uuid: bytes(8, 16, "agfl_uuid", { meaning: "UUID of the volume." }),
    checksum: u32(32, "agfl_crc", { meaning: "CRC-32C of the sector, this field as zero." }),
  },
});
