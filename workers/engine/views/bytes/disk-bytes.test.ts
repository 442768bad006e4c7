import { describe, expect, it } from "vitest";
import { loadCrc32c } from "../../../bytes/crc32c.ts";
import { MIB } from "../../../shared/numbers.ts";
import { CachedStore } from "../../../store/cached-store.ts";
import { ImageBuilder, LOG_GUID } from "../../../testing/vhdx/image-builder.ts";
import { UNATTENDED } from "../../jobs/jobs.ts";
import { OpenedImage } from "../../image/opened-image.ts";
import { viewContext } from "../context.ts";
import { diskBytes } from "./disk-bytes.ts";
import { search } from "./search.ts";
import { diskSpace } from "./search-space.ts";

await loadCrc32c();

const PARENT = { parent_linkage: LOG_GUID, relative_path: "p" };

/** Blocks of a child in every state that can be told apart, and a log that brings block 1. */
function child() {
  const image = new ImageBuilder({ type: "differencing", parent: PARENT, virtualSize: 8 * MIB + 4096 });
  image.place(0, 8);
  image.place(3, 0, 2);
  image.place(4, 100);
  image.place(5, 9, 7);
  image.setEntry(image.geometry.bitmapIndex(0), { state: 6, fileOffsetMb: 12 });
  // Of block 5 the first eight sectors.
  image.fill(12 * MIB + (5 * 2048) / 8, 1, 0xff);
  for (const mib of [8, 9, 10]) image.fill(mib * MIB, MIB, mib);
  image.setHeaders({ logGuid: LOG_GUID });
  const sector = new Uint8Array(4096);
  image.store.read(image.bat.offset, sector);
  sector.set([6, 0, 0xa0], 8);
  image.addLogEntry(0, { sequenceNumber: 1n, writes: [{ fileOffset: image.bat.offset, sector }] });
  return new OpenedImage(new CachedStore(image.store));
}

describe("bytes of the virtual disk", () => {
  const image = child();
  const read = (offset: number, length: number, layer = image.best) =>
    diskBytes(viewContext(image, layer), image.disk(layer), offset, length);

  it("come with where each run is from", () => {
    const all = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((block) => [...read(block * MIB, MIB).extents]);
    expect(
      all.map(({ block, batIndex, offset, length, state, source }) => [
        block,
        batIndex,
        offset / 512,
        length / 512,
        state,
        source.kind,
      ]),
    ).toEqual([
      [0, 0, 0, 2048, "FULLY_PRESENT", "file"],
      [1, 1, 2048, 2048, "FULLY_PRESENT", "file"],
      [2, 2, 4096, 2048, "NOT_PRESENT", "parent"],
      [3, 3, 6144, 2048, "ZERO", "zero"],
      [4, 4, 8192, 2048, "FULLY_PRESENT", "unreadable"],
      [5, 5, 10240, 8, "PARTIALLY_PRESENT", "file"],
      [5, 5, 10248, 2040, "PARTIALLY_PRESENT", "parent"],
      [6, 6, 12288, 2048, "NOT_PRESENT", "parent"],
      [7, 7, 14336, 2048, "NOT_PRESENT", "parent"],
    ]);
  });

  it("are the file's where it has them, zeros elsewhere", () => {
    const { bytes, extents } = read(5 * MIB + 4090, 12);
    expect([...bytes]).toEqual([9, 9, 9, 9, 9, 9, 0, 0, 0, 0, 0, 0]);
    expect(extents.map(({ source }) => source)).toEqual([
      { kind: "file", fileOffset: 9 * MIB + 4090 },
      { kind: "parent" },
    ]);
  });

  it("are cut at the borders of blocks, though the file goes on", () => {
    const { extents } = read(MIB - 512, 1024);
    expect(extents.map(({ block, offset, length }) => [block, offset, length])).toEqual([
      [0, MIB - 512, 512],
      [1, MIB, 512],
    ]);
  });

  it("end with the disk, and come a MiB at a time at most", () => {
    expect(read(8 * MIB, 10 * MIB)).toMatchObject({ diskSize: 8 * MIB + 4096, offset: 8 * MIB });
    expect(read(8 * MIB, 10 * MIB).bytes).toHaveLength(4096);
    expect(read(0, 10 * MIB).bytes).toHaveLength(MIB);
    expect(read(9 * MIB, 10).bytes).toHaveLength(0);
  });

  it("say what the replay changed", () => {
    expect(read(MIB - 10, 20).changedByReplay).toEqual([{ offset: MIB, length: 10 }]);
    expect(read(MIB, 10, image.own).changedByReplay).toEqual([]);
  });

  it("are there where the replay makes the disk longer, and new", () => {
    const short = new ImageBuilder({ virtualSize: 2 * MIB });
    const place = short.metadata.offset + 64 * 1024;
    const longer = new ImageBuilder({ virtualSize: 3 * MIB });
    const sector = new Uint8Array(4096);
    longer.store.read(place, sector);
    const bat = new Uint8Array(4096);
    bat.set([6, 0, 0x80], 16);
    short.fill(8 * MIB, MIB, 8);
    short.setHeaders({ logGuid: LOG_GUID });
    const writes = [
      { fileOffset: place, sector },
      { fileOffset: short.bat.offset, sector: bat },
    ];
    short.addLogEntry(0, { sequenceNumber: 1n, writes });
    const opened = new OpenedImage(new CachedStore(short.store));
    const found = diskBytes(viewContext(opened, opened.best), opened.disk(opened.best), 2 * MIB + 100, 10);
    expect(found).toMatchObject({
      diskSize: 3 * MIB,
      changedByReplay: [{ offset: 2 * MIB + 100, length: 10 }],
    });
    expect(opened.disk(opened.own).size).toBe(2 * MIB);
  });

  it("can be searched, what is not in the file passed over", async () => {
    const space = diskSpace(image.disk(image.best));
    const ask = (pattern: number[], direction: "forward" | "backward") =>
      search(
        space,
        {
          space: "disk",
          pattern: Uint8Array.from(pattern),
          ignoreCase: false,
          from: direction === "forward" ? 0 : space.end,
          direction,
          limit: 10,
        },
        UNATTENDED,
      );
    expect((await ask([8, 10], "forward")).hits).toEqual([MIB - 1]);
    expect((await ask([10, 0], "backward")).hits).toEqual([2 * MIB - 1]);
    expect((await ask([0, 9], "forward")).hits).toEqual([5 * MIB - 1]);
    expect((await ask([9, 0], "backward")).hits).toEqual([5 * MIB + 4095]);
  });
});
