import { type BatEntryKind, stateName } from "../../shared/bat-states.ts";
import { MIB } from "../../shared/numbers.ts";
import { offsetMibOf, stateOf } from "../../vhdx/bat/bat-bits.ts";
import {
  FULLY_PRESENT,
  PARTIALLY_PRESENT,
  SB_PRESENT,
  UNDEFINED,
  UNMAPPED,
} from "../../shared/bat-states.ts";

/** Whether an entry in this state names a place in the file: the offset of the others is reserved and says nothing. */
export function hasStorage(kind: BatEntryKind, state: number): boolean {
  if (kind !== "payload") return kind === "bitmap" && state === SB_PRESENT;
  return state === FULLY_PRESENT || state === PARTIALLY_PRESENT || state === UNDEFINED || state === UNMAPPED;
}

/** "FULLY_PRESENT at 68 MiB", "NOT_PRESENT". */
export function entryWords(kind: BatEntryKind, low: number, high: number): string {
  const mib = offsetMibOf(low, high);
  const name = stateName(kind, stateOf(low));
  return mib === 0 ? name : `${name} at ${mib.toLocaleString("en-US")} MiB`;
}

/** Byte offset of an entry as a decimal string: 44 bits of MiB can pass 2^53. */
export function entryOffsetText(low: number, high: number): string {
  return String(BigInt(offsetMibOf(low, high)) * BigInt(MIB));
}

/** A raw entry as 16 hex digits. */
export function rawText(low: number, high: number): string {
  return high.toString(16).padStart(8, "0") + low.toString(16).padStart(8, "0");
}
