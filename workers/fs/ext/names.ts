import { bytesToHex } from "../../shared/text.ts";
import type { StoredName } from "../file-system.ts";

const TEXT = new TextDecoder("utf-8", { ignoreBOM: true });

/** A name as it is stored, for people decoded as UTF-8. */
export const storedName = (bytes: Uint8Array): StoredName => ({ text: TEXT.decode(bytes), bytes });

/** A name of an encrypted folder: without the key it is no text, so its bytes are shown. */
export const encryptedName = (bytes: Uint8Array): StoredName => ({
  text: `encrypted-${bytesToHex(bytes)}`,
  bytes,
});

/**
 * A name with its case folded, as folders with case folding compare names (Unicode 5.18, full case folding): by way of upper case, as `ß`
 * is `ss` there. The dotless `ı` folds to itself, although its upper case is `I`.
 */
export const folded = (bytes: Uint8Array): string =>
  TEXT.decode(bytes)
    .normalize("NFD")
    .split("ı")
    .map((part) => part.toUpperCase().toLowerCase())
    .join("ı")
    .normalize("NFD");

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
