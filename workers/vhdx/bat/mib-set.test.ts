import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MibSet } from "./mib-set.ts";

/** MiBs beyond which places are not told apart: 68 TiB. */
const LIMIT = 68 * 1024 * 1024;

/** Near the start, where several bits share a word, and where two pages of words meet. */
const mib = fc.oneof(
  fc.nat(100),
  fc.nat(100).map((by) => 32_768 - 50 + by),
);

describe("a set of MiBs", () => {
  it("holds what was set and not cleared, and so does each copy", () => {
    const steps = fc.array(fc.tuple(fc.constantFrom("set", "set", "clear", "copy"), mib, fc.nat(70)), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(steps, mib, mib, (all, start, end) => {
        let set = new MibSet();
        const model = new Set<number>();
        for (const [what, from, length] of all) {
          if (what === "copy") {
            const old = set;
            set = set.copy();
            old.set(from);
            continue;
          }
          for (let at = from; at < from + length; at++) {
            if (what === "set") set.set(at);
            else set.clear(at);
            if (what === "set") model.add(at);
            else model.delete(at);
          }
        }
        for (let at = start; at < end; at++) expect(set.has(at)).toBe(model.has(at));
        const gaps = [...set.gaps(start, end)].flatMap((gap) =>
          Array.from({ length: gap.end - gap.start }, (_, nth) => gap.start + nth),
        );
        const free = Array.from({ length: Math.max(0, end - start) }, (_, nth) => start + nth);
        expect(gaps).toEqual(free.filter((at) => !model.has(at)));
        expect(set.last(end)).toBe(Math.max(-1, ...[...model].filter((at) => at < end)));
      }),
      { numRuns: 300 },
    );
  });

  it("has gaps where none is set, across its limit too", () => {
    const set = new MibSet();
    expect([...set.gaps(2, LIMIT + 5)]).toEqual([{ start: 2, end: LIMIT + 5 }]);
    expect(set.last(LIMIT + 5)).toBe(-1);
    set.set(4);
    expect([...set.gaps(2, 9)]).toEqual([
      { start: 2, end: 4 },
      { start: 5, end: 9 },
    ]);
    set.clear(4);
    expect([...set.gaps(2, 9)]).toEqual([{ start: 2, end: 9 }]);
  });

  it("counts all places past its limit as set once one of them is: a claim there is not lost", () => {
    const set = new MibSet();
    expect(set.has(LIMIT + 7)).toBe(false);
    expect([...set.gaps(LIMIT + 1, LIMIT + 5)]).toEqual([{ start: LIMIT + 1, end: LIMIT + 5 }]);
    set.set(2 ** 31);
    expect(set.has(LIMIT)).toBe(true);
    expect(set.copy().has(LIMIT + 7)).toBe(true);
    expect([...set.gaps(LIMIT - 2, LIMIT + 5)]).toEqual([{ start: LIMIT - 2, end: LIMIT }]);
    expect(set.has(LIMIT - 1)).toBe(false);
    expect([set.last(LIMIT + 5), set.last(LIMIT)]).toEqual([LIMIT + 4, -1]);
  });
});
