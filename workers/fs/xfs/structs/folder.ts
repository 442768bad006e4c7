import { ascii, defineStruct, u16be, u32, u32be, u64be, u8 } from "../../../bytes/struct.ts";

/** Header of a folder's block of entries in version 5; version 4 has 16 bytes (XFS 16.2, 16.3). */
export const folderBlock = defineStruct({
  name: "XFS folder block",
  spec: "XFS 16.3",
  size: 64,
  fields: {
    magic: ascii(0, 4, "magic", { meaning: "XDB3 and XD2B: the only one; XDD3 and XD2D: one of several." }),
    checksum: u32(4, "crc", { meaning: "CRC-32C of the block, this field as zero; version 5." }),
    owner: u64be(40, "owner", { meaning: "Inode of the folder; version 5." }),
  },
});

/** Bytes of the header in version 4. */
export const FOLDER_BLOCK_V4 = 16;

/** Begin of an entry; name, kind where there is one, padding and tag follow (XFS 16.2). */
export const folderEntry = defineStruct({
  name: "XFS folder entry",
  spec: "XFS 16.2",
  size: 9,
  fields: {
    inode: u64be(0, "inumber", { meaning: "Inode." }),
    nameLength: u8(8, "namelen", { meaning: "Bytes." }),
  },
});

/** An unused run of a block (XFS 16.2). */
export const unusedEntry = defineStruct({
  name: "XFS unused entry",
  spec: "XFS 16.2",
  size: 4,
  fields: {
    tag: u16be(0, "freetag", { meaning: "0xffff." }),
    length: u16be(2, "length", { meaning: "Bytes." }),
  },
});

/** End of the only block of a folder: an index of its names is in front of it (XFS 16.2). */
export const blockTail = defineStruct({
  name: "XFS folder block tail",
  spec: "XFS 16.2",
  size: 8,
  fields: {
    count: u32be(0, "count", { meaning: "Entries of the index, 8 bytes each." }),
    stale: u32be(4, "stale", { meaning: "Those of them that are not used." }),
  },
});

/** A folder in its inode (XFS 16.1). */
export const shortFolder = defineStruct({
  name: "XFS short form folder",
  spec: "XFS 16.1",
  size: 2,
  fields: {
    count: u8(0, "count", { meaning: "Entries." }),
    wide: u8(1, "i8count", { meaning: "Entries that need inode numbers of 8 bytes; else these have 4." }),
  },
});

/** Begin of an entry of a folder in its inode; name, kind where there is one, inode follow (XFS 16.1). */
export const shortFolderEntry = defineStruct({
  name: "XFS short form entry",
  spec: "XFS 16.1",
  size: 3,
  fields: {
    nameLength: u8(0, "namelen", { meaning: "Bytes." }),
    position: u16be(1, "offset", { meaning: "Where the entry would be in a block." }),
  },
});
