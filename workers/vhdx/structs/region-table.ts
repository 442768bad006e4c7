import { ascii, bits, defineStruct, guid, u32, u64, type ValuesOf } from "../../bytes/struct.ts";
import { atMost, inHex, inBytes, mustBe, mustBeZero, outsideHeaderSection, wholeMiB } from "./rules.ts";

export const REGION_TABLE_SIGNATURE = "regi";
/** Bytes that the table's checksum covers. */
export const REGION_TABLE_SIZE = 64 * 1024;

/** Header of a region table, at 192 KiB and 256 KiB. Its checksum covers the table's whole 64 KiB. */
export const regionTableHeader = defineStruct({
  name: "Region table header",
  spec: "2.2.3.1",
  size: 16,
  fields: {
    signature: ascii(0, 4, "Signature", {
      meaning: "Marks a region table.",
      rule: mustBe(REGION_TABLE_SIGNATURE),
    }),
    checksum: u32(4, "Checksum", {
      meaning: "CRC-32C of the table's 64 KiB with this field as zero.",
      words: inHex,
    }),
    entryCount: u32(8, "EntryCount", { meaning: "How many entries follow.", rule: atMost(2047) }),
    reserved: u32(12, "Reserved", { meaning: "Must be zero.", rule: mustBeZero }),
  },
});

/** One region: where a part of the file lies. */
export const regionTableEntry = defineStruct({
  name: "Region table entry",
  spec: "2.2.3.2",
  size: 32,
  fields: {
    guid: guid(0, "Guid", { meaning: "Says what kind of region it is." }),
    fileOffset: u64(16, "FileOffset", {
      meaning: "Where the region starts in the file.",
      rule: outsideHeaderSection,
      ...inBytes,
    }),
    length: u32(24, "Length", { meaning: "Length of the region in bytes.", rule: wholeMiB, ...inBytes }),
    required: bits(28, 4, 0, 1, "Required", {
      meaning: "1: a reader that does not know this region must refuse the file.",
    }),
    reserved: bits(28, 4, 1, 31, "Reserved", { meaning: "Must be zero.", rule: mustBeZero }),
  },
});

export type RegionEntryValues = ValuesOf<typeof regionTableEntry>;

/** The regions of MS-VHDX 2.2.3.2. */
export const BAT_REGION = "2dc27766-f623-4200-9d64-115e9bfd4a08";
export const METADATA_REGION = "8b7ca206-4790-4b9a-b8fe-575f050f886e";

export function regionName(guidText: string): string {
  if (guidText === BAT_REGION) return "BAT";
  if (guidText === METADATA_REGION) return "Metadata";
  return "Unknown";
}
