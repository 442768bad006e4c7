import { defineStruct, u16, u32 } from "../../../bytes/struct.ts";

/** Group descriptor (the kernel's documentation of ext4, "Block Group Descriptors"): the half that all have. */
export const extGroup = defineStruct({
  name: "ext group descriptor",
  spec: "ext4 group descriptors",
  size: 32,
  fields: {
    blockBitmapLow: u32(0x00, "bg_block_bitmap_lo", { meaning: "Block of the block bitmap, low half." }),
    inodeBitmapLow: u32(0x04, "bg_inode_bitmap_lo", { meaning: "Block of the inode bitmap, low half." }),
    inodeTableLow: u32(0x08, "bg_inode_table_lo", { meaning: "First block of the inode table, low half." }),
    freeBlocksLow: u16(0x0c, "bg_free_blocks_count_lo", { meaning: "Free blocks, low half." }),
    freeInodesLow: u16(0x0e, "bg_free_inodes_count_lo", { meaning: "Free inodes, low half." }),
    foldersLow: u16(0x10, "bg_used_dirs_count_lo", { meaning: "Folders, low half." }),
    flags: u16(0x12, "bg_flags", {
      meaning: "1: inodes not initialized; 2: block bitmap not initialized; 4: inode table is zeroed.",
    }),
    blockBitmapSumLow: u16(0x18, "bg_block_bitmap_csum_lo", { meaning: "Checksum of the block bitmap." }),
    inodeBitmapSumLow: u16(0x1a, "bg_inode_bitmap_csum_lo", { meaning: "Checksum of the inode bitmap." }),
    unusedInodesLow: u16(0x1c, "bg_itable_unused_lo", { meaning: "Inodes at the end never used, low half." }),
    checksum: u16(0x1e, "bg_checksum", { meaning: "Checksum of group number and descriptor." }),
  },
});

/** The second half of a group descriptor, where the file system has 64bit. Offsets are from the start of that half. */
export const extGroupHigh = defineStruct({
  name: "ext group descriptor, high half",
  spec: "ext4 group descriptors",
  size: 32,
  fields: {
    blockBitmapHigh: u32(0x00, "bg_block_bitmap_hi", { meaning: "Block of the block bitmap, high half." }),
    inodeBitmapHigh: u32(0x04, "bg_inode_bitmap_hi", { meaning: "Block of the inode bitmap, high half." }),
    inodeTableHigh: u32(0x08, "bg_inode_table_hi", { meaning: "First block of the inode table, high half." }),
    freeBlocksHigh: u16(0x0c, "bg_free_blocks_count_hi", { meaning: "Free blocks, high half." }),
    freeInodesHigh: u16(0x0e, "bg_free_inodes_count_hi", { meaning: "Free inodes, high half." }),
    foldersHigh: u16(0x10, "bg_used_dirs_count_hi", { meaning: "Folders, high half." }),
    unusedInodesHigh: u16(0x12, "bg_itable_unused_hi", {
      meaning: "Inodes at the end never used, high half.",
    }),
    blockBitmapSumHigh: u16(0x18, "bg_block_bitmap_csum_hi", { meaning: "Checksum of the block bitmap." }),
    inodeBitmapSumHigh: u16(0x1a, "bg_inode_bitmap_csum_hi", { meaning: "Checksum of the inode bitmap." }),
  },
});
