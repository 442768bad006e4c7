/**
 * Arithmetic of a scaled scrollbar. Positions are counted in rows, not pixels: browsers cap an element's height near
 * 16 M px, while a 64 TiB disk has 2^42 rows of hex. A double keeps 1/1024 of a row at that size.
 */
export interface Extent {
  /** Rows in all. */
  readonly rows: number;
  /** Rows that fit in the viewport, with its fraction. */
  readonly page: number;
}

/** Below this a thumb is hard to grab, px. */
export const MIN_THUMB = 28;

/** The greatest position: the last row stands flush with the viewport's lower edge. */
export function maxTop({ rows, page }: Extent): number {
  return Math.max(0, rows - page);
}

/** A position brought into `[0, maxTop]`. */
export function clampTop(extent: Extent, top: number): number {
  return Math.min(Math.max(0, top), maxTop(extent));
}

export interface Thumb {
  /** Distance from the track's start, px. */
  readonly offset: number;
  /** Length, px. */
  readonly size: number;
}

/** Where the thumb stands on a track of `track` px; null where everything fits. */
export function thumbOf(extent: Extent, top: number, track: number): Thumb | null {
  const max = maxTop(extent);
  if (max === 0 || track <= 0) return null;
  const size = Math.min(track, Math.max(MIN_THUMB, (track * extent.page) / extent.rows));
  return { offset: (track - size) * (clampTop(extent, top) / max), size };
}

/** The position for a thumb dragged to `offset` px. Both ends are reached exactly. */
export function topOfThumb(extent: Extent, offset: number, track: number): number {
  const thumb = thumbOf(extent, 0, track);
  if (thumb === null) return 0;
  const room = track - thumb.size;
  if (offset <= 0 || room <= 0) return 0;
  if (offset >= room) return maxTop(extent);
  return maxTop(extent) * (offset / room);
}

/** How a row is brought into sight: as little as possible, or, from afar, with room above it. */
export type Align = "nearest" | "context";

/** The position that shows `row` whole. */
export function topToReveal(extent: Extent, top: number, row: number, align: Align): number {
  const partlyInSight = row > top - 1 && row < top + extent.page;
  if (align === "context" && !partlyInSight) {
    return clampTop(extent, row - Math.floor(extent.page / 4));
  }
  if (row < top) return clampTop(extent, row);
  if (row + 1 > top + extent.page) return clampTop(extent, row + 1 - extent.page);
  return clampTop(extent, top);
}

/** Rows that are at least partly in sight: `[first, last)`. */
export function rowsInSight(extent: Extent, top: number): { first: number; last: number } {
  const first = Math.floor(clampTop(extent, top));
  return { first, last: Math.min(extent.rows, Math.ceil(clampTop(extent, top) + extent.page)) };
}
