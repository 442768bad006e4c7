/** UTF-16LE up to the first NUL; unpaired surrogates become U+FFFD, an odd last byte is dropped. */
export function utf16ToText(bytes: Uint8Array): string {
  const text = new TextDecoder("utf-16le", { ignoreBOM: true }).decode(
    bytes.subarray(0, bytes.length - (bytes.length % 2)),
  );
  const end = text.indexOf("\0");
  return end < 0 ? text : text.slice(0, end);
}

export function textToUtf16(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < text.length; index++) view.setUint16(index * 2, text.charCodeAt(index), true);
  return bytes;
}

/** One character a byte (Latin-1), so that signatures survive a round trip whatever they hold. */
export function asciiToText(bytes: Uint8Array): string {
  let text = "";
  // Log sectors are told by their first four bytes: spreading such a short run costs more than all the rest of the test.
  for (let at = 0; at < bytes.length; at++) text += String.fromCharCode(bytes[at] ?? 0);
  return text;
}

export function textToAscii(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff);
}
