import { MIB } from "../../shared/numbers.ts";

/*
 * The fields of a BAT entry from its two little-endian halves, for loops over millions of entries. The table in
 * structs/bat-entry.ts says the same; a test holds the two together.
 */

/** Bits 0-2. */
export const stateOf = (low: number): number => low & 7;

/** Bits 3-19, which must be zero; in place, not shifted. */
export const reservedOf = (low: number): number => low & 0xffff8;

/** Bits 20-63: offset in the file in MiB, exact (44 bits). */
export const offsetMibOf = (low: number, high: number): number => (low >>> 20) + high * 4096;

/** The offset in bytes. From 2^53 on it is rounded, but the order is kept. */
export const offsetOf = (low: number, high: number): number => offsetMibOf(low, high) * MIB;

/** The two halves of an entry with such a state and place. */
export const lowOf = (state: number, offsetMib: number): number =>
  (((offsetMib % 4096) * 2 ** 20) | state) >>> 0;
export const highOf = (offsetMib: number): number => Math.floor(offsetMib / 4096);
