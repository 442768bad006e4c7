import { BAT_ENTRY_SIZE } from "../../shared/geometry.ts";
import { FULLY_PRESENT, PARTIALLY_PRESENT, UNMAPPED } from "../../shared/bat-states.ts";
import { offsetMibOf, reservedOf, stateOf } from "../bat/bat-bits.ts";

/** The entries of a run of bytes, judged as those of a BAT. */
export interface EntryCount {
  /** Entries that name a block inside the file, each a different one. */
  used: number;
  /** Entries that no program writes. */
  broken: number;
  /** Entries that are not all zeros. */
  named: number;
  /** Index of the last of these; -1 where there is none. */
  last: number;
}

/** Bytes that are enough to tell a BAT from other data, in most cases. */
export const FIRST_LOOK = 4096;

/** Judges the entries of a run of bytes one by one. @param fileMib the file's length in MiB, rounded up. */
export function countEntries(bytes: Uint8Array<ArrayBuffer>, fileMib: number): EntryCount {
  const words = new Uint32Array(bytes.buffer, 0, Math.floor(bytes.length / BAT_ENTRY_SIZE) * 2);
  const seen = new Set<number>();
  const result: EntryCount = { used: 0, broken: 0, named: 0, last: -1 };
  for (let at = 0; at + 1 < words.length; at += 2) {
    const low = words[at] ?? 0;
    const high = words[at + 1] ?? 0;
    if (low === 0 && high === 0) continue;
    result.named += 1;
    result.last = at / 2;
    const state = stateOf(low);
    const offset = offsetMibOf(low, high);
    const present = state === FULLY_PRESENT || state === PARTIALLY_PRESENT;
    if (reservedOf(low) !== 0 || !(present || state <= UNMAPPED) || (present && offset === 0))
      result.broken += 1;
    else if (present && offset < fileMib) {
      if (seen.has(offset)) result.broken += 1;
      else result.used += 1;
      seen.add(offset);
    }
  }
  return result;
}
