import { asciiOf, hexOf, LOADING_BIT, lookOf, markOf, type RowContext, valueOf } from "./row.ts";

const MARK_WORDS = {
  replay: "changed by replay",
  user: "changed by you",
  unreadable: "unreadable",
  parent: "in the parent disk",
  absent: "not stored, reads as zero",
} as const;

/** What a screen reader says at a byte: its offset, value, field and mark. */
export function describeByte(offset: number, context: RowContext): string {
  const cell = lookOf(offset, { ...context, columns: 1 }).charCodeAt(0);
  const mark = markOf(cell);
  const parts = [`0x${offset.toString(16)}`];
  if ((cell & LOADING_BIT) !== 0) parts.push("loading");
  else if (mark !== "unreadable" && mark !== "parent") {
    const value = valueOf(cell);
    const character = asciiOf(value);
    parts.push(hexOf(value));
    if (character !== "·") parts.push(character === " " ? "space" : character);
  }
  const field = context.highlights.find(
    (each) => each.label !== undefined && offset >= each.offset && offset < each.offset + each.length,
  );
  if (field?.label !== undefined) parts.push(field.label);
  if (mark !== undefined) parts.push(MARK_WORDS[mark]);
  return parts.join(", ");
}
