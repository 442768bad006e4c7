import { expect, it } from "vitest";
import { VhdxError } from "../shared/error.ts";
import { CachedStore, patiently } from "./cached-store.ts";
import { MemoryStore } from "./memory-store.ts";
import type { ReadableStore } from "./store.ts";
import { tryRead } from "./tolerant-read.ts";

function failing(thrown: Error): ReadableStore {
  const fail = () => {
    throw thrown;
  };
  return { size: 4096, read: fail, readBulk: async () => fail() };
}

it("gives the bytes of a run that can be read", () => {
  const store = new MemoryStore();
  store.write(0, Uint8Array.of(1, 2, 3));
  expect(tryRead(store, 1, 2)).toEqual(Uint8Array.of(2, 3));
});

it.each(["unreadable-block", "needs-parent", "read-failed", "out-of-range"] as const)(
  "takes %s for damage",
  (code) => {
    expect(tryRead(failing(new VhdxError(code, "Not there.")), 0, 512)).toBeNull();
  },
);

it.each(["file-changed", "cancelled", "internal"] as const)("does not take %s for damage", (code) => {
  expect(() => tryRead(failing(new VhdxError(code, "Another matter.")), 0, 512)).toThrow("Another matter.");
});

it.each([-1, 0.5, Number.NaN, 4096, 2 ** 60])("finds nothing at %d", (offset) => {
  expect(tryRead(failing(new Error("read")), offset, 1)).toBeNull();
});

it("lets a read of bytes that are not in memory yet through, so that they are read and the work runs again", async () => {
  const base = new MemoryStore();
  base.write(100_000, Uint8Array.of(7));
  const cache = new CachedStore(base);
  expect(await patiently([cache], () => tryRead(cache, 100_000, 1))).toEqual(Uint8Array.of(7));
});
