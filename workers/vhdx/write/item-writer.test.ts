import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { readUpTo } from "../../store/store.ts";
import { ImageBuilder } from "../../testing/vhdx/image-builder.ts";
import { type Metadata, readMetadata } from "../metadata/metadata.ts";
import type { Region } from "../regions/regions.ts";
import { METADATA_TABLE_SIZE, metadataTableEntry, metadataTableHeader } from "../structs/metadata-table.ts";
import { putItem, removeItems } from "./item-writer.ts";

beforeAll(loadCrc32c);

const id = (nth: number) => `${String(nth).padStart(8, "0")}-0000-4000-8000-000000000000`;
const FLAGS = { isUser: true, isVirtualDisk: false, isRequired: false };
const filled = (length: number, value: number) => new Uint8Array(length).fill(value);

/** Puts items into the metadata of a small image, and reads them back. */
function table() {
  const image = new ImageBuilder();
  const { metadata: place, store } = image;
  const region = place as Region;
  const read = (): Metadata => readMetadata(store, region);
  const put = (itemId: string, bytes: Uint8Array, flags = FLAGS) =>
    putItem(store, read(), region, { itemId, bytes, ...flags });
  const find = (itemId: string, isUser = 1) =>
    read().items.find(({ values }) => values.itemId === itemId && values.isUser === isUser);
  const bytesOf = (itemId: string, isUser = 1) => {
    const item = find(itemId, isUser);
    return item?.offset == null ? null : readUpTo(store, item.offset, item.values.length);
  };
  const worse = () =>
    read().findings.filter(({ code }) => code !== "metadata-user-item" && code !== "metadata-unknown");
  return { image, region, read, put, find, bytesOf, worse, known: image.items.length };
}

describe("an item that is put into the metadata", () => {
  it("is added behind the others, at a multiple of 8 bytes, and counted", () => {
    const { put, bytesOf, find, read, worse, known, region } = table();
    put(id(1), filled(5, 1));
    put(id(2), filled(9, 2));
    put(id(3), filled(1, 3));
    expect(read().items.length).toBe(known + 3);
    expect([1, 2, 3].map((nth) => bytesOf(id(nth)))).toEqual([filled(5, 1), filled(9, 2), filled(1, 3)]);
    for (const nth of [1, 2, 3]) expect((find(id(nth))?.offset ?? 1) % 8).toBe(region.offset % 8);
    expect(worse()).toEqual([]);
  });

  it("takes a gap that is just long enough, and none that is a byte too short", () => {
    const { put, find, read, region, image, bytesOf, worse } = table();
    for (const [nth, length] of [24, 16, 8].entries()) put(id(nth), filled(length, nth + 1));
    const gap = find(id(1))?.values.offset;
    removeItems(image.store, read(), region, ({ values }) => values.itemId === id(1));
    put(id(8), filled(17, 8));
    expect(find(id(8))?.values.offset).toBeGreaterThan(gap ?? 0);
    put(id(9), filled(16, 9));
    expect(find(id(9))?.values.offset).toBe(gap);
    expect([0, 2, 8, 9].map((nth) => bytesOf(id(nth))?.[0])).toEqual([1, 3, 8, 9]);
    expect(worse()).toEqual([]);
  });

  it("stays where it is if it does not grow, leaves nothing of its old bytes, and else moves", () => {
    const { put, find, bytesOf, image, worse } = table();
    put(id(1), filled(20, 1));
    put(id(2), filled(8, 2));
    const before = find(id(1));
    put(id(1), filled(12, 3));
    expect(find(id(1))?.offset).toBe(before?.offset);
    expect(readUpTo(image.store, before?.offset ?? 0, 20)).toEqual(
      Uint8Array.of(...filled(12, 3), ...filled(8, 0)),
    );
    put(id(1), filled(21, 4));
    expect(find(id(1))?.offset).toBeGreaterThan(find(id(2))?.offset ?? 0);
    expect([bytesOf(id(1)), bytesOf(id(2))]).toEqual([filled(21, 4), filled(8, 2)]);
    // By a single byte too.
    const moved = find(id(2))?.offset;
    put(id(2), filled(9, 5));
    expect(find(id(2))?.offset).not.toBe(moved);
    expect([bytesOf(id(1)), bytesOf(id(2))]).toEqual([filled(21, 4), filled(9, 5)]);
    expect(worse()).toEqual([]);
  });

  it("has each of its flags, and is another item than the system's with the same id", () => {
    const { put, find, bytesOf } = table();
    for (const isUser of [false, true])
      for (const isVirtualDisk of [false, true])
        for (const isRequired of [false, true]) {
          put(id(4), filled(3, 4), { isUser, isVirtualDisk, isRequired });
          expect(find(id(4), isUser ? 1 : 0)?.values).toMatchObject({
            isVirtualDisk: isVirtualDisk ? 1 : 0,
            isRequired: isRequired ? 1 : 0,
          });
        }
    put(id(4), filled(3, 5), FLAGS);
    expect([bytesOf(id(4), 0), bytesOf(id(4), 1)]).toEqual([filled(3, 4), filled(3, 5)]);
  });

  it("has no place if it has no bytes, and gets one when it has", () => {
    const { put, find, bytesOf, worse } = table();
    put(id(1), filled(0, 0));
    put(id(2), filled(4, 2));
    expect(find(id(1))?.values).toMatchObject({ offset: 0, length: 0 });
    put(id(1), filled(4, 1));
    put(id(2), filled(0, 0));
    expect(find(id(2))?.values).toMatchObject({ offset: 0, length: 0 });
    expect(bytesOf(id(1))).toEqual(filled(4, 1));
    expect(worse()).toEqual([]);
  });

  it("is refused where the table or the region has no room, and fits up to the last byte", () => {
    const { put, region, read, worse, known, image } = table();
    const used = Math.max(...read().items.map(({ values }) => values.offset + values.length));
    const left = region.length - Math.ceil(used / 8) * 8;
    expect(() => put(id(1), filled(left + 1, 1))).toThrow("no room for an item");
    put(id(1), filled(left, 1));
    expect(worse()).toEqual([]);
    const most = (METADATA_TABLE_SIZE - metadataTableHeader.size) / metadataTableEntry.size;
    const many = Array.from({ length: most - known - 1 }, (_, nth) => ({
      ...(image.items[0] ?? { itemId: "" }),
      itemId: id(100 + nth),
      isUser: 1,
    }));
    image.setMetadata([...image.items, ...many] as typeof image.items);
    put(id(2), filled(1, 2));
    expect(() => put(id(3), filled(1, 3))).toThrow("no room for one more item");
  });
});

describe("items that are taken out of the metadata", () => {
  it("leave the others as they were, in their order, and nothing behind them", () => {
    const { put, read, region, image, bytesOf, worse, known } = table();
    for (const nth of [1, 2, 3, 4]) put(id(nth), filled(nth, nth));
    removeItems(image.store, read(), region, ({ values }) => [id(1), id(3)].includes(values.itemId));
    expect(
      read()
        .items.slice(known)
        .map(({ values }) => values.itemId),
    ).toEqual([id(2), id(4)]);
    expect([2, 4].map((nth) => bytesOf(id(nth)))).toEqual([filled(2, 2), filled(4, 4)]);
    expect(worse()).toEqual([]);
  });
});
