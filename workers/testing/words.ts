import { type ReadonlyWords, SparseWords } from "../bytes/sparse-words.ts";

/** The words of a list, one by one; none where there is no list. */
export const listed = (words: ReadonlyWords | null | undefined): Uint32Array =>
  Uint32Array.from({ length: words?.length ?? 0 }, (_, at) => words?.at(at) ?? 0);

/** A list of these words. */
export function wordsOf(list: ArrayLike<number>): SparseWords {
  const words = new SparseWords(list.length);
  for (let at = 0; at < list.length; at++) words.set(at, list[at] ?? 0);
  return words;
}
