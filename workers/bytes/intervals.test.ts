import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { intersects, IntervalSet, overlaps } from "./intervals.ts";

const SPAN = 60;
const run = fc.tuple(fc.nat(SPAN), fc.nat(12)).map(([start, length]) => ({ start, end: start + length }));

/** Members of `[0, SPAN + 12)` one by one. */
const members = (runs: Iterable<{ start: number; end: number }>): number[] => {
  const all = new Set<number>();
  for (const { start, end } of runs) for (let value = start; value < end; value++) all.add(value);
  return [...all].toSorted((a, b) => a - b);
};

describe("an interval set", () => {
  it("holds what was added, as sorted runs that do not touch", () => {
    fc.assert(
      fc.property(fc.array(run, { maxLength: 20 }), (added) => {
        const set = new IntervalSet();
        for (const { start, end } of added) set.add(start, end);
        expect(members(set.runs)).toEqual(members(added));
        expect(set.total).toBe(members(added).length);
        expect(IntervalSet.of(added).runs).toEqual(set.runs);
        set.runs.forEach((each, index) => {
          expect(each.start).toBeLessThan(each.end);
          const before = set.runs[index - 1];
          if (before !== undefined) expect(before.end).toBeLessThan(each.start);
        });
      }),
    );
  });

  it("cuts its runs to a window", () => {
    fc.assert(
      fc.property(fc.array(run, { maxLength: 20 }), run, (added, { start, end }) => {
        const set = new IntervalSet();
        for (const each of added) set.add(each.start, each.end);
        const inside = members(added).filter((value) => value >= start && value < end);
        expect(members(set.within(start, end))).toEqual(inside);
      }),
    );
  });
});

describe("the gaps of an interval set", () => {
  it("are what of a window is not in it", () => {
    fc.assert(
      fc.property(fc.array(run, { maxLength: 12 }), run, (added, { start, end }) => {
        const set = IntervalSet.of(added);
        const gaps = [...set.gaps(start, end)];
        for (const gap of gaps) expect(gap.start).toBeLessThan(gap.end);
        const both = [...gaps, ...set.within(start, end)];
        expect(members(both)).toEqual(members([{ start, end }]));
        expect(both.reduce((sum, each) => sum + each.end - each.start, 0)).toBe(end - start);
      }),
    );
  });
});

describe("the widest gap of an interval set", () => {
  it("is as long as the longest run of values in a window that are not in the set", () => {
    fc.assert(
      fc.property(fc.array(run, { maxLength: 12 }), run, (added, { start, end }) => {
        const taken = new Set(members(added));
        let longest = 0;
        for (let value = start, length = 0; value < end; value++) {
          length = taken.has(value) ? 0 : length + 1;
          longest = Math.max(longest, length);
        }
        const gap = IntervalSet.of(added).widestGap(start, end);
        expect(gap.end - gap.start).toBe(longest);
        for (const value of members([gap])) {
          expect(taken.has(value)).toBe(false);
          expect(value >= start && value < end).toBe(true);
        }
      }),
    );
  });

  it("is empty where a window is", () => {
    const gap = new IntervalSet().widestGap(5, 3);
    expect(gap.end - gap.start).toBeLessThanOrEqual(0);
  });
});

describe("overlaps", () => {
  const touching = (a: { start: number; end: number }, b: { start: number; end: number }) =>
    members([a]).some((value) => members([b]).includes(value));

  it("are the pairs that share a value", () => {
    fc.assert(
      fc.property(fc.array(run, { maxLength: 12 }), (runs) => {
        const named = runs.map((each, owner) => ({ ...each, owner }));
        const expected = named.flatMap((a) =>
          named.filter((b) => a.owner < b.owner && touching(a, b)).map((b) => `${a.owner} ${b.owner}`),
        );
        const found = overlaps(named, Number.POSITIVE_INFINITY).map((pair) =>
          pair
            .map(({ owner }) => owner)
            .toSorted((a, b) => a - b)
            .join(" "),
        );
        expect(found.toSorted()).toEqual(expected.toSorted());
        for (const a of named)
          for (const b of named)
            if (a.start < a.end && b.start < b.end) expect(intersects(a, b)).toBe(touching(a, b));
      }),
    );
  });

  it("stop at the limit", () => {
    const same = Array.from({ length: 50 }, (_, owner) => ({ start: 0, end: 1, owner }));
    expect(overlaps(same, 7)).toHaveLength(7);
  });
});
