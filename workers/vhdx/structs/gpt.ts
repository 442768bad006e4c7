import { ascii, defineStruct, guid, u32, u64 } from "../../bytes/struct.ts";
import { inHex, inBytes, mustBe } from "./rules.ts";

export const GPT_SIGNATURE = "EFI PART";

/** Header of a guest's GUID partition table, in the disk's second sector (UEFI 2.10, 5.3.2). Not a part of MS-VHDX. */
export const gptHeader = defineStruct({
  name: "GPT header",
  spec: "UEFI 5.3.2",
  size: 92,
  fields: {
    signature: ascii(0, 8, "Signature", {
      meaning: "Marks a GUID partition table.",
      rule: mustBe(GPT_SIGNATURE),
    }),
    revision: u32(8, "Revision", { meaning: "Version of the table.", words: inHex }),
    headerSize: u32(12, "HeaderSize", { meaning: "Length of the header in bytes.", ...inBytes }),
    headerChecksum: u32(16, "HeaderCRC32", { meaning: "CRC-32 of the header.", words: inHex }),
    reserved: u32(20, "Reserved", { meaning: "Must be zero." }),
    ownSector: u64(24, "MyLBA", { meaning: "The sector that this header is in." }),
    otherSector: u64(32, "AlternateLBA", { meaning: "The sector of its copy: the disk's last." }),
    firstUsable: u64(40, "FirstUsableLBA", { meaning: "First sector that a partition may use." }),
    lastUsable: u64(48, "LastUsableLBA", { meaning: "Last sector that a partition may use." }),
    diskGuid: guid(56, "DiskGUID", { meaning: "Identity of the disk." }),
    entriesSector: u64(72, "PartitionEntryLBA", {
      meaning: "First sector of the array of partition entries.",
    }),
    entryCount: u32(80, "NumberOfPartitionEntries", {
      meaning: "Entries in the array, unused ones included.",
    }),
    entrySize: u32(84, "SizeOfPartitionEntry", { meaning: "Length of an entry in bytes.", ...inBytes }),
    entriesChecksum: u32(88, "PartitionEntryArrayCRC32", { meaning: "CRC-32 of the array.", words: inHex }),
  },
});
