import { ascii, bits, bytes, defineStruct, guid, u16, u32, type ValuesOf } from "../../bytes/struct.ts";
import { atMost, inBytes, mustBe, mustBeZero, mustBeZeroBytes } from "./rules.ts";

export const METADATA_SIGNATURE = "metadata";
/** Size of the table in bytes. It is the start of the metadata region; items follow. */
export const METADATA_TABLE_SIZE = 64 * 1024;

/** Header of the metadata table, at the start of the metadata region. No checksum covers it. */
export const metadataTableHeader = defineStruct({
  name: "Metadata table header",
  spec: "2.6.1.1",
  size: 32,
  fields: {
    signature: ascii(0, 8, "Signature", {
      meaning: "Marks the metadata table.",
      rule: mustBe(METADATA_SIGNATURE),
    }),
    reserved: u16(8, "Reserved", { meaning: "Must be zero.", rule: mustBeZero }),
    entryCount: u16(10, "EntryCount", { meaning: "How many entries follow.", rule: atMost(2047) }),
    reserved2: bytes(12, 20, "Reserved2", { meaning: "Must be zero.", rule: mustBeZeroBytes }),
  },
});

/** One metadata item: where its bytes lie in the region, and whether a reader must know it. */
export const metadataTableEntry = defineStruct({
  name: "Metadata table entry",
  spec: "2.6.1.2",
  size: 32,
  fields: {
    itemId: guid(0, "ItemId", { meaning: "Says what the item is." }),
    offset: u32(16, "Offset", {
      meaning: "From the start of the metadata region, 64 KiB or more.",
      ...inBytes,
    }),
    length: u32(20, "Length", { meaning: "Length of the item in bytes, 1 MiB at most.", ...inBytes }),
    isUser: bits(24, 4, 0, 1, "IsUser", {
      meaning: "1: the item belongs to a user of the file, not to the format.",
    }),
    isVirtualDisk: bits(24, 4, 1, 1, "IsVirtualDisk", {
      meaning: "1: the item belongs to the virtual disk and is copied to a child; 0: to this file alone.",
    }),
    isRequired: bits(24, 4, 2, 1, "IsRequired", {
      meaning: "1: a reader that does not know this item must refuse the file.",
    }),
    reservedFlags: bits(24, 4, 3, 29, "Reserved", { meaning: "Must be zero.", rule: mustBeZero }),
    reserved2: u32(28, "Reserved2", { meaning: "Must be zero.", rule: mustBeZero }),
  },
});

export type MetadataEntryValues = ValuesOf<typeof metadataTableEntry>;
