import { ascii, defineStruct, utf16 } from "../../bytes/struct.ts";
import { mustBe } from "./rules.ts";

export const FILE_SIGNATURE = "vhdxfile";

/** File type identifier, at offset 0. Written when the file is created, and never again. */
export const fileIdentifier = defineStruct({
  name: "File type identifier",
  spec: "2.2.1",
  size: 520,
  fields: {
    signature: ascii(0, 8, "Signature", {
      meaning: "Says that the file is a VHDX.",
      rule: mustBe(FILE_SIGNATURE),
    }),
    creator: utf16(8, 512, "Creator", {
      meaning:
        "What made the file, as UTF-16 text. For diagnosis only; it never changes how the file is read.",
    }),
  },
});
