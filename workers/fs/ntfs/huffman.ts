/** Reads 16-bit words, little-endian, from their highest bit on; past the end come zeros, and `isOver` tells. */
export class BitReader {
  readonly #source: Uint8Array;
  /** Next byte that is not in the buffer. */
  at = 0;
  /** Bits that were read and not yet taken, in the highest bits. */
  #bits = 0;
  #count = 0;

  constructor(source: Uint8Array) {
    this.#source = source;
  }

  /** Whether more was taken than there is. */
  get isOver(): boolean {
    return this.at * 8 - this.#count > this.#source.length * 8;
  }

  /** Makes 16 bits or more be in the buffer. */
  ensure16(): void {
    while (this.#count < 16) {
      const word = (this.#source[this.at] ?? 0) | ((this.#source[this.at + 1] ?? 0) << 8);
      this.#bits |= word << (16 - this.#count);
      this.#count += 16;
      this.at += 2;
    }
  }

  /** The next bits, which stay. @param count 1 to 16 */
  peek(count: number): number {
    return this.#bits >>> (32 - count);
  }

  skip(count: number): void {
    this.#bits <<= count;
    this.#count -= count;
  }

  /** @param count 0 to 16 */
  take(count: number): number {
    if (count === 0) return 0;
    this.ensure16();
    const value = this.peek(count);
    this.skip(count);
    return value;
  }

  /** Goes on to the next word, so that bytes can be read; stays where a word has just ended. */
  align(): void {
    this.at = Math.ceil((this.at * 8 - this.#count) / 16) * 2;
    this.#bits = 0;
    this.#count = 0;
  }

  /** The next byte behind the words of the buffer. */
  byte(): number {
    return this.#source[this.at++] ?? 0;
  }

  word(): number {
    return this.byte() | (this.byte() << 8);
  }

  /** Bytes behind the words of the buffer; fewer where the source ends. */
  bytes(count: number): Uint8Array {
    const bytes = this.#source.subarray(this.at, this.at + count);
    this.at += count;
    return bytes;
  }
}

/** Bits of a code that one look finds. */
const DIRECT = 10;

/** A canonical Huffman code, shorter codes first, codes of one length in the order of the symbols. */
export class HuffmanCode {
  /** Symbol and length for the next bits: `symbol * 16 + length`; 0 where the code is longer. */
  readonly #direct = new Uint16Array(2 ** DIRECT);
  readonly #symbols: Uint16Array;
  readonly #counts: Uint16Array;
  readonly #longest: number;

  private constructor(symbols: Uint16Array, counts: Uint16Array, longest: number) {
    this.#symbols = symbols;
    this.#counts = counts;
    this.#longest = longest;
    let code = 0;
    let index = 0;
    for (let length = 1; length <= DIRECT; length++, code <<= 1)
      for (let each = counts[length] ?? 0; each > 0; each--, code++, index++) {
        const first = code << (DIRECT - length);
        this.#direct.fill((symbols[index] ?? 0) * 16 + length, first, first + 2 ** (DIRECT - length));
      }
  }

  /**
   * A code from the lengths of its symbols, at most 15 bits; null where no code has these. All lengths zero make an empty code, which
   * decodes nothing.
   */
  static of(lengths: Uint8Array): HuffmanCode | null {
    const counts = new Uint16Array(16);
    for (const length of lengths) if (length > 0) counts[length] = (counts[length] ?? 0) + 1;
    let room = 1;
    let longest = 0;
    for (let length = 1; length <= 15; length++) {
      room = room * 2 - (counts[length] ?? 0);
      if (room < 0) return null;
      if ((counts[length] ?? 0) > 0) longest = length;
    }
    const starts = new Uint16Array(17);
    for (let length = 1; length <= 15; length++)
      starts[length + 1] = (starts[length] ?? 0) + (counts[length] ?? 0);
    const symbols = new Uint16Array(starts[16] ?? 0);
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      const length = lengths[symbol] ?? 0;
      if (length === 0) continue;
      symbols[starts[length] ?? 0] = symbol;
      starts[length] = (starts[length] ?? 0) + 1;
    }
    return new HuffmanCode(symbols, counts, longest);
  }

  /** The next symbol; -1 where the bits are none of the code. */
  next(bits: BitReader): number {
    bits.ensure16();
    const found = this.#direct[bits.peek(DIRECT)] ?? 0;
    if (found !== 0) {
      bits.skip(found & 15);
      return found >> 4;
    }
    const word = bits.peek(16);
    let first = 0;
    let index = 0;
    for (let length = 1; length <= this.#longest; length++) {
      const count = this.#counts[length] ?? 0;
      const code = word >> (16 - length);
      if (code - first < count) {
        bits.skip(length);
        return this.#symbols[index + code - first] ?? -1;
      }
      index += count;
      first = (first + count) << 1;
    }
    return -1;
  }
}
