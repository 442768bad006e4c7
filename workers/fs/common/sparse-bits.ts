const CHUNK_BITS = 2 ** 15;

/** A set of whole numbers below 2^53. Memory is taken by what is in the set, 4 KiB for each run of 32,768 numbers. */
export class SparseBits {
  readonly #chunks = new Map<number, Uint8Array>();

  has(value: number): boolean {
    const within = value % CHUNK_BITS;
    const chunk = this.#chunks.get((value - within) / CHUNK_BITS);
    return chunk !== undefined && ((chunk[within >> 3] ?? 0) & (1 << (within & 7))) !== 0;
  }

  /** @returns false where the value was in the set already. */
  add(value: number): boolean {
    const within = value % CHUNK_BITS;
    const number = (value - within) / CHUNK_BITS;
    let chunk = this.#chunks.get(number);
    if (chunk === undefined) {
      chunk = new Uint8Array(CHUNK_BITS / 8);
      this.#chunks.set(number, chunk);
    }
    const byte = chunk[within >> 3] ?? 0;
    const bit = 1 << (within & 7);
    chunk[within >> 3] = byte | bit;
    return (byte & bit) === 0;
  }
}
