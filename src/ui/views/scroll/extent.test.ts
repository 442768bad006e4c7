import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clampTop, maxTop, MIN_THUMB, rowsInSight, thumbOf, topOfThumb, topToReveal } from "./extent.ts";

const HEX_ROWS_OF_64_TIB = 2 ** 42;

const extents = fc.record({
  rows: fc.oneof(
    fc.integer({ min: 0, max: 200 }),
    fc.maxSafeNat().map((n) => n % HEX_ROWS_OF_64_TIB),
  ),
  page: fc.double({ min: 1, max: 90, noNaN: true }),
});

describe("extent", () => {
  it("reaches the first and the last row of 64 TiB of hex exactly", () => {
    const extent = { rows: HEX_ROWS_OF_64_TIB, page: 35.5 };
    expect(topOfThumb(extent, 0, 700)).toBe(0);
    const end = topOfThumb(extent, 700 - MIN_THUMB, 700);
    expect(end).toBe(HEX_ROWS_OF_64_TIB - 35.5);
    expect(rowsInSight(extent, end).last).toBe(HEX_ROWS_OF_64_TIB);
    expect(thumbOf(extent, end, 700)).toEqual({ offset: 700 - MIN_THUMB, size: MIN_THUMB });
  });

  it("moves by single rows at the far end of 64 TiB", () => {
    const extent = { rows: HEX_ROWS_OF_64_TIB, page: 35.5 };
    const end = maxTop(extent);
    expect(clampTop(extent, end - 1) - end).toBe(-1);
    expect(rowsInSight(extent, end - 1).last).toBe(HEX_ROWS_OF_64_TIB - 1);
  });

  it("keeps every position inside", () => {
    fc.assert(
      fc.property(extents, fc.double({ noNaN: true }), (extent, top) => {
        const clamped = clampTop(extent, top);
        expect(clamped).toBeGreaterThanOrEqual(0);
        expect(clamped).toBeLessThanOrEqual(maxTop(extent));
      }),
    );
  });

  it("keeps the thumb on its track, and its position comes back", () => {
    fc.assert(
      fc.property(
        extents.filter(({ rows, page }) => rows > page),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (extent, part) => {
          const track = 600;
          const top = maxTop(extent) * part;
          const thumb = thumbOf(extent, top, track);
          if (thumb === null) throw new Error("no thumb although not everything fits");
          expect(thumb.offset).toBeGreaterThanOrEqual(0);
          expect(thumb.offset + thumb.size).toBeLessThanOrEqual(track + 1e-6);
          expect(thumb.size).toBeGreaterThanOrEqual(MIN_THUMB);
          expect(topOfThumb(extent, thumb.offset, track) / maxTop(extent)).toBeCloseTo(part, 6);
        },
      ),
    );
  });

  it("has no thumb where everything fits", () => {
    expect(thumbOf({ rows: 10, page: 10 }, 0, 300)).toBeNull();
    expect(topOfThumb({ rows: 10, page: 10 }, 40, 300)).toBe(0);
  });

  it("reveals a row with the least movement", () => {
    const extent = { rows: 1000, page: 10.5 };
    expect(topToReveal(extent, 100, 105, "nearest")).toBe(100);
    expect(topToReveal(extent, 100, 99, "nearest")).toBe(99);
    expect(topToReveal(extent, 100, 110, "nearest")).toBe(100.5);
    expect(topToReveal(extent, 100, 999, "nearest")).toBe(989.5);
  });

  it("gives a row from afar room above it, and leaves one in sight alone", () => {
    const extent = { rows: 1000, page: 12 };
    expect(topToReveal(extent, 100, 105, "context")).toBe(100);
    expect(topToReveal(extent, 100, 500, "context")).toBe(497);
    expect(topToReveal(extent, 100, 2, "context")).toBe(0);
    expect(topToReveal(extent, 100.5, 100, "context")).toBe(100);
  });

  it("shows a revealed row whole", () => {
    fc.assert(
      fc.property(
        extents.filter((extent) => extent.rows > 0),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.constantFrom("nearest" as const, "context" as const),
        (extent, from, at, align) => {
          const row = Math.floor(extent.rows * at);
          const top = topToReveal(extent, maxTop(extent) * from, row, align);
          expect(row).toBeGreaterThanOrEqual(top);
          expect(row + 1).toBeLessThanOrEqual(top + extent.page + 2 ** -9);
        },
      ),
    );
  });
});
