import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Permutation } from "./permutation.ts";

describe("a permutation", () => {
  it("has each number in one place, and finds it there", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer(), (count, seed) => {
        const order = new Permutation(count, seed);
        const numbers = Array.from({ length: count }, (_, place) => order.at(place));
        expect(new Set(numbers).size).toBe(count);
        // One expectation for all, as a hundred thousand take seconds.
        const wrong = numbers.filter((number, place) => number >= count || order.placeOf(number) !== place);
        expect(wrong).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it("leaves hardly any number beside its neighbour", () => {
    const order = new Permutation(10_000, 3);
    let neighbours = 0;
    for (let place = 1; place < 10_000; place++)
      if (Math.abs(order.at(place) - order.at(place - 1)) === 1) neighbours += 1;
    expect(neighbours).toBeLessThan(20);
  });
});
