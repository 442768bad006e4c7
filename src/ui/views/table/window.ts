/** Rows of a list that are worth rendering: `[first, last)`. */
export interface RowWindow {
  readonly first: number;
  readonly last: number;
}

/**
 * @param top scroll position, px.
 * @param height of the viewport, px.
 * @param overscan rows rendered beyond either edge, so that a fast wheel meets no gap.
 */
export function rowWindow(
  count: number,
  rowHeight: number,
  top: number,
  height: number,
  overscan = 8,
): RowWindow {
  const first = Math.max(0, Math.floor(top / rowHeight) - overscan);
  const last = Math.min(count, Math.ceil((top + height) / rowHeight) + overscan);
  return { first: Math.min(first, count), last: Math.max(last, Math.min(first, count)) };
}

/** The scroll position, moved as little as possible, that shows `row` whole below a head of `headHeight` px. */
export function topToShow(
  row: number,
  rowHeight: number,
  top: number,
  height: number,
  headHeight: number,
): number {
  const start = row * rowHeight;
  const room = Math.max(rowHeight, height - headHeight);
  if (start < top) return start;
  if (start + rowHeight > top + room) return start + rowHeight - room;
  return top;
}
