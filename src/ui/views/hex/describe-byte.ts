import { asciiOf, hexOf, isLoadingCell, lookOf, markOf, type RowContext, valueOf } from "./row.ts";
import type { HexHighlight } from "./types.ts";
import { WORDS } from "./words.ts";

/** Name of the field that covers a byte, as the highlights have it; null where none does. */
export function labelAt(highlights: readonly HexHighlight[], offset: number): string | null {
  const named = highlights.find(
    (each) => each.label !== undefined && offset >= each.offset && offset < each.offset + each.length,
  );
  return named?.label ?? null;
}

/** What a screen reader says at a byte: its offset, value, field and mark. */
export function describeByte(offset: number, context: RowContext): string {
  const cell = lookOf(offset, { ...context, columns: 1 }).charCodeAt(0);
  const mark = markOf(cell);
  const parts = [`0x${offset.toString(16)}`];
  if (isLoadingCell(cell)) parts.push(WORDS.loading);
  else if (mark !== "unreadable" && mark !== "parent") {
    const value = valueOf(cell);
    const character = asciiOf(value);
    parts.push(hexOf(value));
    if (character !== "·") parts.push(character === " " ? WORDS.space : character);
  }
  const field = labelAt(context.highlights, offset);
  if (field !== null) parts.push(field);
  if (mark !== undefined) parts.push(WORDS.marks[mark]);
  return parts.join(", ");
}
