import { expect, it } from "vitest";
import { IntervalSet } from "../../bytes/intervals.ts";
import { MIB } from "../../shared/numbers.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { ListedOwners } from "../bat/free-mib.ts";
import { wordsOf } from "../../testing/words.ts";
import { ReleasedRuns } from "./released-runs.ts";
import { FreeSpace } from "./space.ts";

/** Structures at 0-3 MiB, a block at 4-6 MiB, one more MiB that is free at 3 MiB, and two at the end. */
function space(): { store: MemoryStore; free: FreeSpace } {
  const store = new MemoryStore(8 * MIB + 100);
  const occupied = new IntervalSet();
  occupied.add(0, 3);
  const free = new FreeSpace(
    store,
    new ListedOwners(wordsOf([0, 0, 0, 0, 1, 1, 0, 0, 0])),
    occupied,
    6 * MIB,
  );
  return { store, free };
}

it("takes the first gap that is long enough, and none of a MiB that the file ends in", () => {
  const { store, free } = space();
  expect(free.allocate(2 * MIB)).toEqual({ offset: 6 * MIB, fresh: false });
  expect(free.allocate(MIB)).toEqual({ offset: 3 * MIB, fresh: false });
  expect(free.allocate(MIB)).toEqual({ offset: 9 * MIB, fresh: true });
  expect(store.size).toBe(10 * MIB);
});

it("hands out released space once the log is empty, not before", () => {
  const { free } = space();
  free.release(4 * MIB, 2 * MIB);
  expect(free.allocate(2 * MIB).offset).toBe(6 * MIB);
  expect(free.allocate(2 * MIB).offset).toBe(9 * MIB);
  // The log was emptied before the release was in it.
  free.settle();
  expect(free.allocate(2 * MIB).offset).toBe(11 * MIB);
  free.committed();
  expect(free.allocate(2 * MIB).offset).toBe(13 * MIB);
  free.settle();
  expect(free.allocate(2 * MIB)).toEqual({ offset: 4 * MIB, fresh: false });
  // No more than was released, and not twice, however often the log is emptied.
  expect(free.allocate(2 * MIB)).toEqual({ offset: 15 * MIB, fresh: true });
  free.committed();
  free.settle();
  expect(free.allocate(2 * MIB)).toEqual({ offset: 17 * MIB, fresh: true });
});

it("looks at each released run a few times at most, however many are used up", () => {
  const released = new ReleasedRuns();
  const runs = 20_000;
  for (let nth = 0; nth < runs; nth++) released.add({ start: 8 * nth, end: 8 * nth + 2 });
  const taken: (number | null)[] = [];
  for (let nth = 0; nth < runs; nth++) taken.push(released.take(2));
  expect(taken.every((start, nth) => start === 8 * nth)).toBe(true);
  expect(released.take(2)).toBeNull();
  expect(released.looked).toBeLessThanOrEqual(2 * runs);
  released.add({ start: 3, end: 6 });
  expect([released.take(4), released.take(1), released.take(2), released.take(1)]).toEqual([
    null,
    3,
    4,
    null,
  ]);
  expect(released.looked).toBeLessThanOrEqual(5 * runs);
});
