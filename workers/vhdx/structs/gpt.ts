import { ascii, defineStruct, u32, u64 } from "../../bytes/struct.ts";
import { inHex, inSize, mustBe } from "./rules.ts";

export const GPT_SIGNATURE = "EFI PART";

/** Header of a guest's GUID partition table, in the disk's second sector (UEFI 2.10, 5.3.2). Not a part of MS-VHDX. */
export const gptHeader = defineStruct({
  name: "GPT header",
  spec: "UEFI 5.3.2",
  size: 40,
  fields: {
    signature: ascii(0, 8, "Signature", {
      meaning: "Marks a GUID partition table.",
      rule: mustBe(GPT_SIGNATURE),
    }),
    revision: u32(8, "Revision", { meaning: "Version of the table.", words: inHex }),
    headerSize: u32(12, "HeaderSize", { meaning: "Length of the header in bytes.", words: inSize }),
    headerChecksum: u32(16, "HeaderCRC32", { meaning: "CRC-32 of the header.", words: inHex }),
    reserved: u32(20, "Reserved", { meaning: "Must be zero." }),
    ownSector: u64(24, "MyLBA", { meaning: "The sector that this header is in." }),
    otherSector: u64(32, "AlternateLBA", { meaning: "The sector of its copy: the disk's last." }),
  },
});
