import { WORDS } from "./words.ts";

/** Bytes at the start of a file that a preview of text shows at most. */
export const TEXT_BYTES = 64 * 1024;
/** Bytes at the start of a file in which the size of a picture is looked for: what a camera notes comes before it. */
export const HEAD_BYTES = 2 ** 20;
/** Pictures above this are not shown, bytes and pixels: a small file can hold a picture that fills the memory. */
export const PICTURE_BYTES = 16 * 2 ** 20;
export const PICTURE_PIXELS = 40_000_000;

export interface DecodedText {
  readonly text: string;
  /** "UTF-8", "UTF-16, little-endian", "Windows-1252". */
  readonly encoding: string;
}

const MOST_SEQUENCE = 4;

function decode(label: string, bytes: Uint8Array, fatal: boolean): string | null {
  try {
    return new TextDecoder(label, { fatal }).decode(bytes);
  } catch {
    return null;
  }
}

/** Whether text has a control character that no text file has. */
function hasControls(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code < 32 && code !== 9 && code !== 10 && code !== 12 && code !== 13 && code !== 27) || code === 127)
      return true;
  }
  return false;
}

/** UTF-16 without its mark: one of the two bytes of most characters is zero. */
function utf16Order(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  if (bytes.length < 4) return null;
  const zeros = [0, 0];
  const pairs = bytes.length >> 1;
  for (let at = 0; at < pairs * 2; at++) if (bytes[at] === 0) zeros[at & 1] = (zeros[at & 1] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > pairs * 0.7 && even < pairs * 0.05) return "utf-16le";
  return even > pairs * 0.7 && odd < pairs * 0.05 ? "utf-16be" : null;
}

const starts = (bytes: Uint8Array, ...magic: readonly number[]): boolean =>
  magic.every((byte, at) => bytes[at] === byte);

/**
 * Bytes as text, with the encoding that they seem to have; null where they are no text.
 *
 * @param complete whether they are the whole file: else a character may be cut at their end
 */
export function decodeText(bytes: Uint8Array, complete: boolean): DecodedText | null {
  if (starts(bytes, 0xef, 0xbb, 0xbf)) {
    const text = utf8(bytes, complete);
    return text === null || hasControls(text) ? null : { text, encoding: WORDS.preview.utf8Marked };
  }
  const order = starts(bytes, 0xff, 0xfe)
    ? "utf-16le"
    : starts(bytes, 0xfe, 0xff)
      ? "utf-16be"
      : utf16Order(bytes);
  if (order !== null) {
    const text = decode(order, bytes.subarray(0, bytes.length & ~1), false);
    const encoding = order === "utf-16le" ? "UTF-16 LE" : "UTF-16 BE";
    return text === null || hasControls(text) ? null : { text, encoding };
  }
  const text = utf8(bytes, complete);
  if (text !== null) return hasControls(text) ? null : { text, encoding: "UTF-8" };
  const western = decode("windows-1252", bytes, false);
  return western === null || hasControls(western) || !isMostlyAscii(bytes)
    ? null
    : { text: western, encoding: "Windows-1252" };
}

function utf8(bytes: Uint8Array, complete: boolean): string | null {
  const whole = decode("utf-8", bytes, true);
  if (whole !== null || complete) return whole;
  for (let cut = 1; cut < MOST_SEQUENCE; cut++) {
    const text = decode("utf-8", bytes.subarray(0, bytes.length - cut), true);
    if (text !== null) return text;
  }
  return null;
}

/** Any bytes without controls could be text of a one-byte encoding; text that people read there is mostly ASCII. */
function isMostlyAscii(bytes: Uint8Array): boolean {
  let ascii = 0;
  for (const byte of bytes) if (byte < 128) ascii += 1;
  return ascii >= bytes.length * 0.7;
}

/** A picture that a browser shows, as the file's first bytes say. */
export interface Picture {
  readonly type: string;
  readonly width: number;
  readonly height: number;
}

/** The kind and size of a picture, by its first bytes; null where they are no picture that is shown. Vector graphics are shown as text. */
export function pictureOf(bytes: Uint8Array): Picture | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) && bytes.length >= 24)
    return { type: "image/png", width: view.getUint32(16), height: view.getUint32(20) };
  if (starts(bytes, 0x47, 0x49, 0x46, 0x38) && bytes.length >= 10)
    return { type: "image/gif", width: view.getUint16(6, true), height: view.getUint16(8, true) };
  if (starts(bytes, 0x42, 0x4d)) return bmp(view);
  if (starts(bytes, 0x52, 0x49, 0x46, 0x46) && starts(bytes.subarray(8), 0x57, 0x45, 0x42, 0x50))
    return webp(view);
  return starts(bytes, 0xff, 0xd8, 0xff) ? jpeg(view) : null;
}

/** Lengths of the header that follows the file's own 14 bytes. Text can begin with `BM` too. */
const BMP_HEADERS = new Set([12, 40, 52, 56, 64, 108, 124]);

function bmp(view: DataView): Picture | null {
  if (view.byteLength < 26) return null;
  const header = view.getUint32(14, true);
  if (!BMP_HEADERS.has(header)) return null;
  const type = "image/bmp";
  // The oldest header counts in 16 bits.
  if (header === 12) return { type, width: view.getUint16(18, true), height: view.getUint16(20, true) };
  return { type, width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
}

function webp(view: DataView): Picture | null {
  if (view.byteLength < 30) return null;
  const type = "image/webp";
  const chunk = view.getUint32(12);
  const u24 = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  switch (chunk) {
    case 0x56503858: // VP8X
      return { type, width: u24(24) + 1, height: u24(27) + 1 };
    case 0x5650384c: {
      // VP8L
      const bits = view.getUint32(21, true);
      return { type, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 0x56503820: // VP8
      return { type, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    default:
      return null;
  }
}

/** Markers of JPEG: frames, which say the size, are C0 to CF but for three. */
function jpeg(view: DataView): Picture | null {
  for (let at = 2; at + 9 <= view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { type: "image/jpeg", width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}
