import { defineStruct, u16, u32, u8 } from "../../../bytes/struct.ts";

/** Head of a record of a folder (the kernel's documentation of ext4, "Directory Entries"); the name follows. */
export const extDirectoryEntry = defineStruct({
  name: "ext directory entry",
  spec: "ext4 directory entries",
  size: 8,
  fields: {
    inode: u32(0, "inode", { meaning: "Inode; 0 where the record holds nothing." }),
    length: u16(4, "rec_len", { meaning: "Bytes to the next record." }),
    nameLength: u8(6, "name_len", { meaning: "Bytes of the name." }),
    type: u8(7, "file_type", { meaning: "Kind; high half of the name's length where kinds are not stored." }),
  },
});

/** Record at the end of a block of a folder, which holds the block's checksum. */
export const extDirectoryTail = defineStruct({
  name: "ext directory tail",
  spec: "ext4 directory entries",
  size: 12,
  fields: {
    inode: u32(0, "det_reserved_zero1", { meaning: "0." }),
    length: u16(4, "det_rec_len", { meaning: "12." }),
    nameLength: u8(6, "det_reserved_zero2", { meaning: "0." }),
    type: u8(7, "det_reserved_ft", { meaning: "0xDE: a checksum." }),
    checksum: u32(8, "det_checksum", { meaning: "Checksum of the block before this record." }),
  },
});
