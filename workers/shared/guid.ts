/** The all-zero GUID, which MS-VHDX uses for "none". */
export const NIL_GUID = "00000000-0000-0000-0000-000000000000";

/** Index of the stored byte for each pair of digits: the first three parts of a GUID are stored little-endian. */
const TEXT_ORDER = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15] as const;
/** The two digits of each byte. */
const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/**
 * Text of a GUID stored in Microsoft's mixed-endian form.
 *
 * @param bytes at least `at + 16` bytes.
 * @returns lower case, dashes, no braces.
 */
export function guidToText(bytes: Uint8Array, at = 0): string {
  // In one expression: a log or a table of items can have thousands of GUIDs.
  const of = (nth: number) => DIGITS[bytes[at + nth] ?? 0];
  return `${of(3)}${of(2)}${of(1)}${of(0)}-${of(5)}${of(4)}-${of(7)}${of(6)}-${of(8)}${of(9)}-${of(10)}${of(11)}${of(12)}${of(13)}${of(14)}${of(15)}`;
}

/**
 * Bytes of a GUID as stored on disk.
 *
 * @param text any case, with or without braces.
 * @returns 16 bytes, or null where the text is not a GUID.
 */
export function guidFromText(text: string): Uint8Array<ArrayBuffer> | null {
  const match = /^\{?([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\}?$/i.exec(
    text.trim(),
  );
  if (match === null) return null;
  const digits = match.slice(1).join("");
  const bytes = new Uint8Array(16);
  TEXT_ORDER.forEach((target, position) => {
    bytes[target] = Number.parseInt(digits.slice(position * 2, position * 2 + 2), 16);
  });
  return bytes;
}

/** A new random (version 4) GUID as text. */
export function randomGuid(): string {
  return crypto.randomUUID();
}
