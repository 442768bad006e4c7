/** Bytes of a chunk once it is unpacked. */
const LZNT1_CHUNK = 4096;
const COMPRESSED = 0x8000;
const SIGNATURE = 3;

/** What became of a compression unit. */
export interface UnpackedUnit {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Runs of `bytes` that could not be unpacked, in order. */
  readonly bad: readonly { readonly start: number; readonly end: number }[];
}

/**
 * Unpacks a chunk (MS-XCA 2.5).
 *
 * @returns bytes written; null where the chunk is damaged.
 */
function unpackChunk(source: Uint8Array, from: number, to: number, target: Uint8Array): number | null {
  let at = from;
  let written = 0;
  while (at < to) {
    let flags = source[at++] ?? 0;
    for (let token = 0; token < 8 && at < to; token++, flags >>= 1) {
      if ((flags & 1) === 0) {
        if (written >= target.length) return null;
        target[written++] = source[at++] ?? 0;
        continue;
      }
      if (at + 2 > to || written === 0) return null;
      const pair = (source[at] ?? 0) | ((source[at + 1] ?? 0) << 8);
      at += 2;
      // The further the chunk is, the more bits of a pair are distance and the fewer are length.
      let lengthBits = 12;
      for (let reach = written - 1; reach >= 16; reach >>= 1) lengthBits -= 1;
      const distance = (pair >> lengthBits) + 1;
      const length = (pair & ((1 << lengthBits) - 1)) + 3;
      if (distance > written || written + length > target.length) return null;
      for (let done = 0; done < length; done++, written++) target[written] = target[written - distance] ?? 0;
    }
  }
  return written;
}

/**
 * Unpacks a compression unit. A chunk that is damaged is left out; the next ones follow from its length. Where a chunk's header is
 * damaged or missing, nothing behind it can be found.
 *
 * @param readable bytes of `source` that could be read
 * @param size bytes of the unit
 */
export function unpackUnit(source: Uint8Array, readable: number, size: number): UnpackedUnit {
  const bytes = new Uint8Array(size);
  const bad: { start: number; end: number }[] = [];
  let at = 0;
  for (let start = 0; start < size; start += LZNT1_CHUNK) {
    const end = Math.min(size, start + LZNT1_CHUNK);
    if (at + 2 > readable) {
      // A unit may end exactly where its clusters do, without a header of zero.
      if (readable < source.length) bad.push({ start, end: size });
      break;
    }
    const header = (source[at] ?? 0) | ((source[at + 1] ?? 0) << 8);
    if (header === 0) break;
    const next = at + 2 + (header & 0xfff) + 1;
    if (((header >> 12) & 7) !== SIGNATURE || next > source.length) {
      bad.push({ start, end: size });
      break;
    }
    const target = bytes.subarray(start, end);
    let written: number | null = null;
    if (next <= readable) {
      if ((header & COMPRESSED) !== 0) written = unpackChunk(source, at + 2, next, target);
      else if (next - at - 2 === target.length) {
        target.set(source.subarray(at + 2, next));
        written = target.length;
      }
    }
    if (written === null) {
      target.fill(0);
      bad.push({ start, end });
    }
    at = next;
  }
  return { bytes, bad };
}

/** Whether bytes are chunks that unpack, without damage, to as many bytes as this or more. Any bytes are that only by an unlikely chance. */
export function isPackedWhole(source: Uint8Array, size: number): boolean {
  let at = 0;
  for (let start = 0; start < size; start += LZNT1_CHUNK) {
    if (at + 2 > source.length) return false;
    const header = (source[at] ?? 0) | ((source[at + 1] ?? 0) << 8);
    if (((header >> 12) & 7) !== SIGNATURE) return false;
    at += 2 + (header & 0xfff) + 1;
  }
  const whole = Math.ceil(size / LZNT1_CHUNK) * LZNT1_CHUNK;
  return at <= source.length && unpackUnit(source, source.length, whole).bad.length === 0;
}
