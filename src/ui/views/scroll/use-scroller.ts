import { type RefCallback, useCallback, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { type Extent, rowsInSight } from "./extent.ts";
import { followTouch } from "./follow-touch.ts";
import { ScrollPosition } from "./scroll-position.ts";

export interface Scroller {
  /** For the element that the rows stand in; it takes the wheel and touch. */
  readonly viewport: RefCallback<HTMLElement>;
  /** That element, once it is there. */
  readonly element: HTMLElement | null;
  readonly position: ScrollPosition;
  readonly extent: Extent;
  /** First row in sight, with its fraction. */
  readonly top: number;
  readonly rowHeight: number;
  /** Rows to render: `[first, last)`. */
  readonly first: number;
  readonly last: number;
  /** Distance of a row from the viewport's upper edge, px. */
  yOf(row: number): number;
  /**
   * React's key of a row. A row that comes into sight reuses the elements of one that has gone, so that dragging the thumb
   * creates no elements.
   */
  keyOf(row: number): number;
  /** Whole rows that fit: what PageUp and PageDown move by, at least 1. */
  readonly pageRows: number;
}

let tokenRowHeight = 0;

/** `--row` of the tokens, px. */
export function rowHeight(): number {
  if (tokenRowHeight === 0) {
    tokenRowHeight = Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--row"));
  }
  return tokenRowHeight;
}

/**
 * Windowed rows of one height over a scaled scrollbar, for lists of up to 2^43 rows.
 *
 * @param rows how many there are.
 * @param shared a position of several lists that scroll together.
 */
export function useScroller(rows: number, shared?: ScrollPosition): Scroller {
  const own = useMemo(() => new ScrollPosition(), []);
  const position = shared ?? own;
  const height = rowHeight();
  const [viewport, setViewport] = useState<HTMLElement | null>(null);
  const [pixels, setPixels] = useState(0);
  const page = Math.max(1, pixels / height);
  const extent = useMemo(() => ({ rows, page }), [rows, page]);

  useEffect(() => {
    if (viewport === null) return;
    const observer = new ResizeObserver(() => setPixels(viewport.clientHeight));
    observer.observe(viewport);
    return () => observer.disconnect();
  }, [viewport]);

  useEffect(() => {
    if (viewport === null) return;
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.deltaY === 0) return;
      const unit = [1 / height, 1, viewport.clientHeight / height][event.deltaMode] ?? 1;
      if (position.scrollBy(event.deltaY * unit)) event.preventDefault();
    };
    viewport.addEventListener("wheel", onWheel, { passive: false });
    const stopTouch = followTouch(viewport, (pixelsMoved) => position.scrollBy(pixelsMoved / height));
    return () => {
      viewport.removeEventListener("wheel", onWheel);
      stopTouch();
    };
  }, [viewport, position, height]);

  useEffect(() => {
    if (pixels === 0) return;
    const member = {};
    position.setMember(member, extent);
    return () => position.setMember(member, null);
  }, [position, extent, pixels]);

  useSyncExternalStore(position.subscribe, () => position.version);
  const { top } = position;
  const yOf = useCallback((row: number) => Math.round((row - top) * height), [top, height]);
  const slots = Math.ceil(page) + 2;
  const keyOf = useCallback((row: number) => row % slots, [slots]);
  const { first, last } = rowsInSight({ rows: Math.max(rows, position.extent.rows), page }, top);
  return {
    viewport: setViewport,
    element: viewport,
    position,
    extent,
    top,
    rowHeight: height,
    first: Math.min(first, rows),
    last: Math.min(last, rows),
    yOf,
    keyOf,
    pageRows: Math.max(1, Math.floor(page) - 1),
  };
}
