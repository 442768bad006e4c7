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
}

const free = (isComplete: boolean, ...runs: readonly (readonly [from: number, length: number])[]) => ({
  isComplete,
  runs: runs.map(([from, length]) => ({ offset: from * MIB, length: length * MIB })),
});

/** Measures a disk of 16 blocks of 1 MiB, of which the first 12 are stored in the file. */
function measured(...volumes: readonly TestVolume[]) {
  const whole = { size: SIZE } as unknown as ConstructorParameters<typeof SegmentStore>[0];
  const places = volumes.map(({ kind = "partition", from, length, reserved = false }, nth) => ({
    id: String(nth),
    title: `Volume ${nth}`,
    kind,
    content: null,
    partition: { purpose: "", reserved },
    store: new SegmentStore(whole, [{ offset: 0, length: length * MIB, disk: from * MIB }]),
  }));
  const systems = {
    readers: [],
    volumes: () => ({ places }),
    system: (_: LayerOf, id: string) => {
      const known = volumes[Number(id)]?.free ?? null;
      if (known === null) throw new VhdxError("not-available", "No file system.");
      return {
        fs: {
          facts: { size: (volumes[Number(id)]?.length ?? 0) * MIB },
          *free() {
            yield { done: 0, total: 1 };
            return known === "unreadable" ? null : known;
          },
        },
      };
    },
  };
  const disk = {
    size: SIZE,
    *extents(offset: number, length: number) {
      for (let at = offset; at < offset + length; at += MIB)
        yield { offset: at, length: MIB, source: at < 12 * MIB ? { kind: "file" } : { kind: "zero" } };
    },
  };
  const of = { layer: { structures: { geometry: { blockSize: MIB } } }, image: { disk: () => disk } };
  return spaceOf(systems as unknown as OpenSystems, of as unknown as LayerOf, UNATTENDED);
}

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
    isComplete: true,
    words: "3 MiB of 12 MiB could be given back",
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
  expect(closed.words).toBe("at least 4 MiB of 12 MiB could be given back");
  const reserved = await measured(old, { from: 4, length: 6, free: null, reserved: true });
  expect([runsOf(reserved), reserved.isComplete]).toEqual([runsOf(closed), true]);
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
  expect(coarse.words).toBe("at least 2 MiB of 12 MiB could be given back");
  const lost = await measured({ from: 0, length: 8, free: "unreadable" });
  expect(lost).toMatchObject({ reclaimable: 0, volumes: [], isComplete: false });
  expect(lost.words).toMatch(/^12 MiB are stored; what of it is in use is not known/);
});
