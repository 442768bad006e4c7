import * as fc from "fast-check";
import { expect, it } from "vitest";
import { MemoryStore } from "./memory-store.ts";
import { OverlayStore } from "./overlay-store.ts";

const BASE_SIZE = 5000;

it("never touches its base", () => {
  const base = new MemoryStore(new Uint8Array(BASE_SIZE).fill(1));
  const overlay = new OverlayStore(base);
  overlay.write(10, new Uint8Array(9000).fill(2));
  overlay.truncate(0);
  const bytes = new Uint8Array(BASE_SIZE);
  base.read(0, bytes);
  expect(base.size).toBe(BASE_SIZE);
  expect(bytes.every((byte) => byte === 1)).toBe(true);
});

it("keeps writes, cuts and barriers in order", () => {
  const overlay = new OverlayStore(new MemoryStore(100));
  overlay.write(10, new Uint8Array(5));
  overlay.flush();
  overlay.truncate(50);
  expect(overlay.operations).toEqual([
    { kind: "write", offset: 10, length: 5 },
    { kind: "flush" },
    { kind: "truncate", size: 50 },
  ]);
});

it("counts what a cut took away as changed once the store grows again", () => {
  const overlay = new OverlayStore(new MemoryStore(new Uint8Array(100).fill(1)));
  overlay.truncate(40);
  expect([...overlay.writtenRuns()]).toEqual([]);
  overlay.truncate(200);
  expect([...overlay.writtenRuns()]).toEqual([{ start: 40, end: 100 }]);
});

it("lists a run for every byte that differs from its base", () => {
  const operation = fc.oneof(
    fc.record({ offset: fc.nat(8000), length: fc.nat(500), value: fc.integer({ min: 2, max: 255 }) }),
    fc.record({ size: fc.nat(9000) }),
  );
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 30 }), (operations) => {
      const overlay = new OverlayStore(new MemoryStore(new Uint8Array(BASE_SIZE).fill(1)));
      for (const each of operations) {
        if ("size" in each) overlay.truncate(each.size);
        else overlay.write(each.offset, new Uint8Array(each.length).fill(each.value));
      }
      const now = new Uint8Array(overlay.size);
      overlay.read(0, now);
      const listed = new Uint8Array(overlay.size);
      for (const { start, end } of overlay.writtenRuns()) listed.fill(1, start, end);
      const unlisted = [...now.keys()].filter((at) => listed[at] === 0);
      expect(unlisted.filter((at) => now[at] !== (at < BASE_SIZE ? 1 : 0))).toEqual([]);
    }),
  );
});
