import { defineStruct, u16, u8 } from "../../../bytes/struct.ts";

/** $VOLUME_INFORMATION of $Volume ("VOLUME_INFORMATION"). */
export const volumeInformation = defineStruct({
  name: "$VOLUME_INFORMATION",
  spec: "VOLUME_INFORMATION",
  size: 12,
  fields: {
    major: u8(8, "MajorVersion", { meaning: "3 since Windows 2000." }),
    minor: u8(9, "MinorVersion", { meaning: "1 since Windows XP." }),
    flags: u16(10, "VolumeFlags", { meaning: "1: dirty; 4: to be upgraded; 0x4000: chkdsk was at it." }),
  },
});
