import { defineStruct, u16, u32, u64, u8 } from "../../../bytes/struct.ts";

/** Header of an attribute in a record ("ATTRIBUTE_RECORD_HEADER"). */
export const attributeHeader = defineStruct({
  name: "Attribute",
  spec: "ATTRIBUTE_RECORD_HEADER",
  size: 16,
  fields: {
    type: u32(0, "TypeCode", { meaning: "Kind of the attribute; 0xffffffff ends the list." }),
    length: u32(4, "RecordLength", { meaning: "Bytes of the attribute." }),
    nonResident: u8(8, "FormCode", { meaning: "0: its value is here; 1: its value is in clusters." }),
    nameLength: u8(9, "NameLength", { meaning: "UTF-16 units of the name." }),
    nameOffset: u16(10, "NameOffset", { meaning: "Bytes from the start of the attribute." }),
    flags: u16(12, "Flags", { meaning: "1: compressed by LZNT1; 0x4000: encrypted; 0x8000: sparse." }),
    id: u16(14, "Instance", { meaning: "Number of the attribute in its record." }),
  },
});

/** What follows in an attribute whose value is in the record. */
export const residentAttribute = defineStruct({
  name: "Resident attribute",
  spec: "ATTRIBUTE_RECORD_HEADER, Resident",
  size: 24,
  fields: {
    valueLength: u32(16, "ValueLength", { meaning: "Bytes." }),
    valueOffset: u16(20, "ValueOffset", { meaning: "Bytes from the start of the attribute." }),
  },
});

/** What follows in an attribute whose value is in clusters. */
export const nonResidentAttribute = defineStruct({
  name: "Nonresident attribute",
  spec: "ATTRIBUTE_RECORD_HEADER, Nonresident",
  size: 64,
  fields: {
    lowestVcn: u64(16, "LowestVcn", { meaning: "First cluster of the value that this attribute maps." }),
    highestVcn: u64(24, "HighestVcn", { meaning: "Last cluster of the value that this attribute maps." }),
    pairsOffset: u16(32, "MappingPairsOffset", { meaning: "Bytes from the start of the attribute." }),
    compressionUnit: u8(34, "CompressionUnit", { meaning: "Clusters of a unit, as a power of two." }),
    allocated: u64(40, "AllocatedLength", { meaning: "Bytes of the clusters, holes too." }),
    size: u64(48, "FileSize", { meaning: "Bytes." }),
    initialized: u64(56, "ValidDataLength", { meaning: "Bytes that were written; zeros follow." }),
  },
});

/** The field that sparse and compressed attributes have on top. */
export const totalAllocated = defineStruct({
  name: "Total allocated",
  spec: "ATTRIBUTE_RECORD_HEADER, Nonresident",
  size: 72,
  fields: {
    total: u64(64, "TotalAllocated", { meaning: "Bytes of the clusters, holes left out." }),
  },
});
