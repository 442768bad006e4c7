import type { Span } from "../../../../workers/api/index.ts";
import { type HexPage, MARK_CODES, PAGE } from "./hex-page.ts";
import type { HexHighlight, HexPatch, HighlightKind } from "./types.ts";

/**
 * One byte of a row in a number, so that a row's look is a string and rows that look the same are not drawn again:
 * bits 0-7 value, 8-10 mark code or `LOADING`, 11-14 highlight, 15 selected. `OUTSIDE` sets all bits.
 */
export const OUTSIDE = 0xffff;
export const SELECTED_BIT = 0x8000;
/** In place of a mark: the value is not known yet. */
export const LOADING = 0x700;
const MARK_BITS = 0x700;
const HIGHLIGHT_SHIFT = 11;

/** The codes' names, from the weakest to the strongest, for `data-` attributes. */
const HIGHLIGHT_NAMES = [
  undefined,
  "node",
  "colour-0",
  "colour-1",
  "colour-2",
  "colour-3",
  "colour-4",
  "colour-5",
  "colour-6",
  "colour-7",
  "bookmark",
  "difference",
  "hit",
  "field",
] as const satisfies readonly (HighlightKind | undefined)[];

const MARK_NAMES = [undefined, "replay", "user", "unreadable", "parent", "absent"] as const;

/** Whether the byte is still on its way. */
export function isLoadingCell(cell: number): boolean {
  return cell !== OUTSIDE && (cell & MARK_BITS) === LOADING;
}

/** The byte's value, 0-255. */
export function valueOf(cell: number): number {
  return cell & 0xff;
}

/** The byte's mark; undefined for none. */
export function markOf(cell: number): (typeof MARK_NAMES)[number] {
  return MARK_NAMES[(cell >> 8) & 7];
}

/** The byte's strongest highlight; undefined for none. */
export function highlightOf(cell: number): (typeof HIGHLIGHT_NAMES)[number] {
  return HIGHLIGHT_NAMES[(cell >> HIGHLIGHT_SHIFT) & 15];
}

export interface RowContext {
  readonly size: number;
  readonly columns: number;
  readonly selection: Span;
  readonly highlights: readonly HexHighlight[];
  /** The user's bytes that the pages don't have yet; a later one lies over an earlier one. */
  readonly patches: readonly HexPatch[];
  readonly page: (index: number) => HexPage | null;
}

/**
 * How the row that begins at `offset` looks: one UTF-16 code unit per byte.
 *
 * @param offset may lie before 0 or after the end, where panes that scroll together have different ends.
 */
export function lookOf(offset: number, context: RowContext): string {
  const { size, columns, selection, highlights, patches, page } = context;
  const cells: number[] = [];
  let known: HexPage | null = null;
  let knownIndex = -1;
  for (let column = 0; column < columns; column += 1) {
    const at = offset + column;
    if (at < 0 || at >= size) {
      cells.push(OUTSIDE);
      continue;
    }
    const index = Math.floor(at / PAGE);
    if (index !== knownIndex) {
      known = page(index);
      knownIndex = index;
    }
    const inside = at - index * PAGE;
    const value = known?.bytes[inside];
    let cell = value === undefined ? LOADING : value | ((known?.codes?.[inside] ?? 0) << 8);
    for (const patch of patches) {
      const typed = at < patch.offset ? undefined : patch.bytes[at - patch.offset];
      if (typed !== undefined) cell = typed | (MARK_CODES.user << 8);
    }
    let strongest = 0;
    for (const highlight of highlights) {
      if (at >= highlight.offset && at < highlight.offset + highlight.length) {
        strongest = Math.max(strongest, HIGHLIGHT_NAMES.indexOf(highlight.kind));
      }
    }
    cell |= strongest << HIGHLIGHT_SHIFT;
    if (at >= selection.offset && at < selection.offset + selection.length) cell |= SELECTED_BIT;
    cells.push(cell);
  }
  return String.fromCharCode(...cells);
}

/** Whether nothing is known yet of a row's bytes. */
export function isLoading(look: string): boolean {
  let loading = false;
  for (let column = 0; column < look.length; column += 1) {
    const cell = look.charCodeAt(column);
    if (cell === OUTSIDE) continue;
    if (!isLoadingCell(cell)) return false;
    loading = true;
  }
  return loading;
}

/** A byte as it stands in the text column: printable ASCII, else a dot. */
export function asciiOf(value: number): string {
  return value >= 0x20 && value < 0x7f ? String.fromCharCode(value) : "·";
}

/** A byte as two digits. */
export function hexOf(value: number): string {
  return value.toString(16).padStart(2, "0");
}
