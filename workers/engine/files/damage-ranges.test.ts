import { expect, it } from "vitest";
import { KIB } from "../../shared/numbers.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { checkRange } from "../../store/store.ts";
import type { Extent, VirtualDisk } from "../../vhdx/disk/disk.ts";
import { type Segment, SegmentStore } from "../../volume/segment-store.ts";
import type { VolumePlace } from "../../volume/volumes.ts";
import { UNATTENDED } from "../jobs/jobs.ts";
import { damageRanges } from "./damage-ranges.ts";
import type { LayerOf } from "./open-systems.ts";
import { filePlaces } from "./places.ts";

const SIZE = 64 * KIB;

/** A disk that stores all it has. */
function disk(): VirtualDisk {
  const store = new MemoryStore(SIZE);
  return Object.assign(store, {
    logicalSectorSize: 512,
    *extents(offset: number, length: number): Generator<Extent> {
      checkRange(store, offset, length);
      yield { offset, length, source: { kind: "file", fileOffset: offset } };
    },
  });
}

const NO_BLOCKS = { layer: { structures: { geometry: null } } } as unknown as LayerOf;

/** A logical volume: one part on the disk, one on none, one that the disk ends in, one past its end. */
const SEGMENTS: readonly Segment[] = [
  { offset: 0, length: 8 * KIB, disk: 0 },
  { offset: 8 * KIB, length: 8 * KIB, disk: null },
  { offset: 16 * KIB, length: 8 * KIB, disk: 60 * KIB },
  { offset: 24 * KIB, length: 8 * KIB, disk: 100 * KIB },
];

it("counts what of a logical volume is on no disk, or past the end of the disk", async () => {
  const on = disk();
  const store = new SegmentStore(on, SEGMENTS);
  const place = { store, length: store.size } as unknown as VolumePlace;
  const { kinds } = await damageRanges(NO_BLOCKS, on, place, [], UNATTENDED);
  expect(Object.fromEntries([...kinds].map(([kind, { runs }]) => [kind, runs]))).toEqual({
    unreadable: [{ start: 8 * KIB, end: 16 * KIB }],
    "cut-off": [{ start: 20 * KIB, end: 32 * KIB }],
  });
});

it("says where a file lies, as far as the disk goes", () => {
  const on = disk();
  const volume = new SegmentStore(on, SEGMENTS);
  const content = {
    size: volume.size,
    read: () => {},
    readBulk: () => Promise.reject(new Error("not read")),
    extents: () => [{ offset: 0, length: volume.size, source: { kind: "volume" as const, offset: 0 } }],
  };
  const { runs } = filePlaces(content, { disk: on, volume, names: ["disk.vhdx"] }, 0, volume.size);
  expect(runs[0]?.disk.map(({ offset, length }) => [offset, length])).toEqual([
    [0, 8 * KIB],
    [60 * KIB, 4 * KIB],
  ]);
});
