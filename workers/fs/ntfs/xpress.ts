import { BitReader, HuffmanCode } from "./huffman.ts";

/** Bytes of the lengths of the 512 codes, two in a byte. */
const TABLE = 256;
const SYMBOLS = 512;

/**
 * Unpacks a chunk of XPRESS with Huffman codes (MS-XCA 2.2).
 *
 * @param size bytes of the chunk once it is unpacked, 64 KiB at most
 * @returns null where the chunk is damaged.
 */
export function unpackXpress(source: Uint8Array, size: number): Uint8Array<ArrayBuffer> | null {
  if (source.length < TABLE) return null;
  const lengths = new Uint8Array(SYMBOLS);
  for (let index = 0; index < TABLE; index++) {
    const pair = source[index] ?? 0;
    lengths[index * 2] = pair & 15;
    lengths[index * 2 + 1] = pair >> 4;
  }
  const code = HuffmanCode.of(lengths);
  if (code === null) return null;
  const bits = new BitReader(source);
  bits.at = TABLE;
  const target = new Uint8Array(size);
  for (let written = 0; written < size;) {
    const symbol = code.next(bits);
    if (symbol < 0 || bits.isOver) return null;
    if (symbol < 256) {
      target[written++] = symbol;
      continue;
    }
    const distanceBits = (symbol >> 4) & 15;
    // Bytes of the length stand behind the words that are read by now, so the bits of the distance have to be among these.
    bits.ensure16();
    const distance = (1 << distanceBits) + (distanceBits === 0 ? 0 : bits.peek(distanceBits));
    bits.skip(distanceBits);
    let length = symbol & 15;
    if (length === 15) {
      length += bits.byte();
      if (length === 15 + 255) length = bits.word();
    }
    length += 3;
    if (distance > written || length > size - written) return null;
    for (const end = written + length; written < end; written++)
      target[written] = target[written - distance] ?? 0;
  }
  return target;
}
