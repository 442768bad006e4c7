import { ascii, bits, defineStruct, u16, u32, u64, u8 } from "../../../bytes/struct.ts";

/** $INDEX_ROOT, the first node of an index ("INDEX_ROOT"). */
export const indexRoot = defineStruct({
  name: "$INDEX_ROOT",
  spec: "INDEX_ROOT",
  size: 16,
  fields: {
    type: u32(0, "IndexedAttributeType", { meaning: "0x30 for a folder: $FILE_NAME." }),
    collation: u32(4, "CollationRule", { meaning: "1 for a folder: by name." }),
    blockSize: u32(8, "BytesPerIndexBuffer", { meaning: "Bytes of an index block." }),
  },
});

/** Index block, a node of an index in $INDEX_ALLOCATION ("INDEX_ALLOCATION_BUFFER"). */
export const indexBlock = defineStruct({
  name: "Index block",
  spec: "INDEX_ALLOCATION_BUFFER",
  size: 24,
  fields: {
    signature: ascii(0, 4, "Signature", { meaning: "INDX." }),
    usaOffset: u16(4, "UpdateSequenceArrayOffset", { meaning: "Bytes from the start of the block." }),
    usaCount: u16(6, "UpdateSequenceArraySize", { meaning: "One word, and one for each 512 bytes." }),
    lsn: u64(8, "Lsn", { meaning: "Last change in $LogFile." }),
    vcn: u64(16, "ThisBlock", { meaning: "Where the block is in $INDEX_ALLOCATION." }),
  },
});

/** Header of a node, behind that of the root or of the block ("INDEX_HEADER"). Offsets count from its own start. */
export const indexHeader = defineStruct({
  name: "Index header",
  spec: "INDEX_HEADER",
  size: 16,
  fields: {
    entries: u32(0, "FirstIndexEntry", { meaning: "Bytes from the start of this header." }),
    used: u32(4, "FirstFreeByte", { meaning: "Bytes from the start of this header." }),
    allocated: u32(8, "BytesAvailable", { meaning: "Bytes." }),
    flags: u8(12, "Flags", { meaning: "1: the node has nodes below it." }),
  },
});

/** Entry of a node ("INDEX_ENTRY"). With nodes below, the last 8 bytes say where. */
export const indexEntry = defineStruct({
  name: "Index entry",
  spec: "INDEX_ENTRY",
  size: 16,
  fields: {
    record: bits(0, 8, 0, 48, "FileReference.Number", { meaning: "Record of the file." }),
    sequence: bits(0, 8, 48, 16, "FileReference.Sequence", { meaning: "Its sequence number." }),
    length: u16(8, "Length", { meaning: "Bytes of the entry." }),
    keyLength: u16(10, "AttributeLength", { meaning: "Bytes of the key, a $FILE_NAME." }),
    flags: u16(12, "Flags", { meaning: "1: a node below; 2: the last entry, which has no key." }),
  },
});

/** Where the node below an entry is. */
export const nodeBelow = defineStruct({
  name: "Node below",
  spec: "INDEX_ENTRY",
  size: 8,
  fields: { vcn: u64(0, "VcnOfSubnode", { meaning: "Where that block is in $INDEX_ALLOCATION." }) },
});
