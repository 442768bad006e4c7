import { defineStruct, u16, u32 } from "../../../bytes/struct.ts";

export const EXTENT_MAGIC = 0xf30a;

/** Head of a node of an extent tree (the kernel's documentation of ext4, "Extent Tree"). */
export const extExtentHeader = defineStruct({
  name: "ext extent header",
  spec: "ext4 extent tree",
  size: 12,
  fields: {
    magic: u16(0, "eh_magic", { meaning: "Marks a node." }),
    entries: u16(2, "eh_entries", { meaning: "Entries behind the head." }),
    most: u16(4, "eh_max", { meaning: "Entries that there is room for." }),
    depth: u16(6, "eh_depth", { meaning: "Levels below; 0 in a leaf." }),
  },
});

/** Entry of an inner node: the node below for all blocks from one on. */
export const extExtentIndex = defineStruct({
  name: "ext extent index",
  spec: "ext4 extent tree",
  size: 12,
  fields: {
    logical: u32(0, "ei_block", { meaning: "First block of the file that the node below is about." }),
    nodeLow: u32(4, "ei_leaf_lo", { meaning: "Block of the node below, low half." }),
    nodeHigh: u16(8, "ei_leaf_hi", { meaning: "Block of the node below, high half." }),
  },
});

/** Entry of a leaf: a run of blocks. */
export const extExtent = defineStruct({
  name: "ext extent",
  spec: "ext4 extent tree",
  size: 12,
  fields: {
    logical: u32(0, "ee_block", { meaning: "First block of the file." }),
    length: u16(4, "ee_len", {
      meaning: "Blocks; above 32,768 they are not written yet, and read as zeros.",
    }),
    startHigh: u16(6, "ee_start_hi", { meaning: "First block of the volume, high half." }),
    startLow: u32(8, "ee_start_lo", { meaning: "First block of the volume, low half." }),
  },
});
