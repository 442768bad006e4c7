import { defineStruct, guid, u64, utf16 } from "../../bytes/struct.ts";

/** A partition of a GUID partition table (UEFI 2.10, 5.3.3). */
export const gptEntry = defineStruct({
  name: "GPT entry",
  spec: "UEFI 5.3.3",
  size: 128,
  fields: {
    type: guid(0, "PartitionTypeGUID", {
      meaning: "What the partition is for; all zeros where it is unused.",
    }),
    first: u64(32, "StartingLBA", { meaning: "First sector." }),
    last: u64(40, "EndingLBA", { meaning: "Last sector." }),
    name: utf16(56, 72, "PartitionName", { meaning: "Name." }),
  },
});
