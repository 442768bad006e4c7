export const KIB = 1024;
export const MIB = 1024 * KIB;
export const GIB = 1024 * MIB;
export const TIB = 1024 * GIB;
export const PIB = 1024 * TIB;
export const EIB = 1024 * PIB;

/** A raw 64-bit value as a number; null where the value is 2^53 or more, which a number can't hold exactly. */
export function safeNumber(value: bigint): number | null {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : null;
}

/** Rounds up to a multiple; exact below 2^53. */
export function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}

/** Rounds down to a multiple; exact below 2^53. */
export function roundDown(value: number, multiple: number): number {
  return Math.floor(value / multiple) * multiple;
}

/** Whether `[offset, offset + length)` reaches past `end`. Computes no sum that could overflow. */
export function reachesPast(offset: number, length: number, end: number): boolean {
  return offset > end || length > end - offset;
}

/** Whether a value is a power of two; exact up to 2^53, unlike a logarithm. */
export function isPowerOfTwo(value: number): boolean {
  if (!Number.isSafeInteger(value) || value < 1) return false;
  let odd = value;
  while (odd % 2 === 0) odd /= 2;
  return odd === 1;
}
