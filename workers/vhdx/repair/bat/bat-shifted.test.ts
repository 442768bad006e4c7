import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../../bytes/crc32c.ts";
import { GIB, MIB } from "../../../shared/numbers.ts";
import { ImageBuilder } from "../../../testing/vhdx/image-builder.ts";
import { countedGuids, planOf, repairByPlan } from "../../../testing/vhdx/one-by-one.ts";
import { offsetMibOf, stateOf } from "../../bat/bat-bits.ts";
import { readHeaders } from "../../headers/headers.ts";
import { readStructures } from "../../image.ts";

beforeAll(loadCrc32c);

/** Entries by index: the MiB behind the structures where the block lies. All others are NOT_PRESENT. */
type Table = ReadonlyMap<number, number>;

const BLOCK = 16 * MIB;

/** A disk of 20 GiB with blocks of 16 MiB: 1,284 entries, with those of sector bitmaps at 256, 513, 770, 1,027. */
const disk = () => new ImageBuilder({ virtualSize: 20 * GIB, blockSize: BLOCK, room: 160 * MIB });

/** The 4 KiB of a table from `first` on, as bytes. */
function sector(image: ImageBuilder, table: Table, first: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4096);
  const view = new DataView(bytes.buffer);
  for (const [index, mib] of table)
    if (index >= first && index < first + 512)
      view.setBigUint64((index - first) * 8, BigInt(image.data / MIB + mib) * 0x10_0000n + 6n, true);
  return bytes;
}

/** Writes `table` as QEMU did that gave storage to its entry `first`: with the wrong rest of the 4 KiB. */
function move(image: ImageBuilder, table: Table, first: number, mib: number): void {
  const old = sector(image, table, first);
  const moved = sector(image, new Map([[first, mib]]), first);
  moved.set(old.subarray(0, 4088), 8);
  image.store.write(image.bat.offset + first * 8, moved);
  for (const place of [mib, ...table.values()]) image.fill(image.data + place * MIB, 4096, 1 + place);
}

/** Places by index, as `table` has them. */
function tableOf({ store, data }: ImageBuilder): Table {
  const { bat } = readStructures(store, readHeaders(store).log);
  const found = new Map<number, number>();
  for (let index = 0; index < (bat?.entries ?? 0); index++) {
    const { low, high } = bat?.halves(index) ?? { low: 0, high: 0 };
    if (stateOf(low) !== 0) found.set(index, offsetMibOf(low, high) - data / MIB);
  }
  return found;
}

const shiftFix = (image: ImageBuilder) =>
  planOf(image.store)
    .flatMap(({ fixes }) => fixes)
    .find(({ id }) => id.startsWith("bat-shift"));

describe("entries that QEMU moved by one place", () => {
  it.each([
    ["at the table's start", 0, [3, 4, 255]],
    ["in its second 4 KiB, with two sector bitmaps", 512, [520, 700, 769, 1023 - 1]],
    ["at its end, where the last entry is moved out of the table", 1024, [1026, 1283]],
  ] as const)("are moved back %s", (_name, first, blocks) => {
    const image = disk();
    const table = new Map(blocks.map((index, nth) => [index, 16 * nth]));
    move(image, table, first, 96);
    expect(shiftFix(image)).toMatchObject({ id: `bat-shift/${first}`, loss: null });
    repairByPlan(image.store, countedGuids());
    expect(tableOf(image)).toEqual(new Map([[first, 96], ...table]));
  });

  it("stay where they were written after the move, which is no safe fix any more", () => {
    const image = disk();
    move(image, new Map([[255, 0]]), 0, 16);
    image.place(77, image.data / MIB + 32);
    image.fill(image.data + 32 * MIB, 4096, 9);
    expect(shiftFix(image)?.loss).toMatch(/written after the move/);
    expect(repairByPlan(image.store, countedGuids()).made).toEqual([]);
  });

  it("lose the last one: its block is told from the log, or named as lost", () => {
    const table = new Map([
      [255, 0],
      [511, 32],
    ]);
    const lost = disk();
    move(lost, table, 0, 64);
    expect(shiftFix(lost)?.loss).toMatch(/entry of block 510 is gone/);
    expect(repairByPlan(lost.store, countedGuids()).made).toEqual([]);

    const logged = disk();
    move(logged, table, 0, 64);
    const { offset } = logged.bat;
    logged.addLogEntry(0, { writes: [{ fileOffset: offset, sector: sector(logged, table, 0) }] });
    expect(shiftFix(logged)?.loss).toBeNull();
    repairByPlan(logged.store, countedGuids());
    expect(tableOf(logged)).toEqual(new Map([[0, 64], ...table]));

    // A log from before another block was written says nothing.
    const older = disk();
    move(older, table, 0, 64);
    older.addLogEntry(0, {
      writes: [{ fileOffset: offset, sector: sector(older, new Map([[511, 32]]), 0) }],
    });
    expect(shiftFix(older)?.loss).toMatch(/is gone/);
  });

  it.each<[string, (image: ImageBuilder) => void]>([
    ["the entry after the bitmap's is set", (image) => image.setEntry(257, { state: 2 })],
    ["the second entry has a place", (image) => image.place(1, image.data / MIB + 48)],
    ["the first entry has no storage", (image) => image.setEntry(0, { state: 0 })],
    ["the block was written before", (image) => image.place(0, image.data / MIB)],
    ["another block lies there", (image) => image.place(600, image.data / MIB + 16)],
    ["the first entry's block is the same", (image) => image.place(0, image.data / MIB + 16)],
  ])("are not taken for such where %s", (_name, change) => {
    const image = disk();
    move(image, new Map([[255, 16]]), 0, 32);
    expect(shiftFix(image)).toBeDefined();
    change(image);
    expect(shiftFix(image)).toBeUndefined();
  });
});
