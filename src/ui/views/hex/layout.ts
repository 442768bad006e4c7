/**
 * Where the columns of a row stand, in widths of a digit. The style sheet takes them from here, and so does the
 * pointer.
 */
export interface Layout {
  /** Digits of an offset. */
  readonly digits: number;
  /** Bytes in a row. */
  readonly columns: number;
  /** Whether the text stands beside the bytes. */
  readonly text: boolean;
  readonly bytesAt: number;
  readonly asciiAt: number;
  readonly width: number;
}

const PAD = 1;
const GAP = 2;
/** Two digits and the space around them. */
const BYTE = 3;
/** Between groups of eight bytes. */
const GROUP_GAP = 1;

/** What a row may hold. */
export type Columns = 4 | 8 | 16 | 32;

/** Width of `columns` bytes, with the gaps between groups of eight. */
function bytesWidth(columns: number): number {
  return columns * BYTE + (Math.ceil(columns / 8) - 1) * GROUP_GAP;
}

/** The layout of rows of `columns` bytes after an offset of `digits` digits. */
export function layoutOf(digits: number, columns: number, text = true): Layout {
  const bytesAt = PAD + digits + GAP / 2;
  const asciiAt = bytesAt + bytesWidth(columns) + GAP / 2;
  return { digits, columns, text, bytesAt, asciiAt, width: asciiAt + (text ? columns + PAD : 0) };
}

/** Digits that the offsets of a source need: 8, or 12 beyond 4 GiB. */
export function digitsFor(size: number): number {
  return size > 2 ** 32 ? Math.max(12, (size - 1).toString(16).length) : 8;
}

/** The most bytes in a row that fit into `width` digits' widths with their text; 4 where not even 4 fit. */
export function columnsFor(digits: number, width: number): Columns {
  return ([32, 16, 8] as const).find((columns) => layoutOf(digits, columns).width <= width) ?? 4;
}

/** Whether rows of `columns` bytes fit into `width` digits' widths with their text. */
export function hasRoomForText(digits: number, columns: number, width: number): boolean {
  return layoutOf(digits, columns).width <= width;
}

/** Whether `x`, counted in widths of a digit from the row's start, is in the text rather than in the bytes. */
export function isInText(layout: Layout, x: number): boolean {
  return layout.text && x >= layout.asciiAt - GAP / 4;
}

/** The column at `x`, counted in widths of a digit from the row's start; beyond the ends the nearest. */
export function columnAt(layout: Layout, x: number): number {
  const { bytesAt, asciiAt, columns } = layout;
  const inside = (column: number) => Math.min(Math.max(0, column), columns - 1);
  if (isInText(layout, x)) return inside(Math.floor(x - asciiAt));
  const group = Math.floor((x - bytesAt) / (8 * BYTE + GROUP_GAP));
  const rest = x - bytesAt - group * (8 * BYTE + GROUP_GAP);
  return inside(group * 8 + Math.min(7, Math.floor(rest / BYTE)));
}
