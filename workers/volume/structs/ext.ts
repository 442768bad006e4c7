import { ascii, defineStruct, u16, u32, u8 } from "../../bytes/struct.ts";

export const EXT_MAGIC = 0xef53;
/** Bytes from the start of the volume. */
export const EXT_SUPERBLOCK = 1024;

/** Superblock of ext2, ext3 and ext4 (the kernel's documentation of ext4, "Super Block"). */
export const extSuperblock = defineStruct({
  name: "ext superblock",
  spec: "ext4 super block",
  size: 1024,
  fields: {
    blocksLow: u32(0x04, "s_blocks_count_lo", { meaning: "Blocks, low half." }),
    firstBlock: u32(0x14, "s_first_data_block", { meaning: "Block of the first superblock." }),
    logBlockSize: u32(0x18, "s_log_block_size", { meaning: "Block size is 1 KiB shifted by it." }),
    blocksPerGroup: u32(0x20, "s_blocks_per_group", { meaning: "Blocks of a group." }),
    inodesPerGroup: u32(0x28, "s_inodes_per_group", { meaning: "Inodes of a group." }),
    magic: u16(0x38, "s_magic", { meaning: "Marks the superblock." }),
    state: u16(0x3a, "s_state", { meaning: "1: unmounted cleanly; 2: has errors." }),
    revision: u32(0x4c, "s_rev_level", { meaning: "0 or 1." }),
    group: u16(0x5a, "s_block_group_nr", { meaning: "Group that this copy is in." }),
    compatible: u32(0x5c, "s_feature_compat", { meaning: "Features that any reader may ignore." }),
    incompatible: u32(0x60, "s_feature_incompat", { meaning: "Features that a reader must know." }),
    readOnly: u32(0x64, "s_feature_ro_compat", { meaning: "Features that a writer must know." }),
    label: ascii(0x78, 16, "s_volume_name", { meaning: "Label." }),
    blocksHigh: u32(0x150, "s_blocks_count_hi", { meaning: "Blocks, high half." }),
    checksumType: u8(0x175, "s_checksum_type", { meaning: "1: CRC-32C." }),
    checksum: u32(0x3fc, "s_checksum", { meaning: "CRC-32C of what stands before it." }),
  },
});
