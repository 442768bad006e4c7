import * as fc from "fast-check";
import { expect, it } from "vitest";
import { scattered } from "./scattered.ts";

it("numbers are below the range and each comes once", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (range, share) => {
        const count = Math.ceil(range * share);
        const numbers = scattered(count, range);
        expect(new Set(numbers).size).toBe(count);
        expect(numbers.every((each) => each >= 0 && each < range)).toBe(true);
      },
    ),
  );
});

it("neighbours are far apart", () => {
  const numbers = scattered(100, 32_768);
  expect(numbers.slice(1).every((each, at) => Math.abs(each - (numbers[at] ?? 0)) > 1000)).toBe(true);
});
