import { NIL_GUID } from "../../shared/guid.ts";
import { ascii, bytes, defineStruct, guid, u16, u32, u64, type ValuesOf } from "../../bytes/struct.ts";
import { inHex, inBytes, mustBe, mustBeZeroBytes, outsideHeaderSection, wholeMiB } from "./rules.ts";

export const HEADER_SIGNATURE = "head";

/** One of the two headers, at 64 KiB and 128 KiB. The valid one with the higher sequence number is active. */
export const header = defineStruct({
  name: "Header",
  spec: "2.2.2",
  size: 4096,
  checksum: "checksum",
  fields: {
    signature: ascii(0, 4, "Signature", { meaning: "Marks a header.", rule: mustBe(HEADER_SIGNATURE) }),
    checksum: u32(4, "Checksum", {
      meaning: "CRC-32C of the 4 KiB of this header with this field as zero.",
      words: inHex,
    }),
    sequenceNumber: u64(8, "SequenceNumber", {
      meaning: "Goes up with each header update; the higher of the two is the newer.",
    }),
    fileWriteGuid: guid(16, "FileWriteGuid", {
      meaning:
        "Identity of the file's contents: new before the first modification of any kind in a writable session.",
    }),
    dataWriteGuid: guid(32, "DataWriteGuid", {
      meaning:
        "Identity of the virtual disk's contents. A differencing child keeps it as its parent linkage.",
    }),
    logGuid: guid(48, "LogGuid", {
      meaning: "Names the log entries that count. All zeros: the log is empty and nothing is to be replayed.",
      words: (value) => (value === NIL_GUID ? "nothing to replay" : "the log may have to be replayed"),
    }),
    logVersion: u16(64, "LogVersion", { meaning: "Version of the log format.", rule: mustBe(0) }),
    version: u16(66, "Version", { meaning: "Version of the file format.", rule: mustBe(1) }),
    logLength: u32(68, "LogLength", {
      meaning: "Length of the log in bytes.",
      rule: wholeMiB,
      ...inBytes,
    }),
    logOffset: u64(72, "LogOffset", {
      meaning: "Where the log starts in the file.",
      rule: outsideHeaderSection,
      ...inBytes,
    }),
    reserved: bytes(80, 4016, "Reserved", {
      meaning: "Covered by the checksum, ignored by readers.",
      rule: mustBeZeroBytes,
    }),
  },
});

export type HeaderValues = ValuesOf<typeof header>;
