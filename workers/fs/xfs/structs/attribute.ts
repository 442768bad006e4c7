import { ascii, defineStruct, u16be, u32, u32be, u64be, u8 } from "../../../bytes/struct.ts";

/** Attributes in the inode (XFS 17.1). */
export const shortAttributes = defineStruct({
  name: "XFS short form attributes",
  spec: "XFS 17.1",
  size: 4,
  fields: {
    length: u16be(0, "totsize", { meaning: "Bytes." }),
    count: u8(2, "count", { meaning: "Attributes." }),
  },
});

/** Begin of an attribute in the inode; name and value follow (XFS 17.1). */
export const shortAttribute = defineStruct({
  name: "XFS short form attribute",
  spec: "XFS 17.1",
  size: 3,
  fields: {
    nameLength: u8(0, "namelen", { meaning: "Bytes." }),
    valueLength: u8(1, "valuelen", { meaning: "Bytes." }),
    flags: u8(2, "flags", { meaning: "2 trusted, 4 security, 8 parent, 0x80 not complete." }),
  },
});

/** Begin of a block of the attributes; in version 5 it goes on (XFS 17.2). */
export const attributeBlock = defineStruct({
  name: "XFS attribute block",
  spec: "XFS 17.2",
  size: 12,
  fields: {
    forward: u32be(0, "forw", { meaning: "Next block of the same level; 0: none." }),
    magic: u16be(8, "magic", { meaning: "0xfbee leaf, 0xfebe node; 0x3bee and 0x3ebe in version 5." }),
  },
});

/** What version 5 has behind it (XFS 17.2). */
export const attributeBlockV5 = defineStruct({
  name: "XFS attribute block, version 5",
  spec: "XFS 17.2",
  size: 56,
  fields: {
    checksum: u32(12, "crc", { meaning: "CRC-32C of the block, this field as zero." }),
    owner: u64be(48, "owner", { meaning: "Inode." }),
  },
});

/** Bytes of a leaf's header, its attributes behind it: version 4 and version 5. */
export const LEAF_V4 = 32;
export const LEAF_V5 = 80;
/** Bytes of a node's header: version 4 and version 5. */
export const NODE_V4 = 16;
export const NODE_V5 = 64;

/** An attribute of a leaf, by name (XFS 17.2). */
export const leafEntry = defineStruct({
  name: "XFS attribute leaf entry",
  spec: "XFS 17.2",
  size: 8,
  fields: {
    place: u16be(4, "nameidx", { meaning: "Bytes from the start of the block." }),
    flags: u8(6, "flags", {
      meaning: "1 the value is here, 2 trusted, 4 security, 8 parent, 0x80 not complete.",
    }),
  },
});

/** An entry of a node (XFS 17.3). */
export const nodeEntry = defineStruct({
  name: "XFS attribute node entry",
  spec: "XFS 17.3",
  size: 8,
  fields: { before: u32be(4, "before", { meaning: "Block of the attributes." }) },
});

/** An attribute whose value is in the leaf; name and value follow (XFS 17.2). */
export const localAttribute = defineStruct({
  name: "XFS local attribute",
  spec: "XFS 17.2",
  size: 3,
  fields: {
    valueLength: u16be(0, "valuelen", { meaning: "Bytes." }),
    nameLength: u8(2, "namelen", { meaning: "Bytes." }),
  },
});

/** An attribute whose value has blocks of its own; the name follows (XFS 17.2). */
export const remoteAttribute = defineStruct({
  name: "XFS remote attribute",
  spec: "XFS 17.2",
  size: 9,
  fields: {
    block: u32be(0, "valueblk", { meaning: "Block of the attributes." }),
    valueLength: u32be(4, "valuelen", { meaning: "Bytes." }),
    nameLength: u8(8, "namelen", { meaning: "Bytes." }),
  },
});

/** Header of each block of such a value in version 5 (XFS 17.4). */
export const remoteBlock = defineStruct({
  name: "XFS remote attribute block",
  spec: "XFS 17.4",
  size: 56,
  fields: {
    magic: ascii(0, 4, "rm_magic", { meaning: "XARM." }),
    offset: u32be(4, "rm_offset", { meaning: "Bytes of the value in front of this block." }),
    length: u32be(8, "rm_bytes", { meaning: "Bytes of the value in this block." }),
    owner: u64be(32, "rm_owner", { meaning: "Inode." }),
  },
});
