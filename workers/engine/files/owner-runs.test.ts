import { describe, expect, it } from "vitest";
import { MIB } from "../../shared/numbers.ts";
import { OwnerRuns } from "./owner-runs.ts";

const BLOCK = 4096;
const SIZE = 2 ** 40;
const run = (block: number, count = 1) => ({ offset: block * BLOCK, length: count * BLOCK });
const owners = (runs: OwnerRuns, block: number) => [...runs.at(block * BLOCK + 17)];

describe("a list of runs and their owners", () => {
  it("names the owner of each run, and of a block that several have, in any order", () => {
    const runs = new OwnerRuns(SIZE, BLOCK);
    runs.add(12, [run(900, 10), run(5, 2)]);
    runs.add(2 ** 50, [run(7), { offset: 8 * BLOCK + 100, length: 50 }]);
    runs.add(13, [{ offset: 8 * BLOCK, length: 20 }]);
    expect([4, 5, 6, 7, 8, 9, 899, 900, 909, 910].map((block) => owners(runs, block))).toEqual([
      [],
      [12],
      [12],
      [2 ** 50],
      [2 ** 50, 13],
      [],
      [],
      [12],
      [12],
      [],
    ]);
    expect(runs).toMatchObject({ isCoarse: false, isCut: false });
  });

  it("takes 12 bytes a run and 8 an owner", () => {
    const runs = new OwnerRuns(SIZE, BLOCK);
    for (let owner = 0; owner < 100; owner += 1)
      runs.add(
        owner,
        Array.from({ length: 50 }, (_, nth) => run(owner * 100 + nth * 2)),
      );
    expect(runs.count).toBe(5000);
    expect(runs.bytes).toBe(5000 * 12 + 100 * 8);
  });

  it("counts in larger units where a volume has more blocks than 32 bits number", () => {
    const runs = new OwnerRuns(2 ** 50, 512);
    runs.add(1, [{ offset: 2 ** 49, length: 512 }]);
    runs.add(2, [{ offset: 3 * 2 ** 18, length: 512 }]);
    expect([...runs.at(2 ** 49 + 511)]).toEqual([1]);
    expect([...runs.at(3 * 2 ** 18)]).toEqual([2]);
  });
});

describe("a list that is full", () => {
  it("becomes coarse: no owner is lost, and one may be named for a gap between its runs", () => {
    const most = 20_000;
    const runs = new OwnerRuns(SIZE, BLOCK, most);
    const FILES = 40;
    const PIECES = 500;
    // The runs of all files lie between each other.
    const blockOf = (file: number, nth: number) => 1000 + nth * FILES * 3 + file * 3;
    for (let file = 0; file < FILES; file += 1) {
      runs.add(
        file,
        Array.from({ length: PIECES }, (_, nth) => run(blockOf(file, nth), 2)),
      );
      expect(runs.bytes).toBeLessThanOrEqual(most);
    }
    expect(runs).toMatchObject({ isCoarse: true, isCut: false });
    expect(runs.count).toBeLessThan(FILES * PIECES);
    for (let file = 0; file < FILES; file += 7)
      for (let nth = 0; nth < PIECES; nth += 13) expect(owners(runs, blockOf(file, nth))).toContain(file);
    expect(owners(runs, 10)).toEqual([]);
  });

  it("leaves files out where these are too many, and says so", () => {
    const runs = new OwnerRuns(SIZE, BLOCK, 1000);
    for (let file = 0; file < 100; file += 1) runs.add(file, [run(file * 10)]);
    expect(runs.isCut).toBe(true);
    expect(runs.bytes).toBeLessThanOrEqual(1000);
    expect(owners(runs, 0)).toEqual([0]);
    expect(owners(runs, 990)).toEqual([]);
  });

  it("holds millions of runs in 48 MiB", () => {
    const runs = new OwnerRuns(SIZE, BLOCK);
    for (let file = 0; file < 5; file += 1)
      runs.add(
        file,
        (function* () {
          for (let nth = 0; nth < 1_000_000; nth += 1) yield run(nth * 40 + file * 2);
        })(),
      );
    expect(runs.bytes).toBeLessThanOrEqual(48 * MIB);
    expect(runs).toMatchObject({ isCoarse: true, isCut: false });
    expect(owners(runs, 400_004)).toContain(2);
  });
});
