/**
 * Counts what the user does: a press of a pointer or a key, a drop, an act of a screen reader.
 *
 * One gesture may change the place several times, some of them long after it, as where a dropped file opens. All of them are
 * one step of the history. Time can't tell the steps apart: a slow machine takes longer for one step than a quick hand for two.
 */

let count = 0;
/** Whether the next click belongs to a press that is counted. */
let pressed = false;

/** How many gestures there were since the page was loaded. */
export const gestures = (): number => count;

/** Counts one more. For what the operating system hands over, such as a file that it opens with the page. */
export function addGesture(): void {
  count += 1;
}

/** @param clicks whether a click may come of it */
function press(clicks: boolean): void {
  count += 1;
  pressed = clicks;
}

/** Keys with which a browser clicks what has the focus. */
const CLICKING: ReadonlySet<string> = new Set(["Enter", " "]);

/** Counts what happens in the window from now on. A key that is held down is one gesture. */
export function startGestures(target: EventTarget = window): void {
  const capture = { capture: true };
  target.addEventListener("pointerdown", () => press(true), capture);
  target.addEventListener(
    "keydown",
    (event) => {
      const { repeat, key } = event as KeyboardEvent;
      if (!repeat) press(CLICKING.has(key));
    },
    capture,
  );
  target.addEventListener("drop", addGesture, capture);
  // A screen reader clicks without a press.
  target.addEventListener(
    "click",
    () => {
      if (!pressed) addGesture();
      pressed = false;
    },
    capture,
  );
}
