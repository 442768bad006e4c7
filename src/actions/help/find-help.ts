import { ERROR_HELP } from "./error-words.ts";
import type { HelpEntry } from "./help-entry.ts";
import { SITUATION_HELP } from "./situation-words.ts";

/** All entries, in the order in which they are listed. */
export const HELP: readonly HelpEntry[] = [...SITUATION_HELP, ...ERROR_HELP];

/** A code as it is compared: digits alone. */
const digitsOf = (code: string) => code.toLowerCase().replace(/^0x/, "");

/** Codes in a text, as hex digits: "0xC03A001A", "c03a001a", and as the decimal number of 32 bits that logs have, signed or not. */
function codesIn(text: string): readonly string[] {
  const hex = [...text.toLowerCase().matchAll(/\b(?:0x)?([0-9a-f]{8})\b/g)].map(([, digits = ""]) => digits);
  const decimal = [...text.matchAll(/(?<![\w.])-?\d{9,10}(?![\w.]*\w)/g)].map(([digits]) =>
    (Number(digits) >>> 0).toString(16),
  );
  return [...hex, ...decimal];
}

/** A Win32 error in the last 16 bits of an HRESULT of facility 7, or of a code without a facility: "0x570". */
function shortCode(text: string): string | null {
  const [, digits = ""] = /^(?:0x)?0*([0-9a-f]{2,4})$/.exec(text.trim().toLowerCase()) ?? [];
  return digits === "" ? null : digits.padStart(4, "0");
}

/** A word that occurs in more entries says little about any. */
const MOST_ENTRIES = 3;
/** Letters. Shorter words are hardly ever what a text is about. */
const SHORTEST_WORD = 5;

/** The words of a text, without those that say nothing. */
const wordsOf = (text: string): readonly string[] =>
  (text.toLowerCase().match(/[a-z0-9_/-]{2,}/g) ?? []).filter((word) => word !== "the");

const textOf = ({ code, name, title, words }: HelpEntry): string =>
  `${code ?? ""} ${name ?? ""} ${title} ${words}`.toLowerCase();

/** Entries that have all words; else those that have a word which few others have, the most such words first. */
function byWords(words: readonly string[]): readonly HelpEntry[] {
  if (words.length === 0) return [];
  const texts = HELP.map((entry) => ({ entry, text: wordsOf(textOf(entry)).join(" ") }));
  const all = texts.filter(({ text }) => words.every((word) => text.includes(word)));
  // Entries that have the words one after the other come first.
  const phrase = words.join(" ");
  if (all.length > 0)
    return all
      .toSorted((a, b) => Number(b.text.includes(phrase)) - Number(a.text.includes(phrase)))
      .map(({ entry }) => entry);
  const telling = words.filter((word) => {
    const count = texts.filter(({ text }) => text.includes(word)).length;
    return word.length >= SHORTEST_WORD && count > 0 && count <= MOST_ENTRIES;
  });
  return texts
    .map(({ entry, text }) => ({ entry, hits: telling.filter((word) => text.includes(word)).length }))
    .filter(({ hits }) => hits > 0)
    .toSorted((a, b) => b.hits - a.hits)
    .map(({ entry }) => entry);
}

/** What a text is about, best first: by a code in it, by a name of winerror.h in it, else by its words. */
export function findHelp(text: string): readonly HelpEntry[] {
  const codes = codesIn(text);
  const named = ERROR_HELP.filter(
    ({ code, name }) => codes.includes(digitsOf(code)) || text.toUpperCase().includes(name),
  );
  if (named.length > 0) return named;
  const short = shortCode(text);
  const ending = short === null ? [] : ERROR_HELP.filter(({ code }) => digitsOf(code).endsWith(short));
  if (ending.length > 0) return ending;
  return byWords(wordsOf(text));
}
