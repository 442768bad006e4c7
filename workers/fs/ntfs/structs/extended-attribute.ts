import { defineStruct, u16, u32, u8 } from "../../../bytes/struct.ts";

/** Entry of $EA (MS-FSCC 2.4.16). Name, a zero, and value follow. */
export const extendedAttribute = defineStruct({
  name: "$EA entry",
  spec: "MS-FSCC 2.4.16",
  size: 8,
  fields: {
    next: u32(0, "NextEntryOffset", { meaning: "Bytes from the start of this entry; 0 for the last." }),
    flags: u8(4, "Flags", { meaning: "0x80: must be understood." }),
    nameLength: u8(5, "EaNameLength", { meaning: "Bytes of the name." }),
    valueLength: u16(6, "EaValueLength", { meaning: "Bytes of the value." }),
  },
});
