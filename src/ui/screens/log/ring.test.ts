import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PAINT_ORDER } from "./entry-state.ts";
import { entryAt, fractionAt, pointAt, ringArcs, segmentPath } from "./ring.ts";

const MIB = 1 << 20;

describe("ringArcs", () => {
  it("draws entries where they stand", () => {
    const arcs = ringArcs(
      [
        { offset: 0, length: MIB / 4, state: "active" },
        { offset: MIB / 2, length: MIB / 4, state: "stale" },
      ],
      MIB,
      256,
    );
    expect(arcs).toEqual([
      { from: 0, to: 0.25, state: "active", entry: 0 },
      { from: 0.5, to: 0.75, state: "stale", entry: 1 },
    ]);
  });

  it("splits an entry that wraps", () => {
    const arcs = ringArcs([{ offset: (MIB * 3) / 4, length: MIB / 2, state: "active" }], MIB, 256);
    expect(arcs).toEqual([
      { from: 0, to: 0.25, state: "active", entry: 0 },
      { from: 0.75, to: 1, state: "active", entry: 0 },
    ]);
  });

  it("keeps neighbours apart that are wide enough, and joins those that are not", () => {
    const two = [0, 1].map((i) => ({ offset: i * 8192, length: 8192, state: "active" as const }));
    expect(ringArcs(two, MIB, 256).map((arc) => arc.entry)).toEqual([0, 1]);
    const many = Array.from({ length: 64 }, (_, i) => ({
      offset: i * 4096,
      length: 4096,
      state: "stale" as const,
    }));
    expect(ringArcs(many, MIB, 256)).toEqual([{ from: 0, to: 0.25, state: "stale", entry: null }]);
  });

  it("never hides an active entry behind a torn one that claims a length beyond all bounds", () => {
    const arcs = ringArcs(
      [
        { offset: 0, length: 8192, state: "active" },
        { offset: 8192, length: 0xffff_f000, state: "torn" },
        { offset: 16384, length: 0, state: "torn" },
      ],
      MIB,
      256,
    );
    expect(arcs.map((arc) => [arc.state, arc.from * 256, arc.to * 256])).toEqual([
      ["active", 0, 2],
      ["torn", 2, 3],
      ["torn", 4, 5],
    ]);
  });

  it("gives sorted arcs that don't overlap, at most one a step, for any entries", () => {
    const entry = fc.record({
      offset: fc.integer({ min: 0, max: 255 }).map((sector) => sector * 4096),
      length: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      state: fc.constantFrom(...PAINT_ORDER),
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 300 }), fc.integer({ min: 8, max: 512 }), (entries, steps) => {
        const arcs = ringArcs(entries, MIB, steps);
        expect(arcs.length).toBeLessThanOrEqual(steps);
        let end = 0;
        for (const arc of arcs) {
          expect(arc.from).toBeGreaterThanOrEqual(end);
          expect(arc.to).toBeGreaterThan(arc.from);
          end = arc.to;
        }
        expect(end).toBeLessThanOrEqual(1);
        const active = entries.some((each) => each.state === "active");
        expect(arcs.some((arc) => arc.state === "active")).toBe(active);
      }),
    );
  });

  it("draws nothing for a log without a length", () => {
    expect(ringArcs([{ offset: 0, length: 4096, state: "stale" }], 0, 256)).toEqual([]);
  });
});

it("entryAt finds what is painted there, also behind the wrap", () => {
  const entries = [
    { offset: MIB - 4096, length: 8192, state: "active" as const },
    { offset: 0, length: 12288, state: "stale" as const },
  ];
  expect(entryAt(entries, MIB, MIB - 1)).toBe(0);
  expect(entryAt(entries, MIB, 100)).toBe(0);
  expect(entryAt(entries, MIB, 5000)).toBe(1);
  expect(entryAt(entries, MIB, 20000)).toBeNull();
});

it("fractionAt undoes pointAt", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 0.9999, noNaN: true }), (fraction) => {
      const [x, y] = pointAt(fraction, 100);
      const back = fractionAt(x, y);
      expect(Math.min(Math.abs(back - fraction), 1 - Math.abs(back - fraction))).toBeLessThan(1e-9);
    }),
  );
});

it("segmentPath closes a whole ring as two halves", () => {
  expect(segmentPath(0, 1, 50, 100).match(/M/g)).toHaveLength(2);
  expect(segmentPath(0, 0.25, 50, 100)).toBe(
    "M 0.000 -100.000 A 100 100 0 0 1 100.000 -0.000 L 50.000 -0.000 A 50 50 0 0 0 0.000 -50.000 Z",
  );
});
