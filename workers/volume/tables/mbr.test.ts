import { expect, it } from "vitest";
import { encode } from "../../bytes/struct.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { Part } from "../part.ts";
import { bootRecord, bootRecordEntry } from "../structs/mbr.ts";
import { readMbr } from "./mbr.ts";

const SECTOR = 512;
const EXTENDED = 0x0f;
const LINUX = 0x83;

/** A boot record with up to four entries: kind, first sector, sectors. */
function record(...entries: readonly (readonly [type: number, start: number, count: number])[]): Uint8Array {
  const all = new Uint8Array(4 * bootRecordEntry.size);
  for (const [nth, [type, start, count]] of entries.entries())
    all.set(encode(bootRecordEntry, { status: 0, type, start, count }), nth * bootRecordEntry.size);
  return encode(bootRecord, { entries: all, signature: 0xaa55 });
}

it("follows logical partitions: each counts from its own record, the way to the next from the extended partition", () => {
  const store = new MemoryStore(4000 * SECTOR);
  store.write(0, record([LINUX, 63, 100], [EXTENDED, 1000, 3000]));
  store.write(1000 * SECTOR, record([LINUX, 10, 90], [EXTENDED, 500, 600]));
  store.write(1500 * SECTOR, record([LINUX, 20, 80], [EXTENDED, 1200, 700]));
  store.write(2200 * SECTOR, record([LINUX, 30, 70]));
  const table = readMbr(new Part(store, 0, store.size), SECTOR);
  expect(
    table?.partitions.map(({ number, offset, size }) => [number, offset / SECTOR, size / SECTOR]),
  ).toEqual([
    [1, 63, 100],
    [5, 1010, 90],
    [6, 1520, 80],
    [7, 2230, 70],
  ]);
});
