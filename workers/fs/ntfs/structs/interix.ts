import { ascii, defineStruct, u64 } from "../../../bytes/struct.ts";

/** Start of a file that Interix, and ntfs-3g, take for a symbolic link or a device. The target of a link follows, in UTF-16. */
export const interixFile = defineStruct({
  name: "Interix file",
  spec: "INTX_FILE",
  size: 8,
  fields: { magic: ascii(0, 8, "Magic", { meaning: "IntxLNK and 1; IntxCHR or IntxBLK and 0." }) },
});

/** What follows in a device. */
export const interixDevice = defineStruct({
  name: "Interix device",
  spec: "INTX_FILE",
  size: 24,
  fields: {
    major: u64(8, "Major", { meaning: "Major number." }),
    minor: u64(16, "Minor", { meaning: "Minor number." }),
  },
});
