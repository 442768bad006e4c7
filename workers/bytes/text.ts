import { GIB, KIB, MIB, TIB } from "./numbers.ts";

const UNITS: readonly (readonly [number, string])[] = [
  [1024 * TIB, "PiB"],
  [TIB, "TiB"],
  [GIB, "GiB"],
  [MIB, "MiB"],
  [KIB, "KiB"],
];

/**
 * A size in words: "4 MiB" where it is whole, else with two decimals, cut: a size is never said to be more than it is. The
 * page says the same (`formatBytes` of src/ui/parts), which can't import this.
 */
export function sizeText(bytes: number): string {
  for (const [unit, name] of UNITS) {
    if (bytes >= unit) {
      const value = bytes / unit;
      return `${Number.isInteger(value) ? value : (Math.floor(value * 100) / 100).toFixed(2)} ${name}`;
    }
  }
  return `${bytes} ${bytes === 1 ? "byte" : "bytes"}`;
}

/** A file offset in words: in MiB where it is a whole number of them, as nearly all are in VHDX; else in hex. */
export function offsetText(offset: number): string {
  return offset > 0 && offset % MIB === 0 ? `${offset / MIB} MiB` : hexText(offset);
}

export function hexText(value: number | bigint, digits = 1): string {
  return `0x${value.toString(16).padStart(digits, "0")}`;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Hex digits of bytes without separators. */
export function bytesToHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += HEX[byte];
  return text;
}

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

/** "1 entry", "2 entries". */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}
