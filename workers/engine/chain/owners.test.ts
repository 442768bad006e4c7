import { beforeAll, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { ImageBuilder } from "../../testing/vhdx/image-builder.ts";
import { OpenedImage } from "../image/opened-image.ts";
import { UNATTENDED } from "../jobs/jobs.ts";
import { ownerMap, ownerRuns } from "./owners.ts";

beforeAll(loadCrc32c);

/** @param places of blocks in the file, MiB behind the first that is free. @param size of the disk, bytes. */
function opened(places: Readonly<Record<number, number>> = { 1: 0 }, size = 4 * MIB) {
  const builder = new ImageBuilder({ virtualSize: size });
  for (const [block, mib] of Object.entries(places)) builder.place(Number(block), builder.data / MIB + mib);
  const image = new OpenedImage(new CachedStore(builder.store));
  return { image, disk: image.disk(image.best), geometry: builder.geometry };
}

it("a disk without a parent owns all of itself", () => {
  expect(ownerRuns(opened().disk, 0, 4 * MIB).runs).toEqual([
    { offset: 0, length: MIB, link: 0, kind: "zero" },
    { offset: MIB, length: MIB, link: 0, kind: "data" },
    { offset: 2 * MIB, length: 2 * MIB, link: 0, kind: "zero" },
  ]);
});

it("blocks that lie apart in the file are one run of their disk", () => {
  expect(ownerRuns(opened({ 1: 5, 2: 0 }).disk, 0, 4 * MIB).runs).toEqual([
    { offset: 0, length: MIB, link: 0, kind: "zero" },
    { offset: MIB, length: 2 * MIB, link: 0, kind: "data" },
    { offset: 3 * MIB, length: MIB, link: 0, kind: "zero" },
  ]);
});

it("the map of owners has 65,536 cells at most", async () => {
  const { image, disk, geometry } = opened({}, 65_600 * MIB);
  const place = { firstBlock: 0, blocksPerCell: 1, cells: 65_600 };
  const { bytes, links } = await ownerMap({ id: "a", name: "a", image }, disk, geometry, place, UNATTENDED);
  expect(bytes.length / (links.length + 3)).toBe(65_536);
});

it("the map of owners says how far it is", async () => {
  const { image, disk, geometry } = opened();
  const told: (readonly [number, number | null])[] = [];
  const job = {
    ...UNATTENDED,
    progress: (done: number, total: number | null) => void told.push([done, total]),
  };
  const place = { firstBlock: 0, blocksPerCell: 2, cells: 2 };
  await ownerMap({ id: "a", name: "a", image }, disk, geometry, place, job);
  expect(told).toEqual([
    [1, 2],
    [2, 2],
  ]);
});

it("the map of owners has no cell behind the disk's last block", async () => {
  const { image, disk, geometry } = opened();
  const place = { firstBlock: 4, blocksPerCell: 2, cells: 5 };
  const { bytes } = await ownerMap({ id: "a", name: "a", image }, disk, geometry, place, UNATTENDED);
  expect(bytes.length).toBe(0);
});
