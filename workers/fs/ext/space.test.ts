import { beforeAll, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { IntervalSet } from "../../bytes/intervals.ts";
import { runSteps } from "../../bytes/steps.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { floorImage } from "../../testing/fs/ext/floor.ts";
import { ProblemList } from "../common/problem-list.ts";
import { isAllocated, ROOT } from "./inodes.ts";
import { freeOf, freeSpace, structureBlocks } from "./space.ts";
import { findSuperblock } from "./superblocks.ts";
import { ExtVolume } from "./volume.ts";

beforeAll(loadCrc32c);

function opened(image: Uint8Array) {
  const store = new MemoryStore(image);
  const geometry = findSuperblock(store)?.geometry;
  if (geometry === undefined) throw new Error("no superblock");
  return new ExtVolume(store, geometry, new ProblemList());
}

it("calls no structure free, whatever a bitmap says", () => {
  const image = floorImage("ext2");
  const group = opened(image).groups.group(0);
  if (group === null) throw new Error("no group");
  image.fill(0, group.blockBitmap * 1024, (group.blockBitmap + 1) * 1024);
  const volume = opened(image);
  const structures = runSteps(structureBlocks(volume));
  const free = runSteps(freeSpace(volume))?.runs ?? [];
  expect(free.length).toBeGreaterThan(0);
  for (const { offset, length } of free)
    expect([...structures.within(offset / 1024, (offset + length) / 1024)]).toEqual([]);
});

it("gives whole clusters beside structures", () => {
  const sound = opened(floorImage("ext2"));
  const group = sound.groups.group(0);
  if (group === null) throw new Error("no group");
  const geometry = { ...sound.geometry, clusterBlocks: 4, firstBlock: 0 };
  const volume = new ExtVolume(sound.store, geometry, new ProblemList());
  const structures = IntervalSet.of([
    { start: 0, end: 5 },
    { start: 14, end: 15 },
  ]);
  const free = [...(freeOf(volume, { ...group, blocksUnused: true }, structures) ?? [])];
  expect(free.slice(0, 1)).toEqual([{ start: 8, end: 12 }]);
  expect(free[1]?.start).toBe(16);
});

it("says that a bitmap can't be checked where its group's descriptor is not sure", () => {
  const volume = opened(floorImage("ext4-dirty"));
  const group = volume.groups.group(0);
  if (group === null) throw new Error("no group");
  const old = { ...group, blocksUnused: false, isSure: false, blockBitmapSum: group.blockBitmapSum ^ 1 };
  expect(freeOf(volume, old, new IntervalSet())).not.toBeNull();
  expect(volume.problems.list().map(({ code }) => code)).toEqual(["block-bitmap-unchecked"]);
});

it("tells inodes in use by the inode bitmap", () => {
  for (const name of ["ext2", "ext4-dirty"]) {
    const volume = opened(floorImage(name));
    expect(isAllocated(volume, ROOT)).toBe(true);
    expect(isAllocated(volume, volume.geometry.inodes)).toBe(false);
  }
});
