import { useState } from "react";

/** A point of the window, px. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Whether a key asks for the menu of what is chosen: the menu key, or Shift+F10. */
export function asksForMenu(event: { readonly key: string; readonly shiftKey: boolean }): boolean {
  return event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey);
}

/** The point below an element's left edge, where its menu opens for a key. */
export function pointBelow(element: Element): Point {
  const { left, bottom } = element.getBoundingClientRect();
  return { x: left, y: bottom };
}

/** Where a context menu is open, and for what. */
export function useMenuAt<T>() {
  const [open, setOpen] = useState<{ readonly at: Point; readonly of: T } | null>(null);
  return {
    at: open?.at ?? null,
    /** What the menu is for; kept null while the menu is closed. */
    of: open?.of ?? null,
    show: (at: Point, of: T) => setOpen({ at, of }),
    close: () => setOpen(null),
  };
}
