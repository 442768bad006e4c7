import { textToUtf16 } from "../../../../workers/shared/encoded-text.ts";
import { guidFromText } from "../../../../workers/shared/guid.ts";
import type { PatternKind } from "../../../state/find.ts";

/** What to look for, or why the text can't be read as that. */
export type Pattern =
  | { readonly ok: true; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly ok: false; readonly problem: string };

/** Longest pattern, bytes. A search reads in chunks that overlap by a pattern's length, so patterns must be short. */
export const PATTERN_LIMIT = 4096;

const no = (problem: string): Pattern => ({ ok: false, problem });

function bytesOfHex(digits: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: digits.length / 2 }, (_, at) =>
    Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16),
  );
}

function hex(text: string): Pattern {
  const digits = text.replaceAll(/0x|[\s,;:_-]/gi, "");
  if (!/^[0-9a-f]*$/i.test(digits)) return no("Only hexadecimal digits, such as 68 65 61 64");
  if (digits.length % 2 !== 0) return no("Two digits make a byte: one is missing");
  return { ok: true, bytes: bytesOfHex(digits) };
}

function guid(text: string): Pattern {
  const bytes = guidFromText(text);
  return bytes === null ? no("A GUID, such as 2dc27766-f623-4200-9d64-115e9bfd4a08") : { ok: true, bytes };
}

/** The bytes that a pattern stands for. */
export function parsePattern(text: string, kind: PatternKind): Pattern {
  if (text === "") return no("");
  const read = (): Pattern => {
    switch (kind) {
      case "hex":
        return hex(text);
      case "ascii":
        return { ok: true, bytes: new TextEncoder().encode(text) };
      case "utf16":
        return { ok: true, bytes: textToUtf16(text) };
      case "guid":
        return guid(text);
    }
  };
  const pattern = read();
  if (pattern.ok && pattern.bytes.length === 0) return no("");
  if (pattern.ok && pattern.bytes.length > PATTERN_LIMIT) return no(`At most ${PATTERN_LIMIT} bytes`);
  return pattern;
}

/** Whether patterns of the kind have upper and lower case. */
export function hasCase(kind: PatternKind): boolean {
  return kind === "ascii" || kind === "utf16";
}
