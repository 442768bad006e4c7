/** Where a sentence ends. What stands in brackets is a name, which can hold anything. */
const END = /\([^)]*\)|[.!?](?= \S)/g;

/** A text as its first sentence and the rest; the rest is empty where there is one sentence alone. */
export function firstSentence(text: string): readonly [first: string, rest: string] {
  for (const { 0: found, index } of text.matchAll(END))
    if (!found.startsWith("(")) return [text.slice(0, index + 1), text.slice(index + 2)];
  return [text, ""];
}
