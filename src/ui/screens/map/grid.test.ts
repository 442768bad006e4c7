import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  blockAt,
  blocksBetween,
  blocksPerCellFor,
  cellCorner,
  firstRowAfterZoom,
  firstRowToShow,
  fitBlocksPerCell,
  gridLayout,
  lastFirstRow,
  moveCursor,
} from "./grid.ts";

const BLOCKS_OF_64_TIB = 2 ** 26;
const area = { width: 900, height: 500 };

const areas = fc.record({
  width: fc.integer({ min: 40, max: 4000 }),
  height: fc.integer({ min: 20, max: 2000 }),
});
const blockCounts = fc.oneof(
  fc.integer({ min: 1, max: 3000 }),
  fc.integer({ min: 1, max: BLOCKS_OF_64_TIB }),
);

describe("gridLayout", () => {
  it("makes few cells large and begins rows at round numbers", () => {
    const layout = gridLayout(256, 1, area);
    expect(layout.pitch).toBeGreaterThan(30);
    expect(layout.columns % 8).toBe(0);
    expect(layout.rowsInSight).toBe(layout.rows);
  });

  it("fits the whole of any disk without scrolling at its coarsest", () => {
    fc.assert(
      fc.property(blockCounts, areas, (blocks, room) => {
        const layout = gridLayout(blocks, fitBlocksPerCell(blocks, room), room);
        expect(layout.cells * layout.blocksPerCell).toBeGreaterThanOrEqual(blocks);
        expect(layout.columns * layout.rows).toBeGreaterThanOrEqual(layout.cells);
        if (room.height >= 9 && room.width >= 9) expect(lastFirstRow(layout, room)).toBe(0);
      }),
    );
  });

  it("shows every single block of 64 TiB, a screenful at a time", () => {
    const layout = gridLayout(BLOCKS_OF_64_TIB, 1, area);
    expect(layout.cells).toBe(BLOCKS_OF_64_TIB);
    const first = lastFirstRow(layout, area);
    const { x, y } = cellCorner(layout, first, BLOCKS_OF_64_TIB - 1);
    expect(blockAt(layout, first, BLOCKS_OF_64_TIB, x + 1, y + 1)).toBe(BLOCKS_OF_64_TIB - 1);
    expect(y + layout.pitch).toBeLessThanOrEqual(area.height);
  });
});

describe("cells", () => {
  it("blockAt undoes cellCorner", () => {
    fc.assert(
      fc.property(blockCounts, areas, fc.double({ min: 0, max: 0.999, noNaN: true }), (blocks, room, at) => {
        const layout = gridLayout(blocks, 1, room);
        const block = Math.floor(blocks * at);
        const first = firstRowToShow(layout, room, 0, block);
        const { x, y } = cellCorner(layout, first, block);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(blockAt(layout, first, blocks, x + layout.pitch / 2, y + layout.pitch / 2)).toBe(block);
      }),
    );
  });

  it("has no block beside the last cell or the last column", () => {
    const layout = gridLayout(10, 1, area);
    expect(blockAt(layout, 0, 10, layout.columns * layout.pitch + 1, 1)).toBeNull();
    expect(blockAt(layout, 0, 10, 1, layout.pitch + 1)).toBeNull();
    expect(blockAt(layout, 0, 10, -1, 1)).toBeNull();
  });
});

it("firstRowAfterZoom keeps the block near its height on the screen", () => {
  const layout = gridLayout(1_000_000, 1, area);
  const first = firstRowAfterZoom(layout, area, 500_000, 0.5);
  const { y } = cellCorner(layout, first, 500_000);
  expect(Math.abs(y - area.height / 2)).toBeLessThanOrEqual(layout.pitch);
});

describe("moveCursor", () => {
  const layout = gridLayout(100_000, 4, area);
  const { columns, blocksPerCell } = layout;

  it("moves by cells, rows and to the ends", () => {
    expect(moveCursor(layout, area, 0, "ArrowRight", false)).toBe(blocksPerCell);
    expect(moveCursor(layout, area, 0, "ArrowDown", false)).toBe(columns * blocksPerCell);
    expect(moveCursor(layout, area, 5 * blocksPerCell, "Home", false)).toBe(0);
    expect(moveCursor(layout, area, 0, "End", true)).toBe((layout.cells - 1) * blocksPerCell);
    expect(moveCursor(layout, area, 0, "x", false)).toBeNull();
  });

  it("never leaves the disk, and keeps its column where it can", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: layout.cells - 1 }),
        fc.constantFrom(
          "ArrowLeft",
          "ArrowRight",
          "ArrowUp",
          "ArrowDown",
          "PageUp",
          "PageDown",
          "Home",
          "End",
        ),
        fc.boolean(),
        (cell, key, control) => {
          const to = moveCursor(layout, area, cell * blocksPerCell, key, control) ?? -1;
          expect(to).toBeGreaterThanOrEqual(0);
          expect(to).toBeLessThan(100_000);
          if (/Up|Down/.test(key)) expect((to / blocksPerCell) % columns).toBe(cell % columns);
        },
      ),
    );
  });
});

describe("a rectangle of the grid", () => {
  const room = { width: 320, height: 200 };
  const blocks = 1_000_000;
  const most = fitBlocksPerCell(blocks, room);
  const layout = gridLayout(blocks, most, room);

  it("holds the cells that it touches, whichever corner comes first", () => {
    const { pitch, columns } = layout;
    const a = { x: 2.5 * pitch, y: 1.5 * pitch };
    const b = { x: 4.5 * pitch, y: 3.5 * pitch };
    const range = { first: (columns + 2) * most, last: (3 * columns + 5) * most - 1 };
    expect(blocksBetween(layout, 0, blocks, a, b)).toEqual(range);
    expect(blocksBetween(layout, 0, blocks, b, a)).toEqual(range);
    expect(blocksBetween(layout, 0, blocks, { x: -50, y: -50 }, { x: 1e6, y: 1e6 })).toEqual({
      first: 0,
      last: blocks - 1,
    });
  });

  it("gets the closest zoom at which all of it is in sight", () => {
    const seen = (first: number, last: number) => {
      const blocksPerCell = blocksPerCellFor(blocks, { first, last }, room, most);
      const { columns, pitch } = gridLayout(blocks, blocksPerCell, room);
      const rows =
        Math.floor(last / blocksPerCell / columns) - Math.floor(first / blocksPerCell / columns) + 1;
      expect(rows).toBeLessThanOrEqual(Math.floor(room.height / pitch));
      return blocksPerCell;
    };
    expect(seen(0, blocks - 1)).toBe(most);
    expect(seen(500_000, 500_010)).toBe(1);
    const some = seen(400_000, 420_000);
    expect(some).toBeGreaterThan(1);
    expect(some).toBeLessThan(most);
  });
});
