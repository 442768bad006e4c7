import { expect, it } from "vitest";
import { VhdxError } from "../../shared/error.ts";
import { KIB } from "../../shared/numbers.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { MeteredStore } from "../../store/metered-store.ts";
import { PagedBytes } from "./paged-bytes.ts";

const PAGE = 64 * KIB;
const SIZE = 20 * PAGE + 100;
const BAD = 9 * PAGE + 4096;
const bytes = Uint8Array.from({ length: SIZE }, (_, at) => (at * 7 + (at >> 8)) % 251);

/** A store with a sector of 512 bytes that can't be read. */
class BadSector extends MemoryStore {
  override read(offset: number, into: Uint8Array): void {
    if (offset < BAD + 512 && offset + into.length > BAD)
      throw new VhdxError("read-failed", "The sector can't be read.", { offset, structure: "disk" });
    super.read(offset, into);
  }
}

function made(capacity?: number) {
  const store = new MeteredStore(new BadSector(bytes));
  return { store, paged: new PagedBytes(store, capacity) };
}

it("gives the bytes of the store, in pages and across them, and none past its end", () => {
  const { paged } = made(2 * PAGE);
  for (const [offset, length] of [
    [0, 10],
    [PAGE - 3, 6],
    [5, 3 * PAGE],
    [SIZE - 7, 7],
    [1, 1],
  ] as const) {
    const read = paged.read(offset, length);
    expect(read).toHaveLength(length);
    expect(read?.every((byte, at) => byte === bytes[offset + at])).toBe(true);
  }
  expect(paged.read(SIZE - 7, 8)).toBeNull();
  expect(paged.read(-1, 1)).toBeNull();
  expect(paged.read(0.5, 1)).toBeNull();
});

it("loses no more to a bad sector than what lies in it", () => {
  const { paged } = made();
  expect(paged.read(BAD - 8, 8)).toEqual(bytes.slice(BAD - 8, BAD));
  expect(paged.read(BAD - 8, 9)).toBeNull();
  expect(paged.read(9 * PAGE - 4, 8)).toEqual(bytes.slice(9 * PAGE - 4, 9 * PAGE + 4));
  paged.aheadOf([8 * PAGE, BAD, 10 * PAGE], 4, 10);
  expect(paged.read(10 * PAGE, 4)).toEqual(bytes.slice(10 * PAGE, 10 * PAGE + 4));
});

it("gives numbers as they are stored, also across pages", () => {
  const { paged } = made();
  const view = new DataView(bytes.buffer);
  for (const offset of [0, 4, PAGE - 2, PAGE + 2, 3, SIZE - 4]) {
    expect(paged.u32(offset)).toBe(view.getUint32(offset, true));
    expect(paged.u16(offset)).toBe(view.getUint16(offset, true));
  }
  expect(paged.u32(SIZE - 3)).toBeNull();
  expect(paged.u32(BAD)).toBeNull();
});

it("reads neighbours in one read, and nothing twice", () => {
  const { store, paged } = made();
  paged.ahead(0, 8 * PAGE);
  expect(store.reads).toBe(1);
  for (let at = 0; at + 500 <= 8 * PAGE; at += 1000) paged.read(at, 500);
  expect(store.reads).toBe(1);
});

it("reads ahead what is wanted: places near each other in one read, those far apart alone, in any order", () => {
  const spread = made();
  expect(spread.paged.aheadOf([17 * PAGE, 0, null, 8 * PAGE], 4, 10)).toEqual({
    count: 4,
    reads: 3,
    pages: 3,
  });
  expect(spread.store).toMatchObject({ reads: 3, bytesRead: 3 * PAGE });
  const near = made();
  expect(near.paged.aheadOf([5 * PAGE, 0, 10], 4, 10)).toEqual({ count: 3, reads: 1, pages: 6 });
  expect(near.store).toMatchObject({ reads: 1, bytesRead: 6 * PAGE });
  // Across a page's end.
  const across = made();
  across.paged.aheadOf([3 * PAGE - 2], 4, 1);
  expect([2 * PAGE, 3 * PAGE].map((at) => across.paged.holds(at))).toEqual([true, true]);
});

