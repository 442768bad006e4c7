import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FileMapPiece } from "../../../../workers/api/index.ts";
import {
  MIN_STRIP,
  panStrip,
  partOfStrip,
  pieceAt,
  showInStrip,
  sizesByKind,
  stripTicks,
  structuresView,
  zoomStrip,
  zoomTo,
} from "./strip.ts";

const MIB = 2 ** 20;
const piece = (offset: number, length: number, kind: FileMapPiece["kind"]): FileMapPiece => ({
  offset,
  length,
  kind,
  label: kind,
  node: null,
});
const pieces = [
  piece(0, 65536, "identifier"),
  piece(65536, MIB - 65536, "gap"),
  piece(MIB, MIB, "log"),
  piece(2 * MIB, MIB, "bat"),
  piece(3 * MIB, MIB, "block"),
  piece(4 * MIB, MIB, "gap"),
];

const sizes = fc.integer({ min: 1, max: 2 ** 46 });
const part = fc.double({ min: 0, max: 1, noNaN: true });
const views = fc.tuple(sizes, part, part).map(([size, at, wide]) => {
  const length = Math.max(1, Math.floor(size * wide));
  return { size, view: { offset: Math.floor((size - length) * at), length } };
});

describe("zoomStrip", () => {
  it("keeps the byte under the pointer", () => {
    const view = zoomStrip({ offset: 0, length: 64 * MIB }, 64 * MIB, 0.5, 0.25);
    expect(view).toEqual({ offset: 8 * MIB, length: 32 * MIB });
  });

  it("stays inside the file and no closer than a sector", () => {
    fc.assert(
      fc.property(
        views,
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        part,
        ({ size, view }, factor, anchor) => {
          const next = zoomStrip(view, size, factor, anchor);
          expect(next.offset).toBeGreaterThanOrEqual(0);
          expect(next.length).toBeGreaterThanOrEqual(Math.min(MIN_STRIP, size));
          expect(next.offset + next.length).toBeLessThanOrEqual(size);
        },
      ),
    );
  });
});

it("panStrip stops at both ends", () => {
  fc.assert(
    fc.property(views, fc.double({ min: -5, max: 5, noNaN: true }), ({ size, view }, by) => {
      const next = panStrip(view, size, by);
      expect(next.length).toBe(view.length);
      expect(next.offset).toBeGreaterThanOrEqual(0);
      expect(next.offset + next.length).toBeLessThanOrEqual(size);
    }),
  );
});

it("showInStrip moves only for what is out of sight", () => {
  const view = { offset: 10 * MIB, length: MIB };
  expect(showInStrip(view, 64 * MIB, 10.5 * MIB)).toBe(view);
  expect(showInStrip(view, 64 * MIB, 20 * MIB)).toEqual({ offset: 19.5 * MIB, length: MIB });
  expect(showInStrip(view, 64 * MIB, 0)).toEqual({ offset: 0, length: MIB });
});

it("pieceAt finds the piece of every offset, and none beyond the end", () => {
  expect([0, 65535, 65536, 2.5 * MIB, 5 * MIB - 1].map((at) => pieceAt(pieces, at))).toEqual([0, 0, 1, 3, 5]);
  expect(pieceAt(pieces, 5 * MIB)).toBeNull();
  expect(pieceAt([], 0)).toBeNull();
});

it("sizesByKind adds up to the file", () => {
  const sums = sizesByKind(pieces);
  expect(sums.reduce((sum, each) => sum + each.length, 0)).toBe(5 * MIB);
  expect(sums.find((each) => each.kind === "gap")).toEqual({
    kind: "gap",
    pieces: 2,
    length: 2 * MIB - 65536,
  });
});

it("structuresView ends where the last structure ends", () => {
  expect(structuresView(pieces)).toEqual({ offset: 0, length: 3 * MIB });
  expect(structuresView([piece(0, 5, "gap")])).toBeNull();
});

it("stripTicks gives few round offsets inside the view", () => {
  expect(stripTicks({ offset: 0, length: 4 * MIB }, 4)).toEqual([0, MIB, 2 * MIB, 3 * MIB, 4 * MIB]);
  fc.assert(
    fc.property(views, ({ view }) => {
      const ticks = stripTicks(view, 8);
      expect(ticks.length).toBeLessThanOrEqual(9);
      for (const tick of ticks) {
        expect(tick % 512).toBe(0);
        expect(tick).toBeGreaterThanOrEqual(view.offset);
        expect(tick).toBeLessThanOrEqual(view.offset + view.length);
      }
    }),
  );
});

describe("a part of the strip", () => {
  const view = { offset: 1000_000, length: 400_000 };

  it("is what was drawn, in either direction, cut at the view's ends", () => {
    expect(partOfStrip(view, 10_000_000, 0.25, 0.75)).toEqual({ offset: 1_100_000, length: 200_000 });
    expect(partOfStrip(view, 10_000_000, 0.75, 0.25)).toEqual({ offset: 1_100_000, length: 200_000 });
    expect(partOfStrip(view, 10_000_000, -3, 9)).toEqual(view);
  });

  it("never is closer than the strip zooms, nor outside of the file", () => {
    expect(partOfStrip(view, 10_000_000, 0.5, 0.5)).toEqual({
      offset: 1_200_000 - MIN_STRIP / 2,
      length: MIN_STRIP,
    });
    expect(partOfStrip({ offset: 0, length: 8192 }, 8192, 1, 1)).toEqual({ offset: 4096, length: 4096 });
    expect(partOfStrip({ offset: 0, length: 100 }, 100, 0.1, 0.2)).toEqual({ offset: 0, length: 100 });
    expect(zoomTo({ offset: 65_536, length: 1_048_576 }, 10_000_000)).toEqual({
      offset: 65_536,
      length: 1_048_576,
    });
    expect(zoomTo({ offset: 0, length: 512 }, 10_000_000)).toEqual({ offset: 0, length: MIN_STRIP });
  });
});
