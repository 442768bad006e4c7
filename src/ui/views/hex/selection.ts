import type { Span } from "../../../../workers/api/index.ts";

/** Where a selection was begun and where it has got to: offsets of bytes, both included. */
export interface Range {
  readonly anchor: number;
  readonly head: number;
}

/** A span as a range; a cursor (length 0) begins and ends at its byte. */
export function rangeOf(span: Span): Range {
  return { anchor: span.offset, head: span.offset + Math.max(1, span.length) - 1 };
}

/** The bytes of a range. */
export function spanOf({ anchor, head }: Range): Span {
  return { offset: Math.min(anchor, head), length: Math.abs(head - anchor) + 1 };
}

/** Whether the range says the same as the span, in whichever direction it was drawn. */
export function sameBytes(range: Range, span: Span): boolean {
  const bytes = spanOf(range);
  return bytes.offset === span.offset && bytes.length === Math.max(1, span.length);
}

export interface Grid {
  /** Bytes of the source. */
  readonly size: number;
  /** Bytes in a row. */
  readonly columns: number;
  /** Offset of the first row. */
  readonly start: number;
  /** Rows that a page key moves by. */
  readonly pageRows: number;
}

/**
 * The byte that a key moves to from `head`.
 *
 * @returns null for a key that doesn't move.
 */
export function moveHead(head: number, key: string, control: boolean, grid: Grid): number | null {
  const { size, columns, start, pageRows } = grid;
  const last = Math.max(0, size - 1);
  const column = (((head - start) % columns) + columns) % columns;
  /** A vertical move that would leave the source stays in its column as long as there is one. */
  const vertical = (rows: number) => {
    const to = head + rows * columns;
    if (to >= 0 && to <= last) return to;
    const room = rows < 0 ? Math.floor(head / columns) : Math.floor((last - head) / columns);
    return head + Math.sign(rows) * room * columns;
  };
  const inside = (offset: number) => Math.min(Math.max(0, offset), last);
  switch (key) {
    case "ArrowLeft":
      return inside(head - 1);
    case "ArrowRight":
      return inside(head + 1);
    case "ArrowUp":
      return vertical(-1);
    case "ArrowDown":
      return vertical(1);
    case "PageUp":
      return vertical(-pageRows);
    case "PageDown":
      return vertical(pageRows);
    case "Home":
      return control ? 0 : inside(head - column);
    case "End":
      return control ? last : inside(head - column + columns - 1);
    default:
      return null;
  }
}
