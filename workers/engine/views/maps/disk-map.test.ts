import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadCrc32c } from "../../../bytes/crc32c.ts";
import { MIB } from "../../../shared/numbers.ts";
import { CachedStore } from "../../../store/cached-store.ts";
import { ImageBuilder, LOG_GUID } from "../../../testing/vhdx/image-builder.ts";
import { sectorOf } from "../../../testing/vhdx/log-builder.ts";
import { OpenedImage } from "../../image/opened-image.ts";
import { type ViewContext, viewContext } from "../context.ts";
import { diskMap } from "./disk-map.ts";

await loadCrc32c();

const BLOCKS = 5000;

/** A disk of 5,000 blocks and a bit, in states that no part of it repeats. */
function manyStates(): { context: ViewContext; states: readonly number[] } {
  const image = new ImageBuilder({ virtualSize: BLOCKS * MIB - 512, room: 0 });
  const states = Array.from({ length: BLOCKS }, (_, block) => [0, 2, 3, 1, 0, 2][(block * block) % 6] ?? 0);
  const { geometry } = image;
  states.forEach((state, block) => image.setEntry(geometry.payloadIndex(block), { state }));
  const opened = new OpenedImage(new CachedStore(image.store));
  return { context: viewContext(opened, opened.best), states };
}

describe("the map of a disk", () => {
  const { context, states } = manyStates();

  it("counts every block once, in whatever cells", () => {
    const perCell = fc.oneof(fc.integer({ min: 1, max: 3000 }), fc.constantFrom(1024, 2048, BLOCKS, 1e9));
    fc.assert(
      fc.property(fc.nat(BLOCKS + 10), perCell, fc.integer({ min: 1, max: 200 }), (first, size, cells) => {
        const map = diskMap(context, first, size, cells);
        const start = Math.min(first, BLOCKS);
        expect(map).toMatchObject({
          firstBlock: start,
          blocksPerCell: size,
          totalBlocks: BLOCKS,
          blockSize: MIB,
        });
        const count = Math.min(cells, Math.ceil((BLOCKS - start) / size));
        const expected = new Uint32Array(count * 8);
        for (let block = start; block < Math.min(BLOCKS, start + count * size); block++) {
          const at = Math.floor((block - start) / size) * 8 + (states[block] ?? 0);
          expected[at] = (expected[at] ?? 0) + 1;
        }
        expect(map.states).toEqual(expected);
        expect(map.changed).toHaveLength(count);
        expect(map.problems).toHaveLength(count);
      }),
    );
  });

  it("marks what the replay changed, and what is wrong, in its cell", () => {
    const image = new ImageBuilder();
    image.setHeaders({ logGuid: LOG_GUID });
    image.place(40, 0);
    image.place(41, 9);
    image.place(50, 9);
    const sector = sectorOf(0);
    image.store.read(image.bat.offset, sector);
    // Block 7 becomes ZERO.
    sector[7 * 8] = 2;
    image.addLogEntry(0, { sequenceNumber: 1n, writes: [{ fileOffset: image.bat.offset, sector }] });
    const opened = new OpenedImage(new CachedStore(image.store));
    const map = diskMap(viewContext(opened, opened.best), 0, 8, 8);
    expect([...map.changed]).toEqual([1, 0, 0, 0, 0, 0, 0, 0]);
    expect([...map.problems]).toEqual([0, 0, 0, 0, 0, 2, 1, 0]);
    expect([...map.states.subarray(0, 8)]).toEqual([7, 0, 1, 0, 0, 0, 0, 0]);
    const before = diskMap(viewContext(opened, opened.own), 0, 8, 8);
    expect([...before.changed]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it("marks each block of a run that lies past the end of the file, and a block with two faults once", () => {
    const image = new ImageBuilder();
    // One finding speaks of blocks 8 to 10; block 20 is cut off, and shares its place with block 21.
    for (const block of [8, 9, 10]) image.place(block, image.store.size / MIB + block);
    for (const block of [20, 21]) image.place(block, image.store.size / MIB - 1);
    image.store.truncate(image.store.size - MIB / 2);
    const opened = new OpenedImage(new CachedStore(image.store));
    const { problems } = diskMap(viewContext(opened, opened.best), 0, 8, 8);
    expect([...problems]).toEqual([0, 3, 2, 0, 0, 0, 0, 0]);
  });

  it("is empty where there is no BAT", () => {
    const image = new ImageBuilder();
    image.setRegions([]);
    const opened = new OpenedImage(new CachedStore(image.store));
    expect(diskMap(viewContext(opened, opened.best), 3, 2, 10)).toMatchObject({
      totalBlocks: 0,
      states: new Uint32Array(0),
    });
  });
});
