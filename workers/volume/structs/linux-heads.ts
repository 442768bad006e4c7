import { ascii, bytes, defineStruct, u16, u16be, u32, u32be, u64, u64be, u8 } from "../../bytes/struct.ts";

/** XFS superblock (XFS Algorithms & Data Structures, 13.1). */
export const xfsSuperblock = defineStruct({
  name: "XFS superblock",
  spec: "XFS 13.1",
  size: 264,
  fields: {
    magic: ascii(0, 4, "sb_magicnum", { meaning: "XFSB." }),
    blockSize: u32be(4, "sb_blocksize", { meaning: "Bytes." }),
    blocks: u64be(8, "sb_dblocks", { meaning: "Blocks." }),
    uuid: bytes(32, 16, "sb_uuid", { meaning: "UUID." }),
    logStart: u64be(48, "sb_logstart", { meaning: "First block of the log; 0: it is on another device." }),
    root: u64be(56, "sb_rootino", { meaning: "Inode of the root folder." }),
    groupBlocks: u32be(84, "sb_agblocks", { meaning: "Blocks of an allocation group." }),
    groups: u32be(88, "sb_agcount", { meaning: "Allocation groups." }),
    logBlocks: u32be(96, "sb_logblocks", { meaning: "Blocks of the log." }),
    version: u16be(100, "sb_versionnum", { meaning: "Version in the low four bits." }),
    sectorSize: u16be(102, "sb_sectsize", { meaning: "Bytes." }),
    inodeSize: u16be(104, "sb_inodesize", { meaning: "Bytes." }),
    label: ascii(108, 12, "sb_fname", { meaning: "Label." }),
    blockShift: u8(120, "sb_blocklog", { meaning: "Block size as a power of two." }),
    blockInodesShift: u8(123, "sb_inopblog", { meaning: "Inodes of a block as a power of two." }),
    groupShift: u8(124, "sb_agblklog", {
      meaning: "Bits of a block's number inside its group: blocks of a group as a power of two, rounded up.",
    }),
    inodes: u64be(128, "sb_icount", { meaning: "Inodes that have a place." }),
    freeInodes: u64be(136, "sb_ifree", { meaning: "Those of them that are free." }),
    freeBlocks: u64be(144, "sb_fdblocks", { meaning: "Free blocks." }),
    folderShift: u8(192, "sb_dirblklog", { meaning: "Blocks of a folder's block as a power of two." }),
    features2: u32be(200, "sb_features2", { meaning: "Features of version 4; 0x200: types in folders." }),
    readOnly: u32be(212, "sb_features_ro_compat", { meaning: "Features that matter to a writer." }),
    incompatible: u32be(216, "sb_features_incompat", { meaning: "Features; 0x10: needs a repair." }),
    checksum: u32(224, "sb_crc", { meaning: "CRC-32C of the sector, this field as zero; version 5." }),
  },
});

/** The sector behind an XFS superblock or a copy of it, as far as it tells the group (XFS 13.2). */
export const xfsGroup = defineStruct({
  name: "XFS group",
  spec: "XFS 13.2",
  size: 12,
  fields: {
    magic: ascii(0, 4, "agf_magicnum", { meaning: "XAGF." }),
    group: u32be(8, "agf_seqno", { meaning: "Number of the group." }),
  },
});

/** Bytes from the start of the volume: superblock 1.1 and 1.2 of a member of a Linux RAID. */
export const RAID_SUPERBLOCKS = [0, 4096] as const;
export const RAID_MAGIC = 0xa9_2b_4e_fc;

/** Superblock of a member of a Linux RAID, version 1 (the kernel's include/uapi/linux/raid/md_p.h). */
export const raidSuperblock = defineStruct({
  name: "RAID superblock",
  spec: "mdp_superblock_1",
  size: 152,
  fields: {
    magic: u32(0, "magic", { meaning: "0xa92b4efc." }),
    version: u32(4, "major_version", { meaning: "1." }),
    label: ascii(32, 32, "set_name", { meaning: "Name of the array." }),
    place: u64(144, "super_offset", { meaning: "Sector of 512 bytes that it is in." }),
  },
});

/** Bytes from the start of the volume, of the superblock and its copies. */
export const BTRFS_SUPERBLOCKS = [64 * 1024, 64 * 1024 * 1024, 256 * 1024 * 1024 * 1024] as const;

/** btrfs superblock (btrfs documentation, "On-disk format"). */
export const btrfsSuperblock = defineStruct({
  name: "btrfs superblock",
  spec: "btrfs super block",
  size: 4096,
  fields: {
    checksum: u32(0, "csum", { meaning: "CRC-32C of all that follows, for checksum type 0." }),
    hashed: bytes(32, 4064, "hashed", { meaning: "What the checksum is of." }),
    place: u64(0x30, "bytenr", { meaning: "Where this copy lies." }),
    magic: ascii(0x40, 8, "magic", { meaning: "_BHRfS_M." }),
    log: u64(0x60, "log_root", { meaning: "Not zero where a log must be replayed." }),
    size: u64(0x70, "total_bytes", { meaning: "Bytes on all devices." }),
    devices: u64(0x88, "num_devices", { meaning: "Devices." }),
    checksumType: u16(0xc4, "csum_type", { meaning: "0: CRC-32C." }),
    deviceSize: u64(0xd1, "dev_item.total_bytes", { meaning: "Bytes on this device." }),
    label: ascii(0x12b, 256, "label", { meaning: "Label." }),
  },
});

/** LVM2 label, in one of the first four sectors of 512 bytes (LVM2, lib/label/label.h). */
export const lvmLabel = defineStruct({
  name: "LVM2 label",
  spec: "LVM2 label",
  size: 72,
  fields: {
    id: ascii(0, 8, "id", { meaning: "LABELONE." }),
    sector: u64(8, "sector", { meaning: "Sector that it is in." }),
    type: ascii(24, 8, "type", { meaning: "LVM2 001." }),
    deviceSize: u64(64, "device_size", { meaning: "Bytes of the device." }),
  },
});

/** Header of LUKS 1 and 2 (LUKS on-disk format; LUKS2 2.1). Its copy of LUKS 2 begins with another magic. */
export const luksHeader = defineStruct({
  name: "LUKS header",
  spec: "LUKS2 2.1",
  size: 512,
  fields: {
    magic: ascii(0, 6, "magic", { meaning: "LUKS or, in the copy, SKUL, and ba be." }),
    version: u16be(6, "version", { meaning: "1 or 2." }),
    label: ascii(24, 48, "label", { meaning: "Label of LUKS 2." }),
    place: u64be(256, "hdr_offset", { meaning: "Where this copy lies, in LUKS 2." }),
  },
});

/** Bytes from the start of the volume. */
export const SWAP_HEADER = 1024;

/** Header of Linux swap (the kernel's include/linux/swap.h). The signature ends the first page. */
export const swapHeader = defineStruct({
  name: "Swap header",
  spec: "swap_header",
  size: 44,
  fields: {
    version: u32(0, "version", { meaning: "1." }),
    lastPage: u32(4, "last_page", { meaning: "Last page." }),
    label: ascii(28, 16, "sws_volume", { meaning: "Label." }),
  },
});
