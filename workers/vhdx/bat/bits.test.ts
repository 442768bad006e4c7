import { describe, expect, it } from "vitest";
import { Bits } from "./block-owners.ts";

/** MiBs beyond which places are not told apart: 68 TiB. */
const LIMIT = 68 * 1024 * 1024;

describe("a set of MiBs", () => {
  it("has gaps where none is set, across its limit too", () => {
    const bits = new Bits(8);
    expect([...bits.gaps(2, LIMIT + 5)]).toEqual([{ start: 2, end: LIMIT + 5 }]);
    bits.set(4);
    expect([...bits.gaps(2, 9)]).toEqual([
      { start: 2, end: 4 },
      { start: 5, end: 9 },
    ]);
    bits.clear(4);
    expect([...bits.gaps(2, 9)]).toEqual([{ start: 2, end: 9 }]);
  });

  it("counts all places past its limit as set once one of them is: a claim there is not lost", () => {
    const bits = new Bits(8);
    expect(bits.has(LIMIT + 7)).toBe(false);
    expect([...bits.gaps(LIMIT + 1, LIMIT + 5)]).toEqual([{ start: LIMIT + 1, end: LIMIT + 5 }]);
    bits.set(2 ** 31);
    expect(bits.has(LIMIT)).toBe(true);
    expect(bits.copy().has(LIMIT + 7)).toBe(true);
    expect([...bits.gaps(LIMIT - 2, LIMIT + 5)]).toEqual([{ start: LIMIT - 2, end: LIMIT }]);
    expect(bits.has(LIMIT - 1)).toBe(false);
  });
});
