import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DiskMap } from "../../../../workers/api/index.ts";
import { bandsOf, cellCounts } from "./cell.ts";

const counts = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 100_000 })), {
  minLength: 8,
  maxLength: 8,
});

describe("bandsOf", () => {
  it("fills the cell and shows every state that occurs", () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 8, max: 60 }), (states, height) => {
        const bands = bandsOf(states, height);
        const present = states.flatMap((count, state) => (count > 0 ? [state] : []));
        expect(bands.map((band) => band.of).toSorted((a, b) => a - b)).toEqual(present);
        if (present.length === 0) return;
        expect(bands.reduce((sum, band) => sum + band.height, 0)).toBe(height);
        for (const band of bands) expect(band.height).toBeGreaterThanOrEqual(1);
      }),
    );
  });

  it("puts what is allocated at the bottom", () => {
    const states = [12, 0, 0, 0, 0, 0, 4, 0];
    expect(bandsOf(states, 16)).toEqual([
      { of: 6, height: 4 },
      { of: 0, height: 12 },
    ]);
  });

  it("keeps a single block in sight among thousands", () => {
    expect(bandsOf([4095, 0, 0, 0, 0, 0, 1, 0], 10)).toEqual([
      { of: 6, height: 1 },
      { of: 0, height: 9 },
    ]);
  });
});

it("cellCounts reads one cell of a map", () => {
  const map: DiskMap = {
    firstBlock: 0,
    blocksPerCell: 4,
    totalBlocks: 7,
    blockSize: 2 ** 20,
    states: new Uint32Array([4, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 2, 0]),
    changed: new Uint32Array([0, 2]),
    problems: new Uint32Array([1, 0]),
  };
  expect(cellCounts(map, 1)).toEqual({
    states: [1, 0, 0, 0, 0, 0, 2, 0],
    blocks: 3,
    changed: 2,
    problems: 0,
  });
  expect(cellCounts(map, 2)).toBeNull();
  expect(cellCounts(map, -1)).toBeNull();
});