it("reads ahead for fewer places where all of them take too many reads, or would drop each other", () => {
  const few = made();
  expect(few.paged.aheadOf([0, 17 * PAGE, 8 * PAGE, 8 * PAGE + 100], 4, 2)).toEqual({
    count: 2,
    reads: 2,
    pages: 2,
  });
  expect([0, 17 * PAGE, 8 * PAGE].map((at) => few.paged.holds(at))).toEqual([true, true, false]);
  const small = made(4 * PAGE);
  expect(small.paged.aheadOf([0, PAGE, 2 * PAGE, 3 * PAGE], 4, 10)).toEqual({ count: 2, reads: 1, pages: 2 });
  expect(small.store.bytesRead).toBe(2 * PAGE);
  // One place at least, or a list would not go on.
  expect(made().paged.aheadOf([0, 17 * PAGE], 4, 0)).toEqual({ count: 1, reads: 1, pages: 1 });
  const outside = made();
  expect(outside.paged.aheadOf([-1, SIZE, Number.NaN], 4, 10)).toEqual({ count: 3, reads: 0, pages: 0 });
});

it("reads ahead at once for the inodes of 41 folders of 500 files each", () => {
  const inodes = 128 * KIB;
  const store = new MeteredStore(new MemoryStore(42 * inodes));
  const paged = new PagedBytes(store);
  const places = Array.from({ length: 41 }, (_, nth) => nth * inodes);
  expect(paged.aheadOf(places, 256, 9).count).toBe(41);
  const { reads } = store;
  for (const place of places) paged.read(place, 256);
  expect(store.reads).toBe(reads);
});

it("reads ahead for a second list of places without dropping those of the first", () => {
  const store = new MeteredStore(new MemoryStore(400 * PAGE));
  const paged = new PagedBytes(store);
  const near = (from: number) => Array.from({ length: 90 }, (_, nth) => (from + nth) * PAGE);
  const first = paged.aheadOf(near(0), 4, 99);
  const second = paged.aheadOf(near(200), 4, 99, first.pages);
  expect([first.count, second.count]).toEqual([90, 22]);
  const { reads } = store;
  for (let nth = 0; nth < 90; nth += 1) {
    paged.read(((nth * 7) % 90) * PAGE, 4);
    paged.read((200 + (nth % 22)) * PAGE, 4);
  }
  expect(store.reads).toBe(reads);
});

it("keeps what it has of the places that it reads ahead for", () => {
  const store = new MeteredStore(new MemoryStore(400 * PAGE));
  const paged = new PagedBytes(store, 16 * PAGE);
  for (let page = 0; page < 16; page += 1) paged.read(page * PAGE, 1);
  // The oldest pages, and as many others as have room beside them.
  const places = [0, 1, 2, 3, 100, 101, 102, 103].map((page) => page * PAGE);
  expect(paged.aheadOf(places, 4, 99).count).toBe(8);
  const { reads } = store;
  for (const place of places) paged.read(place, 4);
  expect(store.reads).toBe(reads);
});

it("leaves what was read as it is when the memory of its page is used again", () => {
  const { paged } = made(2 * PAGE);
  const read = paged.read(10, 100);
  for (let page = 1; page < 8; page += 1) paged.read(page * PAGE, 1);
  expect(read).toEqual(bytes.slice(10, 110));
});

it("gives small numbers right in any order, also of a page that was dropped meanwhile", () => {
  const { paged } = made(2 * PAGE);
  const view = new DataView(bytes.buffer);
  let seed = 3;
  for (let nth = 0; nth < 2000; nth += 1) {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    const offset = seed % (9 * PAGE);
    expect([paged.u8(offset), paged.u16(offset), paged.u32(offset)]).toEqual([
      view.getUint8(offset),
      view.getUint16(offset, true),
      view.getUint32(offset, true),
    ]);
    // Pages in one large read drop all others.
    if (nth % 40 === 0) paged.ahead(((seed >> 5) % 5) * PAGE, 3 * PAGE);
  }
  expect([paged.u8(-1), paged.u8(SIZE), paged.u8(BAD), paged.u16(SIZE - 1)]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});
