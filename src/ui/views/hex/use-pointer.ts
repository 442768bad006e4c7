import { type PointerEvent, useEffect, useRef } from "react";
import type { Scroller } from "../scroll/use-scroller.ts";
import { columnAt, type Layout } from "./layout.ts";

interface PointerPlan {
  readonly scroller: Scroller;
  readonly layout: Layout;
  readonly digitWidth: number;
  /** Offset of the first row. */
  readonly start: number;
  readonly size: number;
  /** A byte was pressed (or, with Shift, the selection stretched to it). */
  readonly onPress: (offset: number, extend: boolean) => void;
  /** The pointer has moved without being pressed, or has left the bytes (null). */
  readonly onHover: (offset: number | null, event: { clientX: number; clientY: number }) => void;
  /** The pressed pointer has moved to another byte. */
  readonly onDrag: (anchor: number, offset: number) => void;
}

/** How far a selection scrolls on per frame, in rows, for each row's height that the pointer is outside. */
const DRAG_SPEED = 0.4;

/** The mouse on the rows: press, drag beyond the edges, and which byte a point is on. A finger scrolls instead. */
export function usePointer(plan: PointerPlan) {
  const { scroller, layout, digitWidth, start, size, onPress, onHover, onDrag } = plan;
  const drag = useRef<{ x: number; y: number; anchor: number; last: number } | null>(null);
  const frame = useRef(0);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);

  /** The byte at a point of the window; null where there is none, unless the nearest will do. */
  const offsetAt = (x: number, y: number, nearest: boolean): number | null => {
    const { position, extent, rowHeight, element } = scroller;
    const box = element?.getBoundingClientRect();
    if (box === undefined || size === 0) return null;
    const row = position.top + (y - box.top) / rowHeight;
    const last = position.top + extent.page - 0.01;
    const seen = nearest ? Math.min(Math.max(position.top, row), last) : row;
    const offset = start + Math.floor(seen) * layout.columns + columnAt(layout, (x - box.left) / digitWidth);
    if (nearest) return Math.min(Math.max(0, offset), size - 1);
    return offset >= 0 && offset < size ? offset : null;
  };

  const follow = () => {
    const { current } = drag;
    const box = scroller.element?.getBoundingClientRect();
    if (current === null || box === undefined) return;
    const bottom = box.top + scroller.extent.page * scroller.rowHeight;
    const outside = current.y < box.top ? current.y - box.top : Math.max(0, current.y - bottom);
    if (outside !== 0) scroller.position.scrollBy((outside / scroller.rowHeight) * DRAG_SPEED);
    const offset = offsetAt(current.x, current.y, true);
    if (offset !== null && offset !== current.last) {
      current.last = offset;
      onDrag(current.anchor, offset);
    }
    if (outside !== 0) frame.current = requestAnimationFrame(follow);
  };

  return {
    offsetAt,
    /** @param anchor where a selection that is stretched by Shift was begun. */
    onPointerDown: (event: PointerEvent<HTMLElement>, anchor: number) => {
      if (event.button !== 0 || event.pointerType === "touch") return;
      const offset = offsetAt(event.clientX, event.clientY, false);
      if (offset === null) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const from = event.shiftKey ? anchor : offset;
      drag.current = { x: event.clientX, y: event.clientY, anchor: from, last: offset };
      onPress(offset, event.shiftKey);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (drag.current === null) {
        if (event.pointerType === "mouse") onHover(offsetAt(event.clientX, event.clientY, false), event);
        return;
      }
      drag.current.x = event.clientX;
      drag.current.y = event.clientY;
      cancelAnimationFrame(frame.current);
      follow();
    },
    onPointerUp: () => {
      drag.current = null;
      cancelAnimationFrame(frame.current);
    },
    onTap: (event: { clientX: number; clientY: number }) => {
      const offset = offsetAt(event.clientX, event.clientY, false);
      if (offset !== null) onPress(offset, false);
    },
  };
}
