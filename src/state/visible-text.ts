/** As the engine has it: characters that change how others are shown, or are not shown at all. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A name or path from outside as a person can trust it: what could hide or reorder other characters is written out. */
export function visibleText(text: string): string {
  return text.replace(
    HIDDEN,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}}`,
  );
}

/** A proposed file name without what no file name should hold. */
export const safeFileName = (name: string): string => name.replace(HIDDEN, "_").replace(/["*/:<>?\\|]/g, "_");
