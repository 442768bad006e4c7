import { expect, it } from "vitest";
import { exponent, median, pairwise, percentile } from "./statistics.ts";

it("median of odd and even numbers of values", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNaN();
});

it("percentile is one of the values", () => {
  const values = Array.from({ length: 100 }, (_, at) => 100 - at);
  expect(percentile(values, 0.95)).toBe(95);
  expect(percentile(values, 1)).toBe(100);
  expect(percentile([7], 0.5)).toBe(7);
});

it("ratios are those of pairs, not of the medians", () => {
  expect(pairwise([1, 20, 3], [2, 10, 3])).toEqual({ median: 1, lowest: 0.5, highest: 2 });
});

it("exponent is the power of growth", () => {
  const grown = (power: number) => [1, 4, 16, 64].map((x) => ({ x, y: 3 * x ** power }));
  expect(exponent(grown(0))).toBeCloseTo(0);
  expect(exponent(grown(1))).toBeCloseTo(1);
  expect(exponent(grown(2))).toBeCloseTo(2);
});
