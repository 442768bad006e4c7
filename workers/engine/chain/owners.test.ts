import { beforeAll, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { ImageBuilder } from "../../testing/vhdx/image-builder.ts";
import { OpenedImage } from "../image/opened-image.ts";
import { UNATTENDED } from "../jobs/jobs.ts";
import { ownerMap, ownerRuns } from "./owners.ts";

beforeAll(loadCrc32c);

function opened() {
  const builder = new ImageBuilder({ virtualSize: 4 * MIB });
  builder.place(1, builder.data / MIB);
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
