import * as fc from "fast-check";
import { expect, it } from "vitest";
import { rowWindow, topToShow } from "./window.ts";

it("renders what is in sight and a little more", () => {
  expect(rowWindow(1000, 22, 2200, 220, 8)).toEqual({ first: 92, last: 118 });
  expect(rowWindow(5, 22, 0, 220, 8)).toEqual({ first: 0, last: 5 });
  expect(rowWindow(0, 22, 0, 220, 8)).toEqual({ first: 0, last: 0 });
});

it("stays inside when the list has become shorter than the scroll position", () => {
  expect(rowWindow(3, 22, 5000, 220, 8)).toEqual({ first: 3, last: 3 });
});

it("moves no further than it must to show a row whole", () => {
  expect(topToShow(10, 20, 200, 120, 20)).toBe(200);
  expect(topToShow(9, 20, 200, 120, 20)).toBe(180);
  expect(topToShow(15, 20, 200, 120, 20)).toBe(220);
});

it("always renders the row that it has just shown", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      fc.integer({ min: 0, max: 6_000_000 }),
      fc.integer({ min: 60, max: 900 }),
      (count, at, from, height) => {
        const row = Math.floor(count * at);
        const top = topToShow(row, 22, from, height, 28);
        const { first, last } = rowWindow(count, 22, top, height);
        expect(row).toBeGreaterThanOrEqual(first);
        expect(row).toBeLessThan(last);
      },
    ),
  );
});
