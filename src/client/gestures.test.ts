import { expect, it } from "vitest";
import { addGesture, gestures, startGestures } from "./gestures.ts";

const key = (repeat: boolean, name = " ") => Object.assign(new Event("keydown"), { repeat, key: name });

it("counts a press, a key that is held and a drop once each, and a click alone", () => {
  const target = new EventTarget();
  startGestures(target);
  let before = gestures();
  const counted = (...events: readonly Event[]): number => {
    for (const event of events) target.dispatchEvent(event);
    const more = gestures() - before;
    before = gestures();
    return more;
  };
  expect(counted(new Event("pointerdown"), new Event("pointerup"), new Event("click"))).toBe(1);
  expect(
    counted(new Event("pointerdown"), new Event("click"), new Event("pointerdown"), new Event("click")),
  ).toBe(2);
  expect(counted(new Event("click"))).toBe(1);
  expect(counted(key(false), key(true), key(true))).toBe(1);
  // The Space bar presses a button: the browser clicks it when the key is let go.
  expect(counted(new Event("click"))).toBe(0);
  expect(counted(new Event("click"))).toBe(1);
  // A screen reader clicks after a key of the page.
  expect(counted(key(false, "g"), new Event("click"))).toBe(2);
  expect(counted(key(false, "Enter"), new Event("click"))).toBe(1);
  expect(counted(new Event("drop"))).toBe(1);
  expect(counted(new Event("pointermove"), new Event("scroll"), new Event("keyup"))).toBe(0);
});

it("counts what is told", () => {
  const before = gestures();
  addGesture();
  expect(gestures()).toBe(before + 1);
});
