import { useEffect, useMemo, useSyncExternalStore } from "react";
import { ScrollPosition } from "../../views/scroll/scroll-position.ts";
import type { Scroller } from "../../views/scroll/use-scroller.ts";
import type { Area, GridLayout } from "./grid.ts";

export interface GridScroll {
  /** First row in sight, whole. */
  readonly firstRow: number;
  scrollTo(row: number): void;
  scrollBy(rows: number): void;
  /** Takes the extent of a layout that is about to be shown, and goes to a row of it. */
  adopt(layout: GridLayout, area: Area, row: number): void;
  /** For the scrollbar. */
  readonly scroller: Scroller;
}

/** Scrolls the rows of the block grid by the scrollbar of `views/scroll`. `useScroller` can't: its rows have one height. */
export function useGridScroll(layout: GridLayout, area: Area): GridScroll {
  const position = useMemo(() => new ScrollPosition(), []);
  const member = useMemo(() => ({}), []);
  const { rows, pitch } = layout;
  const page = Math.max(1, Math.floor(area.height / pitch));
  useEffect(() => {
    position.setMember(member, { rows, page });
  }, [position, member, rows, page]);
  const top = useSyncExternalStore(position.subscribe, () => position.top);
  const firstRow = Math.floor(top);
  return {
    firstRow,
    scrollTo: (row) => position.scrollTo(row),
    scrollBy: (by) => position.scrollBy(by),
    adopt: (next, room, row) => {
      position.setMember(member, {
        rows: next.rows,
        page: Math.max(1, Math.floor(room.height / next.pitch)),
      });
      position.scrollTo(row);
    },
    scroller: {
      viewport: () => {},
      element: null,
      position,
      extent: { rows, page },
      top,
      rowHeight: pitch,
      first: firstRow,
      last: Math.min(rows, firstRow + page + 1),
      yOf: (row) => (row - firstRow) * pitch,
      keyOf: (row) => row,
      pageRows: Math.max(1, page - 1),
    },
  };
}
