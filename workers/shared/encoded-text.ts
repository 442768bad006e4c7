/** UTF-16LE bytes as text, up to the first NUL. Unpaired surrogates become U+FFFD; an odd last byte is dropped. */
export function utf16ToText(bytes: Uint8Array): string {
  const text = new TextDecoder("utf-16le", { ignoreBOM: true }).decode(
    bytes.subarray(0, bytes.length - (bytes.length % 2)),
  );
  const end = text.indexOf("\0");
  return end < 0 ? text : text.slice(0, end);
}

/** Text as UTF-16LE, without a terminating NUL. */
export function textToUtf16(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < text.length; index++) view.setUint16(index * 2, text.charCodeAt(index), true);
  return bytes;
}

/** Bytes as text, one character for each (Latin-1), so that a signature survives a round trip whatever its bytes are. */
export function asciiToText(bytes: Uint8Array): string {
  let text = "";
  // Called for the four-byte signature of every log sector: for so short a run, spreading the bytes would dominate the cost.
  for (let at = 0; at < bytes.length; at++) text += String.fromCharCode(bytes[at] ?? 0);
  return text;
}

/** Text as one byte for each UTF-16 unit; the upper half of a unit is dropped. */
export function textToAscii(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff);
}
