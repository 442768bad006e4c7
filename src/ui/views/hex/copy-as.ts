import { hexOf } from "./row.ts";

/** The forms in which bytes can be copied. */
export const COPY_FORMS = ["hex", "c", "python", "base64", "text"] as const;
export type CopyForm = (typeof COPY_FORMS)[number];

/** Most bytes that are copied: more would strain the clipboard and the tab. Saving has no such limit. */
export const COPY_LIMIT = 4 * 1024 * 1024;

/** Items per line, joined. */
function lines(items: readonly string[], perLine: number, separator: string, indent: string): string {
  const made: string[] = [];
  for (let index = 0; index < items.length; index += perLine) {
    made.push(indent + items.slice(index, index + perLine).join(separator));
  }
  return made.join(`${separator.trimEnd()}\n`);
}

function cArray(bytes: Uint8Array): string {
  const items = Array.from(bytes, (byte) => `0x${hexOf(byte)}`);
  // oxlint-disable-next-line words/together -- a line of C
  return `const unsigned char bytes[${bytes.length}] = {\n${lines(items, 12, ", ", "    ")}\n};`;
}

/** A byte within a Python bytes literal in double quotes. */
function pythonByte(byte: number): string {
  if (byte === 0x22 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`;
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${hexOf(byte)}`;
}

function base64(bytes: Uint8Array): string {
  const parts: string[] = [];
  // A multiple of 3, so that the parts join without padding between them.
  for (let index = 0; index < bytes.length; index += 0x6000) {
    parts.push(btoa(String.fromCharCode(...bytes.subarray(index, index + 0x6000))));
  }
  return parts.join("");
}

/** Characters that a clipboard or an editor may end the text at, or take for a command. */
// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g;

/**
 * UTF-16LE where every other byte of the first few is zero, as in VHDX's own strings; else Latin-1. Control characters but tabs and
 * line ends become the dot that the text column shows.
 */
function text(bytes: Uint8Array): string {
  const sample = bytes.subarray(0, 64);
  const wide = sample.length >= 4 && sample.every((byte, index) => index % 2 === 0 || byte === 0);
  const decoded = new TextDecoder(wide ? "utf-16le" : "windows-1252").decode(bytes);
  return decoded.replace(/\0+$/, "").replaceAll(CONTROLS, "·");
}

/** Bytes as text for the clipboard. */
export function copyAs(form: CopyForm, bytes: Uint8Array): string {
  switch (form) {
    case "hex":
      return lines(Array.from(bytes, hexOf), 16, " ", "");
    case "c":
      return cArray(bytes);
    case "python":
      return `b"${Array.from(bytes, pythonByte).join("")}"`;
    case "base64":
      return base64(bytes);
    case "text":
      return text(bytes);
  }
}
