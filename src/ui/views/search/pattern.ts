import { textToUtf16 } from "../../../../workers/shared/encoded-text.ts";
import { guidFromText } from "../../../../workers/shared/guid.ts";
import type { PatternChoice, PatternKind } from "../../../state/find.ts";
import { WORDS } from "./words.ts";

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
  if (!/^[0-9a-f]*$/i.test(digits)) return no(WORDS.onlyHex);
  if (digits.length % 2 !== 0) return no(WORDS.digitMissing);
  return { ok: true, bytes: bytesOfHex(digits) };
}

function guid(text: string): Pattern {
  const bytes = guidFromText(text);
  return bytes === null ? no(WORDS.guidExample) : { ok: true, bytes };
}

/** Fewest digits without a space between them that are taken for bytes. */
const LONG_RUN = 8;

/** Whether people would write bytes that way, and hardly a text. */
function looksLikeHex(text: string): boolean {
  const plain = text.trim();
  if (/^(0x[0-9a-f]{1,2}[\s,;]*)+$/i.test(plain) || /^0x([0-9a-f]{2})+$/i.test(plain)) return true;
  if (/^[0-9a-f]{2}([\s,;:-]+[0-9a-f]{2})+$/i.test(plain)) return true;
  // A date is digits alone, and a word letters alone.
  return (
    plain.length >= LONG_RUN &&
    plain.length % 2 === 0 &&
    /^[0-9a-f]+$/i.test(plain) &&
    /\d/.test(plain) &&
    /[a-f]/i.test(plain)
  );
}

/** What a text is taken for: what was chosen, or else what it looks like; a text where in doubt. */
export function kindOf(text: string, choice: PatternChoice): PatternKind {
  if (choice !== "auto") return choice;
  if (guidFromText(text) !== null) return "guid";
  return looksLikeHex(text) && hex(text).ok ? "hex" : "ascii";
}

/** The other way to read the text, to switch to; null where there is none. */
export function otherKind(text: string, kind: PatternKind): PatternKind | null {
  if (kind !== "ascii") return "ascii";
  const bytes = hex(text);
  return bytes.ok && bytes.bytes.length > 0 ? "hex" : null;
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
  if (pattern.ok && pattern.bytes.length > PATTERN_LIMIT) return no(WORDS.tooLong(PATTERN_LIMIT));
  return pattern;
}

/** Whether patterns of the kind have upper and lower case. */
export function hasCase(kind: PatternKind): boolean {
  return kind === "ascii" || kind === "utf16";
}
