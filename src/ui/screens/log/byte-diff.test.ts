import * as fc from "fast-check";
import { expect, it } from "vitest";
import { differingBytes, diffRows } from "./byte-diff.ts";

it("keeps the rows that differ and joins the equal ones", () => {
  const before = new Uint8Array(64);
  const after = before.slice();
  after[33] = 7;
  expect(diffRows(before, after, 4096)).toEqual([
    { kind: "equal", offset: 4096, length: 32 },
    { kind: "changed", offset: 4128, before: before.subarray(32, 48), after: after.subarray(32, 48) },
    { kind: "equal", offset: 4144, length: 16 },
  ]);
  expect(differingBytes(before, after)).toBe(1);
});

it("shows bytes beyond the end of one side as changed", () => {
  const rows = diffRows(new Uint8Array(8), new Uint8Array(20), 0);
  expect(rows.map((row) => [row.kind, row.offset])).toEqual([
    ["changed", 0],
    ["changed", 16],
  ]);
  expect(differingBytes(new Uint8Array(8), new Uint8Array(20))).toBe(12);
});

it("covers both sides without gap or overlap, and shows every differing byte", () => {
  const bytes = fc.uint8Array({ maxLength: 100, max: 2 });
  fc.assert(
    fc.property(bytes, bytes, (before, after) => {
      let at = 0;
      let shown = 0;
      for (const row of diffRows(before, after, 0)) {
        expect(row.offset).toBe(at);
        at += row.kind === "equal" ? row.length : Math.max(row.before.length, row.after.length);
        if (row.kind === "changed") shown += differingBytes(row.before, row.after);
      }
      expect(at).toBe(Math.max(before.length, after.length));
      expect(shown).toBe(differingBytes(before, after));
    }),
  );
});
