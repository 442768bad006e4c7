import type { StoredName } from "../file-system.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** A name that is stored as text. */
export const nameOfText = (text: string): StoredName => ({ text, bytes: encoder.encode(text) });

/** A name that is stored as bytes, mostly UTF-8. @param bytes copied */
export const nameOfBytes = (bytes: Uint8Array): StoredName => ({
  text: decoder.decode(bytes),
  bytes: bytes.slice(),
});

/** Text of bytes that someone typed or that came from a list. */
export const textOf = (bytes: Uint8Array): string => decoder.decode(bytes);
