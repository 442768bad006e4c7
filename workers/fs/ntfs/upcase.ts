import type { ReadableStore } from "../../store/store.ts";
import { tryRead } from "../../store/tolerant-read.ts";

/** Upper case of each UTF-16 unit. */
export type UpCase = Uint16Array;

const UNITS = 65_536;

/** The table of $UpCase; Unicode's own upper case where it can't be read. */
export function readUpCase(content: ReadableStore | null): UpCase {
  const table = new Uint16Array(UNITS);
  const bytes = content === null || content.size < UNITS * 2 ? null : tryRead(content, 0, UNITS * 2);
  if (bytes !== null) {
    const view = new DataView(bytes.buffer);
    for (let unit = 0; unit < UNITS; unit++) table[unit] = view.getUint16(unit * 2, true);
    // A table that is zeroed would make all names equal.
    if (table[0x61] === 0x41 && table[0x41] === 0x41) return table;
  }
  for (let unit = 0; unit < UNITS; unit++) {
    const upper = String.fromCharCode(unit).toUpperCase();
    table[unit] = upper.length === 1 ? upper.charCodeAt(0) : unit;
  }
  return table;
}

/** Order of two names whatever their case is: below, at, or above zero (COLLATION_FILE_NAME). */
export function compareFolded(a: Uint16Array, b: Uint16Array, upCase: UpCase): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = (upCase[a[index] ?? 0] ?? 0) - (upCase[b[index] ?? 0] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Order of two names that differ in case alone. */
export function compareUnits(a: Uint16Array, b: Uint16Array): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
