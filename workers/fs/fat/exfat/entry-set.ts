import { decode, type ValuesOf } from "../../../bytes/struct.ts";
import { utf16ToText } from "../../../shared/encoded-text.ts";
import { safeNumber } from "../../../shared/numbers.ts";
import { SLOT } from "../structs/entry.ts";
import { fileEntry, nameEntry, streamEntry } from "./structs/entry.ts";

/** Of an entry's type: in use, and secondary. */
export const IN_USE = 0x80;
export const FILE = 0x85;
const STREAM = 0xc0;
const NAME = 0xc1;
/** Entries of a set: the first one, the stream, and up to 17 of the name. */
const MOST_ENTRIES = 19;
const NAME_UNITS = 15;
const CONTIGUOUS = 2;

/** A file or folder by its entries. */
export interface EntrySet {
  readonly file: ValuesOf<typeof fileEntry>;
  readonly isDeleted: boolean;
  readonly name: string;
  readonly first: number;
  /** Bytes. */
  readonly size: number;
  /** Bytes that were written; behind them are zeros. */
  readonly valid: number;
  /** Whether the clusters follow each other, and the table does not count. */
  readonly isContiguous: boolean;
  /** Whether the checksum fits. */
  readonly isSound: boolean;
}

/** Checksum of a set, its own field left out (exFAT specification, 6.3.3). */
function checksumOf(entries: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < entries.length; at++) {
    if (at === 2 || at === 3) continue;
    const byte = entries[at] ?? 0;
    const whole = at % SLOT === 0 ? byte | IN_USE : byte;
    sum = (((sum & 1) << 15) + (sum >>> 1) + whole) & 0xffff;
  }
  return sum;
}

/** How many entries a set has, as its first one says; null where that can't be. */
export function entriesOf(first: Uint8Array): number | null {
  const count = (first[fileEntry.fields.secondaries.offset] ?? 0) + 1;
  return count < 3 || count > MOST_ENTRIES ? null : count;
}

/**
 * A set of entries; null where these are none. A deleted set lost the mark of use in each of its entries, and nothing else.
 *
 * @param entries the whole set, as long as `entriesOf` says
 */
export function readSet(entries: Uint8Array): EntrySet | null {
  const file = decode(fileEntry, entries);
  const isDeleted = (file.type & IN_USE) === 0;
  const typeAt = (nth: number) => (entries[nth * SLOT] ?? 0) | IN_USE;
  if (typeAt(0) !== FILE || typeAt(1) !== STREAM) return null;
  const stream = decode(streamEntry, entries, SLOT);
  const parts = Math.ceil(stream.nameLength / NAME_UNITS);
  const units = new Uint8Array(parts * NAME_UNITS * 2);
  for (let nth = 0; nth < parts; nth++) {
    const at = (2 + nth) * SLOT;
    if (at + SLOT > entries.length || typeAt(2 + nth) !== NAME) return null;
    units.set(decode(nameEntry, entries, at).name, nth * NAME_UNITS * 2);
  }
  const size = safeNumber(stream.size);
  const valid = safeNumber(stream.valid);
  if (size === null || stream.nameLength === 0) return null;
  return {
    file,
    isDeleted,
    name: utf16ToText(units.subarray(0, stream.nameLength * 2)),
    first: stream.first,
    size,
    valid: Math.min(valid ?? size, size),
    isContiguous: (stream.flags & CONTIGUOUS) !== 0,
    isSound: checksumOf(entries) === file.checksum,
  };
}
