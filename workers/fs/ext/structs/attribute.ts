import { defineStruct, u16, u32, u8 } from "../../../bytes/struct.ts";

/** Marks a list of extended attributes, in an inode and in a block. */
export const ATTRIBUTE_MAGIC = 0xea020000;

/** Head of the list in an inode (the kernel's documentation of ext4, "Extended Attributes"). */
export const extInodeAttributes = defineStruct({
  name: "ext attributes of an inode",
  spec: "ext4 extended attributes",
  size: 4,
  fields: { magic: u32(0, "h_magic", { meaning: "Marks the list." }) },
});

/** Head of a block of extended attributes. */
export const extAttributeBlock = defineStruct({
  name: "ext attribute block",
  spec: "ext4 extended attributes",
  size: 32,
  fields: {
    magic: u32(0x00, "h_magic", { meaning: "Marks the block." }),
    references: u32(0x04, "h_refcount", { meaning: "Inodes that use the block." }),
    blocks: u32(0x08, "h_blocks", { meaning: "1." }),
    checksum: u32(0x10, "h_checksum", { meaning: "Checksum of block number and block." }),
  },
});

/** Head of an extended attribute; the name follows. */
export const extAttribute = defineStruct({
  name: "ext attribute",
  spec: "ext4 extended attributes",
  size: 16,
  fields: {
    nameLength: u8(0, "e_name_len", { meaning: "Bytes of the name." }),
    prefix: u8(1, "e_name_index", { meaning: "What stands before the name." }),
    valueOffset: u16(2, "e_value_offs", { meaning: "Where the value is, bytes." }),
    valueInode: u32(4, "e_value_inum", { meaning: "Inode that holds the value, or 0." }),
    valueSize: u32(8, "e_value_size", { meaning: "Bytes of the value." }),
  },
});
