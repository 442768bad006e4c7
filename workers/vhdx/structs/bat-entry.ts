import { bits, defineStruct } from "../../bytes/struct.ts";
import { MIB } from "../../shared/numbers.ts";
import { hexText, sizeText } from "../../shared/text.ts";
import { mustBeZero } from "./rules.ts";

/** One entry of the block allocation table. Hot loops read the same bits from typed arrays (bat-bits.ts). */
export const batEntry = defineStruct({
  name: "BAT entry",
  spec: "2.5.1",
  size: 8,
  fields: {
    state: bits(0, 8, 0, 3, "State", {
      meaning: "Whether the block has storage, and what it reads as if not.",
    }),
    reserved: bits(0, 8, 3, 17, "Reserved", { meaning: "Must be zero.", rule: mustBeZero, words: hexText }),
    fileOffsetMb: bits(0, 8, 20, 44, "FileOffsetMB", {
      meaning: "Where the block lies in the file, in MiB.",
      words: (value) => (value < 2 ** 33 ? sizeText(value * MIB) : null),
    }),
  },
});

/** Names of the payload block states, MS-VHDX 2.5.1.1. */
export const PAYLOAD_STATES = [
  "NOT_PRESENT",
  "UNDEFINED",
  "ZERO",
  "UNMAPPED",
  "RESERVED (4)",
  "RESERVED (5)",
  "FULLY_PRESENT",
  "PARTIALLY_PRESENT",
] as const;

export const NOT_PRESENT = 0;
export const UNDEFINED = 1;
export const ZERO = 2;
export const UNMAPPED = 3;
export const FULLY_PRESENT = 6;
export const PARTIALLY_PRESENT = 7;

/** Names of the sector bitmap block states, MS-VHDX 2.5.1.2. */
export const BITMAP_STATES = [
  "SB_NOT_PRESENT",
  "RESERVED (1)",
  "RESERVED (2)",
  "RESERVED (3)",
  "RESERVED (4)",
  "RESERVED (5)",
  "SB_PRESENT",
  "RESERVED (7)",
] as const;

export const SB_NOT_PRESENT = 0;
export const SB_PRESENT = 6;
