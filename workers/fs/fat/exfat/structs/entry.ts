import { bytes, defineStruct, u16, u32, u64, u8 } from "../../../../bytes/struct.ts";
import { SLOT } from "../../structs/entry.ts";

/** First entry of a set: a file or folder (Microsoft's exFAT specification, 7.4). */
export const fileEntry = defineStruct({
  name: "exFAT file entry",
  spec: "exFAT 7.4",
  size: SLOT,
  fields: {
    type: u8(0, "EntryType", { meaning: "0x85; 0x05: deleted." }),
    secondaries: u8(1, "SecondaryCount", { meaning: "Entries behind this one in the set, 2 to 18." }),
    checksum: u16(2, "SetChecksum", { meaning: "Of the whole set." }),
    attributes: u16(4, "FileAttributes", {
      meaning: "1 read-only, 2 hidden, 4 system, 0x10 folder, 0x20 archive.",
    }),
    created: u32(8, "CreateTimestamp", { meaning: "Date and time, two seconds each." }),
    modified: u32(12, "LastModifiedTimestamp", { meaning: "Date and time, two seconds each." }),
    accessed: u32(16, "LastAccessedTimestamp", { meaning: "Date and time, two seconds each." }),
    createdHundredths: u8(20, "Create10msIncrement", { meaning: "Hundredths of a second, 0 to 199." }),
    modifiedHundredths: u8(21, "LastModified10msIncrement", {
      meaning: "Hundredths of a second, 0 to 199.",
    }),
    createdOffset: u8(22, "CreateUtcOffset", { meaning: "Bit 7: valid; else quarters of an hour." }),
    modifiedOffset: u8(23, "LastModifiedUtcOffset", { meaning: "Bit 7: valid; else quarters of an hour." }),
    accessedOffset: u8(24, "LastAccessedUtcOffset", { meaning: "Bit 7: valid; else quarters of an hour." }),
  },
});

/** Second entry of a set: where the content is (Microsoft's exFAT specification, 7.6). */
export const streamEntry = defineStruct({
  name: "exFAT stream extension entry",
  spec: "exFAT 7.6",
  size: SLOT,
  fields: {
    type: u8(0, "EntryType", { meaning: "0xc0; 0x40: deleted." }),
    flags: u8(1, "GeneralSecondaryFlags", {
      meaning: "1: clusters may be allocated; 2: they follow each other, and the table does not count.",
    }),
    nameLength: u8(3, "NameLength", { meaning: "UTF-16 units." }),
    nameHash: u16(4, "NameHash", { meaning: "Of the name in upper case." }),
    valid: u64(8, "ValidDataLength", { meaning: "Bytes that were written; behind them are zeros." }),
    first: u32(20, "FirstCluster", { meaning: "Cluster." }),
    size: u64(24, "DataLength", { meaning: "Bytes." }),
  },
});

/** Further entries of a set: the name (Microsoft's exFAT specification, 7.7). */
export const nameEntry = defineStruct({
  name: "exFAT file name entry",
  spec: "exFAT 7.7",
  size: SLOT,
  fields: {
    type: u8(0, "EntryType", { meaning: "0xc1; 0x41: deleted." }),
    name: bytes(2, 30, "FileName", { meaning: "15 UTF-16 units." }),
  },
});

/** Bitmap of the clusters, and table of upper case letters (Microsoft's exFAT specification, 7.1, 7.2). */
export const tableEntry = defineStruct({
  name: "exFAT allocation bitmap or up-case table entry",
  spec: "exFAT 7.1",
  size: SLOT,
  fields: {
    type: u8(0, "EntryType", { meaning: "0x81: bitmap; 0x82: up-case table." }),
    flags: u8(1, "BitmapFlags", { meaning: "1: the bitmap that goes with the second table." }),
    checksum: u32(4, "TableChecksum", { meaning: "Of the up-case table." }),
    first: u32(20, "FirstCluster", { meaning: "Cluster." }),
    size: u64(24, "DataLength", { meaning: "Bytes." }),
  },
});

/** Label of the volume (Microsoft's exFAT specification, 7.3). */
export const labelEntry = defineStruct({
  name: "exFAT volume label entry",
  spec: "exFAT 7.3",
  size: SLOT,
  fields: {
    type: u8(0, "EntryType", { meaning: "0x83." }),
    length: u8(1, "CharacterCount", { meaning: "UTF-16 units, up to 11." }),
    label: bytes(2, 22, "VolumeLabel", { meaning: "UTF-16." }),
  },
});
