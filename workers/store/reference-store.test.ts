import * as fc from "fast-check";
import { expect, it } from "vitest";
import { MemoryStore } from "./memory-store.ts";
import { ReferenceStore } from "./reference-store.ts";

const SIZE = 3000;

const operation = fc.record({
  kind: fc.constantFrom("bytes", "stand-in", "cut"),
  offset: fc.nat(SIZE),
  length: fc.integer({ min: 1, max: 700 }),
});

it("reads as a plain store into which the same was written", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { maxLength: 25 }), async (operations) => {
      const source = new MemoryStore(Uint8Array.from({ length: 10_000 }, (_, at) => at % 251));
      const store = new ReferenceStore(new MemoryStore(new Uint8Array(SIZE).fill(9)), 1000);
      const model = new MemoryStore(new Uint8Array(SIZE).fill(9));
      for (const [nth, { kind, offset, length }] of operations.entries()) {
        if (kind === "cut") {
          store.truncate(offset);
          model.truncate(offset);
        } else if (kind === "bytes") {
          store.write(offset, new Uint8Array(length).fill(nth));
          model.write(offset, new Uint8Array(length).fill(nth));
        } else {
          // A part of the placeholder, as a writer that cuts at blocks passes on.
          store.write(offset, store.standIn(source, nth * 100, 1000).subarray(13, 13 + length));
          model.write(offset, await source.readBulk(nth * 100 + 13, length));
        }
      }
      expect(store.size).toBe(model.size);
      const expected = await model.readBulk(0, model.size);
      expect(await store.readBulk(0, store.size)).toEqual(expected);
      const read = new Uint8Array(store.size);
      store.read(0, read);
      expect(read).toEqual(expected);
    }),
  );
});

it("keeps a placeholder as a reference, and its run counts as written", () => {
  const store = new ReferenceStore(new MemoryStore(100), 50);
  store.write(60, store.standIn(new MemoryStore(1000), 0, 50));
  expect(store.size).toBe(110);
  expect([...store.writtenRuns()]).toEqual([{ start: 60, end: 110 }]);
});
