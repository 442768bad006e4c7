import { expect, it } from "vitest";
import { VhdxError } from "../bytes/error.ts";
import { CachedStore } from "./cached-store.ts";
import { MemoryStore } from "./memory-store.ts";

const PAGE = 64 * 1024;

/** Counts reads of either kind. */
class Counted extends MemoryStore {
  now = 0;
  later = 0;

  override read(offset: number, into: Uint8Array): void {
    this.now += 1;
    super.read(offset, into);
  }

  override readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    this.later += 1;
    const bytes = new Uint8Array(length);
    super.read(offset, bytes);
    return Promise.resolve(bytes);
  }
}

const content = Uint8Array.from({ length: 10 * PAGE + 5 }, (_, at) => at % 249);
const byteAt = (store: CachedStore, at: number) => {
  const byte = new Uint8Array(1);
  store.read(at, byte);
  return byte[0] ?? 0;
};
const free = () => Promise.resolve();

it("runs patient work with the reads that it would have made, none of which blocks", async () => {
  const base = new Counted(content);
  const store = new CachedStore(base);
  const work = () => {
    store.prefetch(0, 2 * PAGE);
    return [0, PAGE, 5 * PAGE, 10 * PAGE + 4].map((at) => byteAt(store, at));
  };
  expect(await store.patiently(work, free)).toEqual([0, PAGE, 5 * PAGE, 10 * PAGE + 4].map((at) => at % 249));
  expect([base.now, base.later]).toEqual([0, 3]);
  // Afterwards it reads as ever.
  byteAt(store, 7 * PAGE);
  expect([base.now, base.later]).toEqual([1, 3]);
});

it("starts no read of patient work once the gate is closed", async () => {
  const base = new Counted(content);
  const store = new CachedStore(base);
  let left = 1;
  const gate = async () => {
    if (left === 0) throw new VhdxError("cancelled", "Cancelled.");
    left -= 1;
  };
  const work = () => byteAt(store, 0) + byteAt(store, 5 * PAGE);
  await expect(store.patiently(work, gate)).rejects.toMatchObject({ code: "cancelled" });
  expect([base.now, base.later]).toEqual([0, 1]);
});

it("comes to an end where work reads more than the cache holds", async () => {
  const base = new Counted(content);
  const store = new CachedStore(base, PAGE);
  const work = () => byteAt(store, 0) + byteAt(store, PAGE) + byteAt(store, 0) + byteAt(store, PAGE + 1);
  expect(await store.patiently(work, free)).toBe((PAGE % 249) + ((PAGE + 1) % 249));
});

it("hands on what patient work throws", async () => {
  const store = new CachedStore(new MemoryStore(content));
  const work = () => {
    byteAt(store, 0);
    throw new Error("of its own");
  };
  await expect(store.patiently(work, free)).rejects.toThrow("of its own");
});
