/** A sentence of a rule; what stands in backticks in it is a command. */
export function CodeText({ text }: { readonly text: string }) {
  return text.split("`").map((part, at) => (at % 2 === 0 ? part : <code key={part}>{part}</code>));
}
