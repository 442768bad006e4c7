import { crc32c } from "../../bytes/crc32c.ts";
import type { ExtSuperblock } from "../../volume/systems/ext-superblock.ts";
import { INCOMPATIBLE, READ_ONLY } from "./features.ts";

const ZEROS = new Uint8Array(4);

/** A number as it is summed: 4 bytes, the lowest first. */
export function u32Bytes(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

/** A number as it is summed in the journal: 4 bytes, the highest first. */
export function u32beBytes(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, false);
  return bytes;
}

const POLYNOMIAL = 0x82f63b78;

/** The table of the sum, by the lowest byte of its state. */
const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 0 ? value >>> 1 : (value >>> 1) ^ POLYNOMIAL;
  return value;
});
const BY_HIGH_BYTE = Uint8Array.from({ length: 256 }, (_, high) =>
  TABLE.findIndex((each) => each >>> 24 === high),
);

/**
 * Four bytes after which the sum is `seed`. ext4 and jbd2 begin a sum with the result of another one, and the sum that is at hand begins
 * with ones: the bytes bring it there.
 */
export function seedBytes(seed: number): Uint8Array {
  let state = seed >>> 0;
  for (let byte = 0; byte < 4; byte++) {
    const index = BY_HIGH_BYTE[state >>> 24] ?? 0;
    state = (((state ^ (TABLE[index] ?? 0)) << 8) | index) >>> 0;
  }
  return u32Bytes(~state >>> 0);
}

/** CRC-32C as ext4 and jbd2 use it: begun with ones, not inverted at the end. */
export const rawCrc32c = (...parts: readonly Uint8Array[]): number => ~crc32c(...parts) >>> 0;

/** The sum of bytes, a field of it counted as zeros. */
export function rawCrc32cWithout(
  before: readonly Uint8Array[],
  bytes: Uint8Array,
  at: number,
  length: 2 | 4,
): number {
  return rawCrc32c(...before, bytes.subarray(0, at), ZEROS.subarray(0, length), bytes.subarray(at + length));
}

/** CRC-16 of group descriptors before metadata_csum (`crc16` of the kernel): polynomial 0x8005, reflected. */
export function crc16(start: number, ...parts: readonly Uint8Array[]): number {
  let crc = start;
  for (const part of parts)
    for (const byte of part) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 0 ? crc >>> 1 : (crc >>> 1) ^ 0xa001;
    }
  return crc;
}

/** The checksums of a file system. */
export interface Checksums {
  /** Whether its metadata has checksums (metadata_csum). */
  readonly isOn: boolean;
  /** Whether its group descriptors alone have them (gdt_csum). */
  readonly isOnGroups: boolean;
  /** What every sum begins with. */
  readonly seed: Uint8Array;
}

export function checksumsOf({ readOnly, incompatible, uuid, checksumSeed }: ExtSuperblock): Checksums {
  const isOn = (readOnly & READ_ONLY.metadataChecksums) !== 0;
  return {
    isOn,
    isOnGroups: !isOn && (readOnly & READ_ONLY.groupChecksums) !== 0,
    seed: (incompatible & INCOMPATIBLE.checksumSeed) === 0 ? uuid : seedBytes(checksumSeed),
  };
}
