import { expect, it } from "vitest";
import type { FreeSpace } from "../../fs/file-system.ts";
import { VhdxError } from "../../shared/error.ts";
import { MIB } from "../../shared/numbers.ts";
import { SegmentStore } from "../../volume/segment-store.ts";
import { UNATTENDED } from "../jobs/jobs.ts";
import type { LayerOf, OpenSystems } from "./open-systems.ts";
import { spaceOf } from "./space.ts";

const SIZE = 16 * MIB;

interface TestVolume {
  readonly kind?: "disk" | "partition";
  /** MiB of the disk. */
  readonly from: number;
  readonly length: number;
  /** Null: no file system that is read. */
  readonly free: FreeSpace | "unreadable" | null;
  readonly reserved?: boolean;
  /** Name of what is on it. */
  readonly content?: string;
  /** Whether its log is applied; it is unless given. */
  readonly isCurrent?: boolean;
}

const free = (isComplete: boolean, ...runs: readonly (readonly [from: number, length: number])[]) => ({
  isComplete,
  runs: runs.map(([from, length]) => ({ offset: from * MIB, length: length * MIB })),
});

interface TestDisk {
  readonly size: number;
  extents(offset: number, length: number): Iterable<object>;
}

/** A disk of blocks of 1 MiB, of which the first 12 are stored in the file. */
const diskOf = (size: number): TestDisk => ({
  size,
  *extents(offset, length) {
    const stored = Math.max(offset, Math.min(offset + length, 12 * MIB));
    if (offset < stored) yield { offset, length: stored - offset, source: { kind: "file" } };
    if (stored < offset + length)
      yield { offset: stored, length: offset + length - stored, source: { kind: "zero" } };
  },
});

/** Measures a disk of blocks of 1 MiB. */
function measuredUnder(table: object | null, disk: TestDisk, ...volumes: readonly TestVolume[]) {
  const whole = { size: disk.size } as unknown as ConstructorParameters<typeof SegmentStore>[0];
  const places = volumes.map(({ kind = "partition", from, length, reserved = false, content }, nth) => ({
    id: String(nth),
    title: `Volume ${nth}`,
    kind,
    content: content === undefined ? null : { name: content },
    partition: { purpose: "", reserved },
    store: new SegmentStore(whole, [{ offset: 0, length: length * MIB, disk: from * MIB }]),
  }));
  const systems = {
    readers: [],
    volumes: () => ({ places, probe: { table } }),
    system: (_: LayerOf, id: string) => {
      const { free: known = null, isCurrent = true, length = 0 } = volumes[Number(id)] ?? {};
      if (known === null) throw new VhdxError("not-available", "No file system.");
      return {
        fs: {
          facts: { size: length * MIB, isCurrent },
          *free() {
            yield { done: 0, total: 1 };
            return known === "unreadable" ? null : known;
          },
        },
      };
    },
  };
  const of = { layer: { structures: { geometry: { blockSize: MIB } } }, image: { disk: () => disk } };
  return spaceOf(systems as unknown as OpenSystems, of as unknown as LayerOf, UNATTENDED);
}

const measuredOn = (disk: TestDisk, ...volumes: readonly TestVolume[]) =>
  measuredUnder(null, disk, ...volumes);
const measured = (...volumes: readonly TestVolume[]) => measuredOn(diskOf(SIZE), ...volumes);

const runsOf = ({ runs }: Awaited<ReturnType<typeof measured>>) =>
  runs.map(({ offset, length }) => [offset / MIB, length / MIB]);

it("gives back whole stored blocks that a file system calls free", async () => {
  const report = await measured({ kind: "disk", from: 0, length: 16, free: free(true, [2, 1.5], [9.5, 6]) });
  // Blocks 12 to 15 are not stored.
  expect(runsOf(report)).toEqual([
    [2, 1],
    [10, 2],
  ]);
  expect(report).toMatchObject({
    stored: 12 * MIB,
    reclaimable: 3 * MIB,
    blocks: 3,
    isComplete: true,
    words: "3 MiB of 12 MiB could be given back, in whole blocks of 1 MiB",
    volumes: [{ volume: "0", title: "Volume 0", size: 16 * MIB, used: 8.5 * MIB }],
  });
});

it("joins what is free on both sides of a border between partitions", async () => {
  const report = await measured(
    { from: 0, length: 3.5, free: free(true, [2, 1.5]) },
    { from: 3.5, length: 4, free: free(true, [0, 1.5]) },
  );
  expect(runsOf(report)).toEqual([[2, 3]]);
});

