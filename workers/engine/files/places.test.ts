import { expect, it } from "vitest";
import type { FileContent, FileExtent } from "../../fs/file-system.ts";
import type { Extent, VirtualDisk } from "../../vhdx/disk/disk.ts";
import { SegmentStore } from "../../volume/segment-store.ts";
import { filePlaces, type PlacedOn } from "./places.ts";

/** Bytes of one extent of the disk. */
const EXTENT = 10;
const SIZE = 1_000_000;

/** A disk whose every extent lies on its own. */
const disk = {
  size: SIZE,
  *extents(offset: number, length: number): Generator<Extent> {
    for (let at = offset; at < offset + length; at += EXTENT - (at % EXTENT)) {
      const end = Math.min(offset + length, at + EXTENT - (at % EXTENT));
      yield { offset: at, length: end - at, source: { kind: "file", fileOffset: 2 * SIZE - at } };
    }
  },
} as unknown as VirtualDisk;

const on: PlacedOn = {
  disk,
  volume: new SegmentStore(disk, [{ offset: 0, length: SIZE - 100, disk: 100 }]),
  names: ["a.vhdx"],
};

/** A file of one run of the volume. */
const contentOf = (size: number, kind: "volume" | "packed") =>
  ({
    size,
    *extents(offset: number, length: number): Generator<FileExtent> {
      const source = kind === "volume" ? { kind, offset: 50 + offset } : { kind, offset: 50, length: size };
      yield { offset, length, source };
    },
  }) as unknown as FileContent;

it("ends an answer inside of a run that lies in more pieces than an answer holds, and says where", () => {
  const size = 50_000;
  const content = contentOf(size, "volume");
  const first = filePlaces(content, on, 0, size);
  expect(first.end).toBe(4096 * EXTENT);
  expect(first.runs).toMatchObject([
    { offset: 0, length: first.end, volume: { offset: 50, length: first.end } },
  ]);
  expect(first.runs[0]?.disk).toHaveLength(4096);
  const rest = filePlaces(content, on, first.end, size);
  expect(rest.end).toBe(size);
  const pieces = [...first.runs, ...rest.runs].flatMap((run) => run.disk);
  expect(pieces.reduce((sum, { length }) => sum + length, 0)).toBe(size);
  expect(pieces[0]?.offset).toBe(150);
  expect(pieces.at(-1)).toMatchObject({ offset: 150 + size - EXTENT, length: EXTENT });
});

it("names all of a run that fits into an answer", () => {
  const { runs, end } = filePlaces(contentOf(4096 * EXTENT, "volume"), on, 0, SIZE);
  expect(end).toBe(4096 * EXTENT);
  expect(runs[0]).toMatchObject({ length: end, disk: { length: 4096 } });
});

it("ends a packed run as a whole: no part of it stands for a part of the file", () => {
  const { runs, end } = filePlaces(contentOf(50_000, "packed"), on, 0, 50_000);
  expect(end).toBe(50_000);
  expect(runs[0]).toMatchObject({ kind: "packed", length: 50_000, volume: { offset: 50, length: 50_000 } });
});
