import * as fc from "fast-check";
import { expect, it } from "vitest";
import { changedSectors, SECTOR } from "./changed-sectors.ts";

const runs = (old: Uint8Array, next: Uint8Array, offset = 0) => [...changedSectors(old, next, offset)];

it("finds whole sectors of the file, merged, and takes what is missing for zeros", () => {
  const old = new Uint8Array(4 * SECTOR).fill(1);
  const next = old.slice();
  expect(runs(old, next)).toEqual([]);
  next[SECTOR + 5] = 2;
  next[2 * SECTOR] = 2;
  expect(runs(old, next)).toEqual([{ start: SECTOR, end: 3 * SECTOR }]);
  expect(runs(old.subarray(0, SECTOR), new Uint8Array(SECTOR * 2).fill(1, 0, SECTOR))).toEqual([]);
  expect(runs(old.subarray(0, 100), old)).toEqual([{ start: 0, end: 4 * SECTOR }]);
});

it("counts sectors from the start of the file", () => {
  const old = new Uint8Array(2 * SECTOR);
  const next = old.slice();
  next[0] = 1;
  expect(runs(old, next, SECTOR - 10)).toEqual([{ start: 0, end: 10 }]);
});

it("covers every byte that differs and nothing beside its sectors", () => {
  const arbitrary = fc.record({
    length: fc.integer({ min: 1, max: 5 * SECTOR }),
    missing: fc.nat(2 * SECTOR),
    offset: fc.nat(3 * SECTOR),
    changes: fc.array(fc.nat(), { maxLength: 6 }),
  });
  fc.assert(
    fc.property(arbitrary, ({ length, missing, offset, changes }) => {
      const old = new Uint8Array(Math.max(0, length - missing)).fill(1);
      const next = new Uint8Array(length);
      next.set(old);
      for (const at of changes) next[at % length] = 7;
      const listed = new Uint8Array(length);
      const list = runs(old, next, offset);
      for (const { start, end } of list) listed.fill(1, start, end);
      const differs = (at: number) => (old[at] ?? 0) !== next[at];
      expect([...next.keys()].filter((at) => differs(at) && listed[at] === 0)).toEqual([]);
      const sectors = new Set(
        [...next.keys()].filter(differs).map((at) => Math.floor((offset + at) / SECTOR)),
      );
      const wrong = [...next.keys()].filter(
        (at) => listed[at] === 1 && !sectors.has(Math.floor((offset + at) / SECTOR)),
      );
      expect(wrong).toEqual([]);
    }),
  );
});
