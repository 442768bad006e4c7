import { createCRC32, type IHasher } from "hash-wasm";

/** Castagnoli polynomial, reflected. */
const POLYNOMIAL = 0x82f63b78;

let hasher: IHasher | null = null;

/** Compiles the WebAssembly behind `crc32c`. Must settle before the first checksum; later calls are free. */
export async function loadCrc32c(): Promise<void> {
  hasher ??= await createCRC32(POLYNOMIAL);
}

/**
 * CRC-32C of the parts, in order, as if they were one run of bytes.
 *
 * @returns an unsigned 32-bit number.
 * @throws Error before `loadCrc32c` has settled.
 */
export function crc32c(...parts: readonly Uint8Array[]): number {
  if (hasher === null) throw new Error("crc32c is used before loadCrc32c has settled");
  hasher.init();
  for (const part of parts) hasher.update(part);
  return Number.parseInt(hasher.digest("hex"), 16) >>> 0;
}

const FOUR_ZEROS = new Uint8Array(4);

/** CRC-32C of a structure whose own checksum, four bytes at `checksumAt`, counts as zero. */
export function crc32cWithout(bytes: Uint8Array, checksumAt: number): number {
  return crc32c(bytes.subarray(0, checksumAt), FOUR_ZEROS, bytes.subarray(checksumAt + 4));
}