it("keeps what another volume uses, or may use, where file systems lie under each other", async () => {
  const old = { kind: "disk", from: 0, length: 16, free: free(true, [1, 10]) } as const;
  const over = await measured(old, { from: 4, length: 6, free: free(true, [4, 2]) });
  expect(runsOf(over)).toEqual([
    [1, 3],
    [8, 3],
  ]);
  expect(over.isComplete).toBe(true);
  // A partition that is not read may hold anything.
  const closed = await measured(old, { from: 4, length: 6, free: null });
  expect(runsOf(closed)).toEqual([
    [1, 3],
    [10, 1],
  ]);
  expect(closed.words).toBe("at least 4 MiB of 12 MiB could be given back, in whole blocks of 1 MiB");
  const reserved = await measured(old, { from: 4, length: 6, free: null, reserved: true });
  expect([runsOf(reserved), reserved.isComplete]).toEqual([runsOf(closed), true]);
});

it("keeps the partition table and its copy, which an older file system of the whole disk calls free", async () => {
  const old = { kind: "disk", from: 0, length: 12, free: free(true, [0, 12]) } as const;
  const disk = diskOf(12 * MIB);
  expect(runsOf(await measuredUnder(null, disk, old))).toEqual([[0, 12]]);
  expect(runsOf(await measuredUnder({ kind: "GPT" }, disk, old))).toEqual([[1, 10]]);
});

it("takes the whole disk for no volume where no file system is on it", async () => {
  const report = await measured(
    { kind: "disk", from: 0, length: 16, free: null },
    { from: 1, length: 4, free: free(true, [0, 2]) },
  );
  expect(runsOf(report)).toEqual([[1, 2]]);
});

it("names no number that was not counted", async () => {
  const coarse = await measured({ from: 0, length: 8, free: free(false, [1, 2]) });
  expect(coarse.volumes).toMatchObject([{ used: null }]);
  expect(coarse.words).toBe("at least 2 MiB of 12 MiB could be given back, in whole blocks of 1 MiB");
  const lost = await measured({ from: 0, length: 8, free: "unreadable" });
  expect(lost).toMatchObject({ reclaimable: 0, volumes: [], isComplete: false });
  expect(lost.words).toMatch(/^12 MiB are stored; what of it is in use is not known/);
});

it("counts all as used where a log holds what can't be applied: the bitmaps may call free what was written last", async () => {
  const all = free(true, [0, 8]);
  const behind = await measured({ from: 0, length: 8, free: all, isCurrent: false });
  expect(behind).toMatchObject({ reclaimable: 0, runs: [], volumes: [], isComplete: false });
  expect(behind.words).toBe(
    "12 MiB are stored; what of it is in use is not known, as Platter can't apply all that is in the log of Volume 0",
  );
  const beside = await measured(
    { from: 0, length: 8, free: all, isCurrent: false },
    { from: 8, length: 8, free: all },
  );
  expect(runsOf(beside)).toEqual([[8, 4]]);
  expect(beside.words).toBe(
    "at least 4 MiB of 12 MiB could be given back, in whole blocks of 1 MiB; there may be more, as Platter can't apply all that is in the log of Volume 0",
  );
});

it("counts a whole disk as used that holds what is not read, and calls nothing complete where nothing is known", async () => {
  const closed = { kind: "disk", from: 0, length: 16, free: null, content: "btrfs" } as const;
  expect(await measured(closed)).toMatchObject({ reclaimable: 0, isComplete: false });
  const inside = await measured(closed, { from: 2, length: 4, free: free(true, [0, 4]) });
  expect(inside).toMatchObject({ reclaimable: 0, isComplete: false });
});

it("takes more free runs than a call takes arguments", async () => {
  const runs = Array.from({ length: 200_000 }, (_, nth) => ({ offset: 2 * nth * MIB, length: MIB }));
  const length = 2 * runs.length;
  const report = await measuredOn(diskOf(length * MIB), {
    from: 0,
    length,
    free: { isComplete: true, runs },
  });
  expect(report).toMatchObject({ reclaimable: 6 * MIB, volumes: [{ used: runs.length * MIB }] });
});

it("counts a block once, of which the file stores several parts", async () => {
  const child: TestDisk = {
    size: SIZE,
    *extents(offset, length) {
      for (let at = offset; at < offset + length; at += MIB / 4)
        yield { offset: at, length: MIB / 4, source: { kind: "file" }, link: (at / (MIB / 4)) % 2 };
    },
  };
  const report = await measuredOn(child, { from: 0, length: 16, free: free(true, [2, 2], [5, 1.5]) });
  expect(report).toMatchObject({ reclaimable: 1.5 * MIB, blocks: 3 });
  expect(report.runs).toHaveLength(6);
});
