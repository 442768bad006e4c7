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
  const running = new RunningCrc32c();
  for (const part of parts) running.update(part);
  return running.finish();
}

/**
 * CRC-32C of bytes that come in pieces, each at most once and in order.
 *
 * The generator behind it is shared, so one must be finished before the next begins: use it inside one synchronous call.
 */
export class RunningCrc32c {
  readonly #hasher: IHasher;

  constructor() {
    if (hasher === null) throw new Error("crc32c is used before loadCrc32c has settled");
    this.#hasher = hasher;
    hasher.init();
  }

  update(piece: Uint8Array): void {
    this.#hasher.update(piece);
  }

  finish(): number {
    return Number.parseInt(this.#hasher.digest("hex"), 16) >>> 0;
  }
}

const FOUR_ZEROS = new Uint8Array(4);

/** CRC-32C of a structure with its own checksum field, the four bytes at `checksumAt`, counted as zeros. */
export function crc32cWithout(bytes: Uint8Array, checksumAt: number): number {
  return crc32c(bytes.subarray(0, checksumAt), FOUR_ZEROS, bytes.subarray(checksumAt + 4));
}
