import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MIB } from "../../../shared/numbers.ts";
import { wordsOf } from "../../../testing/words.ts";
import { BlockPlaces } from "./block-places.ts";

/** Owners of a file: runs of blocks and free MiBs, some of the blocks cut in two by others. */
const owners = fc
  .tuple(
    fc.array(fc.tuple(fc.nat(6), fc.integer({ min: 1, max: 4 })), { maxLength: 60 }),
    fc.constantFrom(0, 4090, 8190),
  )
  .map(([runs, free]) => [
    ...Array.from({ length: free }, () => 0),
    ...runs.flatMap(([owner, length]) => Array.from({ length }, () => owner)),
  ]);

describe("the places of blocks", () => {
  it("are counted and found by offset", () => {
    fc.assert(
      fc.property(owners, fc.integer({ min: 1, max: 8 }), (file, sizeMib) => {
        const places = new BlockPlaces(wordsOf(file), sizeMib * MIB, 0);
        const firsts = file.flatMap((owner, mib) => {
          const near = file.slice(Math.max(0, mib - Math.max(1, sizeMib - 1)), mib);
          return owner !== 0 && !near.includes(owner) ? [mib] : [];
        });
        expect(places.count).toBe(firsts.length);
        expect(firsts.map((_, nth) => places.at(nth))).toEqual(firsts);
        expect([places.at(-1), places.at(firsts.length)]).toEqual([null, null]);
        for (const mib of [0, 1, 4095, 4096, 4097, file.length, file.length + 5, ...firsts])
          expect(places.countBefore(mib)).toBe(firsts.filter((first) => first < mib).length);
      }),
      { numRuns: 300 },
    );
  });
});
