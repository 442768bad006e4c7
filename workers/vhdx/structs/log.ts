import { ascii, bytes, defineStruct, guid, u32, u64, type ValuesOf } from "../../bytes/struct.ts";
import { inHex, inBytes, mustBe, mustBeZero, wholeMiB, wholeSector, wholeSectors } from "./rules.ts";
import { LOG_SECTOR } from "../../shared/geometry.ts";

export const LOG_ENTRY_SIGNATURE = "loge";
export const DATA_DESCRIPTOR_SIGNATURE = "desc";
export const ZERO_DESCRIPTOR_SIGNATURE = "zero";
export const DATA_SECTOR_SIGNATURE = "data";

/** Start of a log entry. Offsets in it count from the start of the log. */
export const logEntryHeader = defineStruct({
  name: "Log entry header",
  spec: "2.3.1.1",
  size: 64,
  fields: {
    signature: ascii(0, 4, "Signature", { meaning: "Marks a log entry.", rule: mustBe(LOG_ENTRY_SIGNATURE) }),
    checksum: u32(4, "Checksum", {
      meaning: "CRC-32C of the whole entry with this field as zero.",
      words: inHex,
    }),
    entryLength: u32(8, "EntryLength", {
      meaning: "Length of the entry in bytes, data sectors included.",
      rule: wholeSectors,
      ...inBytes,
    }),
    tail: u32(12, "Tail", {
      meaning: "Offset in the log of the oldest entry that was still needed when this one was written.",
      rule: wholeSector,
      words: inHex,
    }),
    sequenceNumber: u64(16, "SequenceNumber", {
      meaning: "One more than the entry before.",
      rule: (value) => (value === 0n ? "must be above 0" : null),
    }),
    descriptorCount: u32(24, "DescriptorCount", { meaning: "How many descriptors follow; none is legal." }),
    reserved: u32(28, "Reserved", { meaning: "Must be zero.", rule: mustBeZero }),
    logGuid: guid(32, "LogGuid", {
      meaning: "The log that the entry belongs to; only the header's own counts.",
    }),
    flushedFileOffset: u64(48, "FlushedFileOffset", {
      meaning:
        "File size that was on stable storage when the entry was written. A shorter file has lost data.",
      rule: wholeMiB,
      ...inBytes,
    }),
    lastFileOffset: u64(56, "LastFileOffset", {
      meaning: "End of all allocated structures; the replay grows the file to it.",
      rule: wholeMiB,
      ...inBytes,
    }),
  },
});

export type LogEntryHeaderValues = ValuesOf<typeof logEntryHeader>;

/** Descriptor of a 4 KiB sector whose bytes are in a data sector of the entry. */
export const dataDescriptor = defineStruct({
  name: "Data descriptor",
  spec: "2.3.1.3",
  size: 32,
  fields: {
    signature: ascii(0, 4, "DataSignature", {
      meaning: "Marks a data descriptor.",
      rule: mustBe(DATA_DESCRIPTOR_SIGNATURE),
    }),
    trailingBytes: bytes(4, 4, "TrailingBytes", { meaning: "The last 4 bytes of the sector to write." }),
    leadingBytes: bytes(8, 8, "LeadingBytes", { meaning: "The first 8 bytes of the sector to write." }),
    fileOffset: u64(16, "FileOffset", {
      meaning: "Where the sector goes.",
      rule: wholeSector,
      ...inBytes,
    }),
    sequenceNumber: u64(24, "SequenceNumber", { meaning: "The entry's own, or the entry is torn." }),
  },
});

/** Descriptor of a run of zeros. */
export const zeroDescriptor = defineStruct({
  name: "Zero descriptor",
  spec: "2.3.1.2",
  size: 32,
  fields: {
    signature: ascii(0, 4, "ZeroSignature", {
      meaning: "Marks a zero descriptor.",
      rule: mustBe(ZERO_DESCRIPTOR_SIGNATURE),
    }),
    reserved: u32(4, "Reserved", { meaning: "Must be zero.", rule: mustBeZero }),
    zeroLength: u64(8, "ZeroLength", {
      meaning: "Bytes to fill with zeros.",
      rule: wholeSector,
      ...inBytes,
    }),
    fileOffset: u64(16, "FileOffset", { meaning: "Where the zeros go.", rule: wholeSector, ...inBytes }),
    sequenceNumber: u64(24, "SequenceNumber", { meaning: "The entry's own, or the entry is torn." }),
  },
});

/** A sector to write, without the 12 bytes that are in its descriptor. */
export const dataSector = defineStruct({
  name: "Data sector",
  spec: "2.3.1.4",
  size: LOG_SECTOR,
  fields: {
    signature: ascii(0, 4, "DataSignature", {
      meaning: "Marks a data sector.",
      rule: mustBe(DATA_SECTOR_SIGNATURE),
    }),
    sequenceHigh: u32(4, "SequenceHigh", { meaning: "Upper half of the entry's sequence number." }),
    data: bytes(8, 4084, "Data", { meaning: "Bytes 8 to 4091 of the sector to write." }),
    sequenceLow: u32(4092, "SequenceLow", { meaning: "Lower half of the entry's sequence number." }),
  },
});
