import { WORDS } from "./words.ts";

/** Characters that Windows forbids in a file name. No other system that uses VHDX forbids more. */
const FORBIDDEN = /[\\/:*?"<>|\p{Cc}]/u;

/** What is wrong with a file name, as a sentence; null where nothing is. */
export function fileNameProblem(text: string): string | null {
  const name = text.trim();
  const [character] = FORBIDDEN.exec(name) ?? [];
  if (character !== undefined) {
    const shown = /\p{Cc}/u.test(character) ? WORDS.target.control : character;
    return WORDS.target.forbidden(shown);
  }
  return name.replace(/\.+$/, "") === "" ? WORDS.target.noName : null;
}

/** The name that a new disk's file gets: `.vhdx` is added where there is no extension. */
export function diskFileName(text: string): string {
  // Windows drops dots at the end.
  const name = text.trim().replace(/\.+$/, "");
  return /[^.]\.[^.]+$/.test(name) ? name : `${name}.vhdx`;
}
