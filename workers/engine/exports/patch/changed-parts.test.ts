import { expect, it } from "vitest";
import { KIB, MIB } from "../../../shared/numbers.ts";
import { MemoryStore } from "../../../store/memory-store.ts";
import { OverlayStore } from "../../../store/overlay-store.ts";
import { changedParts } from "./changed-parts.ts";

const BAT = { offset: 3 * MIB, length: MIB };
const PLACES = {
  log: { offset: MIB, length: MIB },
  metadata: { offset: 2 * MIB, length: MIB },
  // 600 entries are in use.
  bat: { offset: BAT.offset, length: 600 * 8 },
  regions: [{ offset: 2 * MIB, length: MIB }, BAT],
};
const SECTOR = 4 * KIB;

/** What a change of single bytes comes to, where whole sectors are written. */
function partsOf(offsets: readonly number[], logEntries = 0): readonly string[] {
  const before = new MemoryStore(new Uint8Array(5 * MIB));
  const after = new OverlayStore(before);
  for (const offset of offsets) after.write(offset, Uint8Array.of(7));
  const sectors = new Set(offsets.map((offset) => Math.floor(offset / SECTOR) * SECTOR));
  const ranges = [...sectors].map((offset) => ({ offset, length: SECTOR }));
  return changedParts(ranges, before, after, PLACES, logEntries);
}

it("names each structure that is written", () => {
  expect(partsOf([0])).toEqual(["the file type identifier"]);
  expect(partsOf([64 * KIB, 128 * KIB])).toEqual(["headers"]);
  expect(partsOf([256 * KIB])).toEqual(["region tables"]);
  expect(partsOf([MIB + 100])).toEqual(["the log area"]);
  expect(partsOf([2 * MIB])).toEqual(["metadata"]);
});

it("counts BAT entries that differ, not those of the sectors that are written", () => {
  expect(partsOf([BAT.offset, BAT.offset + 7, BAT.offset + 8, BAT.offset + 599 * 8])).toEqual([
    "3 BAT entries",
  ]);
  // Behind the last entry in use.
  expect(partsOf([BAT.offset + 600 * 8])).toEqual([]);
});

it("adds up the rest as data", () => {
  expect(partsOf([4 * MIB, 4 * MIB + SECTOR, 4 * MIB + 10 * SECTOR])).toEqual(["12 KiB of data"]);
});

it("begins with the log's entries", () => {
  expect(partsOf([64 * KIB, BAT.offset, 4 * MIB], 2)).toEqual([
    "2 log entries",
    "1 BAT entry",
    "headers",
    "4 KiB of data",
  ]);
});
