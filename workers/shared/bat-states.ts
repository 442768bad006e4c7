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

/** What a BAT entry stands for; `unused` past the last payload block. */
export type BatEntryKind = "payload" | "bitmap" | "unused";

/** Name of a BAT entry's state: "FULLY_PRESENT", "SB_PRESENT", "RESERVED (4)". */
export function stateName(kind: BatEntryKind, state: number): string {
  return (kind === "bitmap" ? BITMAP_STATES : PAYLOAD_STATES)[state] ?? String(state);
}
