import { bytes, defineStruct, u16, u32 } from "../../../bytes/struct.ts";

/** Inode (the kernel's documentation of ext4, "Index Nodes"): the 128 bytes that all have. */
export const extInode = defineStruct({
  name: "ext inode",
  spec: "ext4 inodes",
  size: 128,
  fields: {
    mode: u16(0x00, "i_mode", { meaning: "Kind and permissions." }),
    userLow: u16(0x02, "i_uid", { meaning: "Owner, low half." }),
    sizeLow: u32(0x04, "i_size_lo", { meaning: "Bytes of the content, low half." }),
    accessed: u32(0x08, "i_atime", { meaning: "Last access, seconds since 1970, signed." }),
    changed: u32(0x0c, "i_ctime", { meaning: "Last change of the inode, seconds since 1970, signed." }),
    modified: u32(0x10, "i_mtime", { meaning: "Last change of the content, seconds since 1970, signed." }),
    deleted: u32(0x14, "i_dtime", { meaning: "Deletion, seconds since 1970; of an orphan the next orphan." }),
    groupLow: u16(0x18, "i_gid", { meaning: "Group, low half." }),
    links: u16(0x1a, "i_links_count", { meaning: "Names; of a folder 1 where it has too many to count." }),
    blocksLow: u32(0x1c, "i_blocks_lo", { meaning: "Units of 512 bytes that are allocated, low half." }),
    flags: u32(0x20, "i_flags", { meaning: "Flags." }),
    block: bytes(0x28, 60, "i_block", { meaning: "Block numbers, extents, a short symlink, inline data." }),
    generation: u32(0x64, "i_generation", { meaning: "Differs each time the inode is used." }),
    attributesLow: u32(0x68, "i_file_acl_lo", { meaning: "Block of extended attributes, low half." }),
    sizeHigh: u32(0x6c, "i_size_high", { meaning: "Bytes of the content, high half." }),
    blocksHigh: u16(0x74, "l_i_blocks_high", { meaning: "Units that are allocated, high half." }),
    attributesHigh: u16(0x76, "l_i_file_acl_high", { meaning: "Block of extended attributes, high half." }),
    userHigh: u16(0x78, "l_i_uid_high", { meaning: "Owner, high half." }),
    groupHigh: u16(0x7a, "l_i_gid_high", { meaning: "Group, high half." }),
    checksumLow: u16(0x7c, "l_i_checksum_lo", { meaning: "Checksum of the inode, low half." }),
  },
});

/** What an inode of more than 128 bytes has behind these. Offsets are from the start of the inode. */
export const extInodeExtra = defineStruct({
  name: "ext inode, extra fields",
  spec: "ext4 inodes",
  size: 160,
  fields: {
    extraSize: u16(0x80, "i_extra_isize", { meaning: "Bytes behind the first 128 that hold fields." }),
    checksumHigh: u16(0x82, "i_checksum_hi", { meaning: "Checksum of the inode, high half." }),
    changedExtra: u32(0x84, "i_ctime_extra", { meaning: "Nanoseconds, and two bits more of the seconds." }),
    modifiedExtra: u32(0x88, "i_mtime_extra", { meaning: "Nanoseconds, and two bits more of the seconds." }),
    accessedExtra: u32(0x8c, "i_atime_extra", { meaning: "Nanoseconds, and two bits more of the seconds." }),
    created: u32(0x90, "i_crtime", { meaning: "Creation, seconds since 1970, signed." }),
    createdExtra: u32(0x94, "i_crtime_extra", { meaning: "Nanoseconds, and two bits more of the seconds." }),
    project: u32(0x9c, "i_projid", { meaning: "Project, for quotas." }),
  },
});
