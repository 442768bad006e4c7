import { expect, it } from "vitest";
import { IntervalSet } from "../../bytes/intervals.ts";
import { MIB } from "../../shared/numbers.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { ListedOwners } from "../bat/free-mib.ts";
import { FreeSpace } from "./space.ts";

/** Structures at 0-3 MiB, a block at 4-6 MiB, one more MiB that is free at 3 MiB, and two at the end. */
function space(): { store: MemoryStore; free: FreeSpace } {
  const store = new MemoryStore(8 * MIB + 100);
  const occupied = new IntervalSet();
  occupied.add(0, 3);
  const free = new FreeSpace(
    store,
    new ListedOwners(Uint32Array.of(0, 0, 0, 0, 1, 1, 0, 0, 0)),
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
  free.settle();
  expect(free.allocate(2 * MIB)).toEqual({ offset: 4 * MIB, fresh: false });
});
