import { beforeAll, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { floorImage } from "../../testing/fs/ext/floor.ts";
import { COMPATIBLE, READ_ONLY } from "./features.ts";
import {
  descriptorPlaces,
  type Geometry,
  geometryOf,
  holdsSuperblock,
  superblockGroups,
} from "./geometry.ts";
import { findSuperblock } from "./superblocks.ts";

beforeAll(loadCrc32c);

function sound(): Geometry {
  const found = findSuperblock(new MemoryStore(floorImage("ext2")));
  if (found === null) throw new Error("no superblock");
  return found.geometry;
}

/** The geometry with other numbers, as a superblock of another file system would give it. */
const other = (change: Partial<Geometry>, superblock: Partial<Geometry["superblock"]> = {}): Geometry => {
  const geometry = sound();
  return { ...geometry, ...change, superblock: { ...geometry.superblock, ...superblock } };
};

it("lists the groups with a superblock in order, each once", () => {
  const geometry = other({ groups: 3000 }, { readOnly: READ_ONLY.sparseSuper, compatible: 0 });
  const listed = [...superblockGroups(geometry)];
  expect(listed).toEqual(
    Array.from({ length: 3000 }, (_, group) => group).filter((group) => holdsSuperblock(geometry, group)),
  );
  expect(listed.slice(0, 9)).toEqual([0, 1, 3, 5, 7, 9, 25, 27, 49]);
  expect([...superblockGroups(other({ groups: 1 }, { readOnly: READ_ONLY.sparseSuper }))]).toEqual([0]);
});

it("goes through no groups between them, however many a superblock makes up", () => {
  const readOnly = READ_ONLY.sparseSuper;
  expect([...superblockGroups(other({ groups: 2 ** 50 }, { readOnly, compatible: 0 }))].length).toBeLessThan(
    80,
  );
  const two = { compatible: COMPATIBLE.sparseSuper2, copyGroup1: 1, copyGroup2: 2 ** 31 };
  expect([...superblockGroups(other({ groups: 2 ** 50 }, two))]).toEqual([0, 1, 2 ** 31]);
});

it("takes no group for one that is smaller than mke2fs makes them", () => {
  const { superblock } = sound();
  const of = (blocksPerGroup: number) => geometryOf({ ...superblock, blocksPerGroup, inodesPerGroup: 64 });
  expect(of(256)).not.toBeNull();
  expect(of(248)).toBeNull();
});

it("finds the descriptors of bigalloc with blocks of 1 KiB behind the superblock, which is in block 1", () => {
  // As mkfs.ext4 -b 1024 -O bigalloc -C 2048 makes 64 MiB, by dumpe2fs.
  const geometry = other(
    { blockSize: 1024, firstBlock: 0, blocksPerGroup: 16_384, groups: 4, descriptorsPerBlock: 16 },
    { readOnly: READ_ONLY.sparseSuper | READ_ONLY.bigalloc, compatible: 0 },
  );
  expect([...descriptorPlaces({ ...geometry, firstMetaGroup: Infinity }, 3)]).toEqual([2, 16_385, 49_153]);
  expect([...descriptorPlaces({ ...geometry, firstMetaGroup: 0 }, 3)][0]).toBe(2);
});
