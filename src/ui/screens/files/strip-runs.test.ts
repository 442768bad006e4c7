import * as fc from "fast-check";
import { expect, it } from "vitest";
import { stripParts } from "./strip-runs.ts";

it("draws runs at their place, neighbours as one", () => {
  expect(
    stripParts(
      [
        { offset: 0, length: 256 },
        { offset: 256, length: 256 },
        { offset: 768, length: 256 },
      ],
      1024,
    ),
  ).toEqual([
    { from: 0, share: 0.5 },
    { from: 0.75, share: 0.25 },
  ]);
  expect(stripParts([{ offset: 5, length: 1 }], 0)).toEqual([]);
});

it("draws each run, and no more parts than can be told apart", () => {
  const run = fc.record({ offset: fc.nat(2 ** 40), length: fc.integer({ min: 1, max: 2 ** 36 }) });
  fc.assert(
    fc.property(
      fc.array(run, { minLength: 1, maxLength: 50 }),
      fc.integer({ min: 2 ** 37, max: 2 ** 41 }),
      (runs, size) => {
        const parts = stripParts(runs, size);
        expect(parts.length).toBeLessThanOrEqual(256);
        for (const { offset } of runs) {
          if (offset >= size) continue;
          const at = offset / size;
          expect(parts.some(({ from, share }) => at >= from && at < from + share)).toBe(true);
        }
        for (const { from, share } of parts) expect(from + share).toBeLessThanOrEqual(1);
      },
    ),
  );
});
