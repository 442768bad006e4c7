import type { MouseEvent, PointerEvent } from "react";

/**
 * What the viewport of a tree or grid does with a press. A mouse selects as its button goes down. Touch selects by a click, so that
 * scrolling selects nothing. A screen reader clicks without a press.
 */
export const pressRow = (press: (event: PointerEvent | MouseEvent) => void) => ({
  onPointerDown: (event: PointerEvent): void => {
    if (event.button === 0 && event.pointerType !== "touch") press(event);
  },
  onClick: (event: MouseEvent): void => {
    if ((event.nativeEvent as globalThis.PointerEvent).pointerType !== "mouse") press(event);
  },
});
