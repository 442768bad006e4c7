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
  paged.aheadOf([8 * PAGE, BAD, 10 * PAGE], 8, 10);
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

it("reads ahead what is wanted: spread pages alone, a group in one read, and no more reads than it may", () => {
  const spread = made();
  spread.paged.aheadOf([0, 8 * PAGE, 17 * PAGE], 8, 10);
  expect(spread.store).toMatchObject({ reads: 3, bytesRead: 3 * PAGE });
  const group = made();
  group.paged.aheadOf([0, 10, 5 * PAGE], 8, 10);
  expect(group.store).toMatchObject({ reads: 1, bytesRead: 8 * PAGE });
  const few = made();
  few.paged.aheadOf([0, 8 * PAGE, 17 * PAGE], 1, 2);
  expect(few.store.reads).toBe(2);
  expect([0, 8 * PAGE, 17 * PAGE].map((at) => few.paged.holds(at))).toEqual([true, true, false]);
});
