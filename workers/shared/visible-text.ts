/**
 * Characters that change how others are shown, or are not shown at all: controls, format characters (bidirectional marks
 * and overrides, zero-width characters, the byte order mark), line and paragraph separators, unpaired surrogates.
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Text from a file, safe to show: characters that hide or reorder others are written as `\u{202e}`. */
export function visibleText(text: string): string {
  return text.replace(
    HIDDEN,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}}`,
  );
}

/** A proposed file name, with `_` for each hidden character and for each character that a file system may refuse. */
export const safeFileName = (name: string): string => name.replace(HIDDEN, "_").replace(/["*/:<>?\\|]/g, "_");
