import { bytes, defineStruct, u16, u32, u8 } from "../../bytes/struct.ts";

export const BOOT_SIGNATURE = 0xaa55;

/** Master boot record, or the head of a logical partition: the disk's first sector (UEFI 2.10, 5.2.1). */
export const bootRecord = defineStruct({
  name: "Boot record",
  spec: "UEFI 5.2.1",
  size: 512,
  fields: {
    code: bytes(0, 440, "BootCode", { meaning: "Program that starts the system." }),
    entries: bytes(446, 64, "PartitionRecord", { meaning: "Four partitions." }),
    signature: u16(510, "Signature", { meaning: "Marks a boot record." }),
  },
});

/** A partition of a boot record (UEFI 2.10, 5.2.1). Sectors are those of the disk. */
export const bootRecordEntry = defineStruct({
  name: "Boot record entry",
  spec: "UEFI 5.2.1",
  size: 16,
  fields: {
    status: u8(0, "BootIndicator", { meaning: "0x80 for the one that starts, else 0." }),
    type: u8(4, "OSType", { meaning: "What the partition is for." }),
    start: u32(8, "StartingLBA", { meaning: "First sector." }),
    count: u32(12, "SizeInLBA", { meaning: "Sectors." }),
  },
});
