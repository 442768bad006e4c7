import * as fc from "fast-check";
import { expect, it } from "vitest";
import { differingSpans } from "./differing-bytes.ts";

it("gives the runs that differ, also beyond the other's end", () => {
  const mine = new Uint8Array([1, 2, 3, 4, 5, 6]);
  expect(differingSpans(mine, new Uint8Array([1, 9, 9, 4]), 100)).toEqual([
    { offset: 101, length: 2 },
    { offset: 104, length: 2 },
  ]);
  expect(differingSpans(mine, mine, 0)).toEqual([]);
});

it("covers exactly the bytes that differ", () => {
  const bytes = fc.uint8Array({ maxLength: 64, max: 1 });
  fc.assert(
    fc.property(bytes, bytes, (mine, other) => {
      const covered = new Set(
        differingSpans(mine, other, 0).flatMap(({ offset, length }) =>
          Array.from({ length }, (_, index) => offset + index),
        ),
      );
      mine.forEach((value, at) => expect(covered.has(at)).toBe(value !== other[at]));
      expect(covered.size).toBe([...mine].filter((value, at) => value !== other[at]).length);
    }),
  );
});
