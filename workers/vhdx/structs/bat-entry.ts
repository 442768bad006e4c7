import { bits, defineStruct } from "../../bytes/struct.ts";
import { hexText } from "../../shared/text.ts";
import { inMiB, mustBeZero } from "./rules.ts";

/** One entry of the block allocation table. Hot loops read the same bits from typed arrays (bat-bits.ts). */
export const batEntry = defineStruct({
  name: "BAT entry",
  spec: "2.5.1",
  size: 8,
  fields: {
    state: bits(0, 8, 0, 3, "State", {
      meaning: "Whether the block has storage in this file, and what it reads as if it has none.",
    }),
    reserved: bits(0, 8, 3, 17, "Reserved", { meaning: "Must be zero.", rule: mustBeZero, words: hexText }),
    fileOffsetMb: bits(0, 8, 20, 44, "FileOffsetMB", {
      meaning: "Where the block lies in the file, in MiB.",
      ...inMiB,
    }),
  },
});
