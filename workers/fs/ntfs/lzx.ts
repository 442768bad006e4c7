import { BitReader, HuffmanCode } from "./huffman.ts";

/** Codes of a window of 32 KiB: 256 bytes, and 8 lengths for each of 30 slots of distances. */
const SLOTS = 30;
const MAIN = 256 + SLOTS * 8;
const LENGTHS = 249;
const PRECODE = 20;
/** First slot whose distances have their lowest three bits in a code of their own, in an aligned block. */
const ALIGNED_SLOT = 8;
const DEFAULT_BLOCK = 32_768;

const BLOCK = { verbatim: 1, aligned: 2, stored: 3 } as const;

/** Bits of a distance beside its slot. */
const slotBits = (slot: number) => (slot < 4 ? 0 : (slot >> 1) - 1);
/** Smallest distance of each slot from 3 on; the slots before stand for the last three distances. */
const SLOT_BASE: readonly number[] = (() => {
  const bases: number[] = [];
  for (let slot = 0, base = 0; slot < SLOTS; base += 2 ** slotBits(slot), slot++) bases.push(base - 2);
  return bases;
})();

/** Size that jumps are counted in, as WIM files have it. */
const JUMP_SIZE = 12_000_000;
const JUMP = 0xe8;

/** Unpacks chunks of LZX, each on its own, as WOF and WIM files have them. */
export class LzxDecoder {
  readonly #main = new Uint8Array(MAIN);
  readonly #lengths = new Uint8Array(LENGTHS);

  /**
   * @param size bytes of the chunk once it is unpacked, 32 KiB at most
   * @returns null where the chunk is damaged.
   */
  unpack(source: Uint8Array, size: number): Uint8Array<ArrayBuffer> | null {
    this.#main.fill(0);
    this.#lengths.fill(0);
    const bits = new BitReader(source);
    const target = new Uint8Array(size);
    const recent: [number, number, number] = [1, 1, 1];
    for (let written = 0; written < size;) {
      const kind = bits.take(3);
      const length = bits.take(1) === 1 ? DEFAULT_BLOCK : bits.take(16);
      if (length === 0 || length > size - written || bits.isOver) return null;
      const done =
        kind === BLOCK.stored
          ? copyStored(bits, target, written, length, recent)
          : (kind === BLOCK.verbatim || kind === BLOCK.aligned) &&
            this.#block(bits, kind === BLOCK.aligned, target, written, length, recent);
      if (!done) return null;
      written += length;
    }
    undoJumps(target);
    return target;
  }

  /** Reads lengths, each as the distance from the length that the block before had. */
  #readLengths(bits: BitReader, into: Uint8Array, from: number, to: number): boolean {
    const lengths = new Uint8Array(PRECODE);
    for (let index = 0; index < PRECODE; index++) lengths[index] = bits.take(4);
    const precode = HuffmanCode.of(lengths);
    if (precode === null) return false;
    const delta = (symbol: number, at: number) => ((into[at] ?? 0) - symbol + 17) % 17;
    for (let at = from; at < to;) {
      const symbol = precode.next(bits);
      if (symbol < 0 || bits.isOver) return false;
      if (symbol < 17) {
        into[at] = delta(symbol, at);
        at += 1;
        continue;
      }
      const run = symbol === 17 ? 4 + bits.take(4) : symbol === 18 ? 20 + bits.take(5) : 4 + bits.take(1);
      let value = 0;
      if (symbol === 19) {
        const inner = precode.next(bits);
        if (inner < 0 || inner > 16) return false;
        value = delta(inner, at);
      }
      into.fill(value, at, Math.min(to, at + run));
      at += run;
    }
    return true;
  }

  #block(
    bits: BitReader,
    isAligned: boolean,
    target: Uint8Array,
    from: number,
    length: number,
    recent: [number, number, number],
  ): boolean {
    let aligned: HuffmanCode | null = null;
    if (isAligned) {
      const lengths = new Uint8Array(8);
      for (let index = 0; index < 8; index++) lengths[index] = bits.take(3);
      aligned = HuffmanCode.of(lengths);
      if (aligned === null) return false;
    }
    if (!this.#readLengths(bits, this.#main, 0, 256)) return false;
    if (!this.#readLengths(bits, this.#main, 256, MAIN)) return false;
    if (!this.#readLengths(bits, this.#lengths, 0, LENGTHS)) return false;
    if (this.#main.some((each) => each > 15) || this.#lengths.some((each) => each > 15)) return false;
    const main = HuffmanCode.of(this.#main);
    const lengths = HuffmanCode.of(this.#lengths);
    if (main === null || lengths === null) return false;
    for (let written = from; written < from + length;) {
      const symbol = main.next(bits);
      if (symbol < 0 || bits.isOver) return false;
      if (symbol < 256) {
        target[written++] = symbol;
        continue;
      }
      let copied = (symbol - 256) & 7;
      if (copied === 7) {
        const more = lengths.next(bits);
        if (more < 0) return false;
        copied += more;
      }
      copied += 2;
      const distance = nextDistance(bits, (symbol - 256) >> 3, aligned, recent);
      if (distance === null || distance > written || copied > from + length - written) return false;
      for (const end = written + copied; written < end; written++)
        target[written] = target[written - distance] ?? 0;
    }
    return true;
  }
}

/** A distance from its slot; null where its bits are none of the code. Puts it first among the last three. */
function nextDistance(
  bits: BitReader,
  slot: number,
  aligned: HuffmanCode | null,
  recent: [number, number, number],
): number | null {
  if (slot < 3) {
    const distance = recent[slot] ?? 0;
    recent[slot] = recent[0];
    recent[0] = distance;
    return distance;
  }
  const count = slotBits(slot);
  let distance = SLOT_BASE[slot] ?? 0;
  if (aligned !== null && slot >= ALIGNED_SLOT) {
    distance += bits.take(count - 3) * 8;
    const low = aligned.next(bits);
    if (low < 0) return null;
    distance += low;
  } else distance += bits.take(count);
  recent[2] = recent[1];
  recent[1] = recent[0];
  recent[0] = distance;
  return distance;
}

/** A block that is stored as it is, behind the three distances. */
function copyStored(
  bits: BitReader,
  target: Uint8Array,
  from: number,
  length: number,
  recent: [number, number, number],
): boolean {
  // The rest of the word is left out; all of one where a word has just ended.
  bits.take(1);
  bits.align();
  for (let index = 0; index < 3; index++) recent[index] = bits.word() + bits.word() * 65_536;
  const stored = bits.bytes(length);
  if (stored.length < length || recent.includes(0)) return false;
  target.set(stored, from);
  if (length % 2 === 1) bits.byte();
  return true;
}

/** Makes the targets of jumps relative again: a compressor sees the same absolute target again and again. */
function undoJumps(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length - 10; at++) {
    if (bytes[at] !== JUMP) continue;
    const target = view.getInt32(at + 1, true);
    if (target >= 0 && target < JUMP_SIZE) view.setInt32(at + 1, target - at, true);
    else if (target < 0 && target >= -at) view.setInt32(at + 1, target + JUMP_SIZE, true);
    at += 4;
  }
}
