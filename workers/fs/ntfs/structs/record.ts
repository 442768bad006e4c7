import { ascii, bits, defineStruct, u16, u32, u64 } from "../../../bytes/struct.ts";

/** Record of the MFT ("FILE_RECORD_SEGMENT_HEADER"). */
export const fileRecord = defineStruct({
  name: "MFT record",
  spec: "FILE_RECORD_SEGMENT_HEADER",
  size: 48,
  fields: {
    signature: ascii(0, 4, "Signature", { meaning: "FILE; BAAD where chkdsk gave the record up." }),
    usaOffset: u16(4, "UpdateSequenceArrayOffset", { meaning: "Bytes from the start of the record." }),
    usaCount: u16(6, "UpdateSequenceArraySize", { meaning: "One word, and one for each 512 bytes." }),
    lsn: u64(8, "Lsn", { meaning: "Last change in $LogFile." }),
    sequence: u16(16, "SequenceNumber", { meaning: "Goes up each time the record is used again." }),
    links: u16(18, "ReferenceCount", { meaning: "Names of the file, short ones too." }),
    attributes: u16(20, "FirstAttributeOffset", { meaning: "Bytes from the start of the record." }),
    flags: u16(22, "Flags", { meaning: "1: in use; 2: a folder." }),
    used: u32(24, "FirstFreeByte", { meaning: "Bytes of the record in use." }),
    allocated: u32(28, "BytesAvailable", { meaning: "Bytes of the record." }),
    base: u64(32, "BaseFileRecordSegment", { meaning: "Record that this one extends; 0 for none." }),
    baseRecord: bits(32, 8, 0, 48, "BaseFileRecordSegment.Number", { meaning: "Number of that record." }),
    number: u32(44, "MftRecordNumber", { meaning: "Number of the record itself; since Windows XP." }),
  },
});
