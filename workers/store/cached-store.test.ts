import { expect, it } from "vitest";
import { VhdxError } from "../shared/error.ts";
import { CachedStore, patiently } from "./cached-store.ts";
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

it("runs patient work with the reads that it would have made, none of which blocks", async () => {
  const base = new Counted(content);
  const store = new CachedStore(base);
  const work = () => {
    store.prefetch(0, 2 * PAGE);
    return [0, PAGE, 5 * PAGE, 10 * PAGE + 4].map((at) => byteAt(store, at));
  };
  expect(await patiently([store], work)).toEqual([0, PAGE, 5 * PAGE, 10 * PAGE + 4].map((at) => at % 249));
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
  await expect(patiently([store], work, gate)).rejects.toMatchObject({ code: "cancelled" });
  expect([base.now, base.later]).toEqual([0, 1]);
});

it("comes to an end where work reads more than the cache holds", async () => {
  const base = new Counted(content);
  const store = new CachedStore(base, PAGE);
  const work = () => byteAt(store, 0) + byteAt(store, PAGE) + byteAt(store, 0) + byteAt(store, PAGE + 1);
  expect(await patiently([store], work)).toBe((PAGE % 249) + ((PAGE + 1) % 249));
});

it("hands on what patient work throws", async () => {
  const store = new CachedStore(new MemoryStore(content));
  const work = () => {
    byteAt(store, 0);
    throw new Error("of its own");
  };
  await expect(patiently([store], work)).rejects.toThrow("of its own");
});

it("tells by its last read whether the disk is slow", async () => {
  let time = 0;
  let takes = 5;
  class Timed extends MemoryStore {
    override read(offset: number, into: Uint8Array): void {
      time += takes;
      super.read(offset, into);
    }
  }
  const store = new CachedStore(new Timed(content), 10 * PAGE, () => time);
  byteAt(store, 0);
  expect(store.isSlow).toBe(false);
  takes = 1000;
  await patiently([store], () => byteAt(store, PAGE));
  expect(store.isSlow).toBe(true);
  takes = 5;
  byteAt(store, 2 * PAGE);
  expect(store.isSlow).toBe(false);
});

it("runs patient work over several stores", async () => {
  const bases = [new Counted(content), new Counted(content)] as const;
  const [first, second] = [new CachedStore(bases[0]), new CachedStore(bases[1])];
  expect(await patiently([first, second], () => byteAt(first, 7) + byteAt(second, 8))).toBe(15);
  expect(bases.map(({ now, later }) => [now, later])).toEqual([
    [0, 1],
    [0, 1],
  ]);
});

it("keeps what is used again beside a read of all pages, each once", () => {
  const base = new Counted(content);
  const store = new CachedStore(base, 8 * PAGE);
  store.prefetch(0, PAGE);
  byteAt(store, PAGE);
  byteAt(store, PAGE + 1);
  for (let page = 2; page <= 10; page += 1) byteAt(store, page * PAGE);
  const { now } = base;
  expect([0, PAGE].map((at) => byteAt(store, at))).toEqual([0, PAGE % 249]);
  expect(base.now).toBe(now);
  // Of the others the last two are there.
  expect([9, 10].map((page) => byteAt(store, page * PAGE))).toEqual([(9 * PAGE) % 249, (10 * PAGE) % 249]);
  expect(base.now).toBe(now);
  byteAt(store, 2 * PAGE);
  expect(base.now).toBe(now + 1);
});

it("gives the bytes of the file in whatever order they are read, in memory that is used again", () => {
  const store = new CachedStore(new MemoryStore(content), 8 * PAGE);
  let seed = 7;
  for (let nth = 0; nth < 400; nth += 1) {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    const offset = seed % content.length;
    // Runs up to those that pass by the cache, among them longer ones than have room beside pages that are used again.
    const length = Math.min(content.length - offset, (seed >> 7) % (5 * PAGE));
    const into = new Uint8Array(length);
    store.read(offset, into);
    expect(Buffer.compare(into, content.subarray(offset, offset + length))).toBe(0);
    if (nth % 50 === 0) store.prefetch(offset, 3 * PAGE);
  }
});
