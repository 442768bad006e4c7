import { ascii, bytes, defineStruct, u16, u32, u8 } from "../../bytes/struct.ts";

export const EXT_MAGIC = 0xef53;
/** Bytes from the start of the volume. */
export const EXT_SUPERBLOCK = 1024;

/** Superblock of ext2, ext3 and ext4 (the kernel's documentation of ext4, "Super Block"). */
export const extSuperblock = defineStruct({
  name: "ext superblock",
  spec: "ext4 super block",
  size: 1024,
  fields: {
    inodes: u32(0x00, "s_inodes_count", { meaning: "Inodes." }),
    blocksLow: u32(0x04, "s_blocks_count_lo", { meaning: "Blocks, low half." }),
    freeBlocksLow: u32(0x0c, "s_free_blocks_count_lo", { meaning: "Free blocks, low half." }),
    freeInodes: u32(0x10, "s_free_inodes_count", { meaning: "Free inodes." }),
    firstBlock: u32(0x14, "s_first_data_block", { meaning: "Block of the first superblock." }),
    logBlockSize: u32(0x18, "s_log_block_size", { meaning: "Block size is 1 KiB shifted by it." }),
    logClusterSize: u32(0x1c, "s_log_cluster_size", { meaning: "Cluster size is 1 KiB shifted by it." }),
    blocksPerGroup: u32(0x20, "s_blocks_per_group", { meaning: "Blocks of a group." }),
    clustersPerGroup: u32(0x24, "s_clusters_per_group", { meaning: "Clusters of a group." }),
    inodesPerGroup: u32(0x28, "s_inodes_per_group", { meaning: "Inodes of a group." }),
    mounted: u32(0x2c, "s_mtime", { meaning: "Last mount, seconds since 1970." }),
    written: u32(0x30, "s_wtime", { meaning: "Last write of the superblock, seconds since 1970." }),
    magic: u16(0x38, "s_magic", { meaning: "Marks the superblock." }),
    state: u16(0x3a, "s_state", { meaning: "1: unmounted cleanly; 2: has errors; 4: orphans are deleted." }),
    revision: u32(0x4c, "s_rev_level", { meaning: "0 or 1." }),
    firstInode: u32(0x54, "s_first_ino", { meaning: "First inode that is not reserved." }),
    inodeSize: u16(0x58, "s_inode_size", { meaning: "Bytes of an inode." }),
    group: u16(0x5a, "s_block_group_nr", { meaning: "Group that this copy is in." }),
    compatible: u32(0x5c, "s_feature_compat", { meaning: "Features that any reader may ignore." }),
    incompatible: u32(0x60, "s_feature_incompat", { meaning: "Features that a reader must know." }),
    readOnly: u32(0x64, "s_feature_ro_compat", { meaning: "Features that a writer must know." }),
    uuid: bytes(0x68, 16, "s_uuid", { meaning: "UUID of the file system." }),
    label: ascii(0x78, 16, "s_volume_name", { meaning: "Label." }),
    lastMounted: ascii(0x88, 64, "s_last_mounted", { meaning: "Folder that it was last mounted on." }),
    reservedDescriptors: u16(0xce, "s_reserved_gdt_blocks", {
      meaning: "Blocks kept behind each descriptor table, so that it can grow.",
    }),
    journalUuid: bytes(0xd0, 16, "s_journal_uuid", { meaning: "UUID of a journal on another device." }),
    journalInode: u32(0xe0, "s_journal_inum", { meaning: "Inode of the journal." }),
    journalDevice: u32(0xe4, "s_journal_dev", { meaning: "Number of the device that holds the journal." }),
    lastOrphan: u32(0xe8, "s_last_orphan", { meaning: "First inode of the list of orphans." }),
    journalBackup: u8(0xfd, "s_jnl_backup_type", { meaning: "1: s_jnl_blocks copies the journal's inode." }),
    descriptorSize: u16(0xfe, "s_desc_size", { meaning: "Bytes of a group descriptor, where 64bit is set." }),
    firstMetaGroup: u32(0x104, "s_first_meta_bg", {
      meaning: "First meta group whose descriptors lie in it.",
    }),
    journalBlocks: bytes(0x10c, 68, "s_jnl_blocks", {
      meaning: "Copy of the journal inode's i_block, and of its size: high half, low half.",
    }),
    blocksHigh: u32(0x150, "s_blocks_count_hi", { meaning: "Blocks, high half." }),
    freeBlocksHigh: u32(0x158, "s_free_blocks_count_hi", { meaning: "Free blocks, high half." }),
    logGroupsPerFlex: u8(0x174, "s_log_groups_per_flex", {
      meaning: "Groups whose tables lie together, as a power of two.",
    }),
    checksumType: u8(0x175, "s_checksum_type", { meaning: "1: CRC-32C." }),
    errors: u32(0x194, "s_error_count", { meaning: "Errors that the kernel met." }),
    copyGroup1: u32(0x24c, "s_backup_bgs[0]", { meaning: "First group with a copy (sparse_super2)." }),
    copyGroup2: u32(0x250, "s_backup_bgs[1]", { meaning: "Second group with a copy (sparse_super2)." }),
    checksumSeed: u32(0x270, "s_checksum_seed", { meaning: "What all checksums begin with (csum_seed)." }),
    orphanFile: u32(0x280, "s_orphan_file_inum", { meaning: "Inode of the file that lists the orphans." }),
    checksum: u32(0x3fc, "s_checksum", { meaning: "CRC-32C of what stands before it." }),
  },
});
