import { isPowerOfTwo, KIB, MIB } from "../../shared/numbers.ts";
import { hexText, sizeText } from "../../shared/text.ts";

type Rule<T> = (value: T) => string | null;

export const mustBe =
  <T>(expected: T, shown = String(expected)): Rule<T> =>
  (value) =>
    value === expected ? null : `must be ${shown}`;

export const mustBeZero: Rule<number | bigint> = (value) =>
  Number(value) === 0 ? null : "reserved, must be 0";

export const mustBeZeroBytes: Rule<Uint8Array> = (value) =>
  value.every((byte) => byte === 0) ? null : "reserved, should be all zeros";

export const atMost =
  (most: number): Rule<number> =>
  (value) =>
    value <= most ? null : `must be ${most} or less`;

export const wholeMiB: Rule<number | bigint> = (value) =>
  BigInt(value) % BigInt(MIB) === 0n ? null : "must be a multiple of 1 MiB";

export const outsideHeaderSection: Rule<bigint> = (value) =>
  value < BigInt(MIB) ? "must be 1 MiB or more" : wholeMiB(value);

export const wholeSector: Rule<number | bigint> = (value) =>
  BigInt(value) % BigInt(4 * KIB) === 0n ? null : "must be a multiple of 4 KiB";

export const wholeSectors: Rule<number> = (value) =>
  value === 0 ? "must be 4 KiB or more" : wholeSector(value);

export const sectorSize: Rule<number> = (value) =>
  value === 512 || value === 4096 ? null : "must be 512 or 4096";

export const blockSize: Rule<number> = (value) =>
  isPowerOfTwo(value) && value >= MIB && value <= 256 * MIB
    ? null
    : "must be a power of two from 1 MiB to 256 MiB";

/** A size or offset that is stored in units of `unit` bytes: in words, or null where it is 2^53 or more. */
const sizeIn = (unit: number) => ({
  words: (value: number | bigint): string | null =>
    BigInt(value) * BigInt(unit) <= BigInt(Number.MAX_SAFE_INTEGER) ? sizeText(Number(value) * unit) : null,
  unit,
});
export const inBytes = sizeIn(1);
export const inMiB = sizeIn(MIB);

export const inHex = (value: number | bigint): string => hexText(value);
