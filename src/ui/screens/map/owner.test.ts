import { expect, it } from "vitest";
import type { OwnerMap } from "../../../../workers/api/index.ts";
import { mainPart, ownerBands, ownerGlyph, ownerParts, ownerRows, ownerSummary, shareText } from "./owner.ts";

const MIB = 2 ** 20;
/** Two cells of a child over its parent: link 0, link 1, zeros, missing, unreadable. */
const map: OwnerMap = {
  firstBlock: 0,
  blocksPerCell: 1,
  links: [
    { link: 0, id: "image-1", name: "child.vhdx" },
    { link: 1, id: "image-2", name: "base.vhdx" },
  ],
  bytes: Float64Array.of(MIB, 3 * MIB, 0, 0, 0, 0, 4 * MIB, 0, 0, 0),
};
const parts = (cell: number, of = map) => ownerParts(of, cell) ?? [];

it("reads one cell, from the disk itself upward", () => {
  expect(parts(0).map(({ name, bytes }) => [name, bytes])).toEqual([
    ["child.vhdx", MIB],
    ["base.vhdx", 3 * MIB],
    ["Zeros", 0],
    ["In a missing parent", 0],
    ["Unreadable", 0],
  ]);
  expect(ownerParts(map, 2)).toBeNull();
  expect(ownerParts(map, -1)).toBeNull();
});

it("divides the cell's height among its owners, and numbers it by the one with the most bytes", () => {
  expect(ownerBands(parts(0), 16).map(({ of, height }) => [ownerGlyph(of), height])).toEqual([
    ["0", 4],
    ["1", 12],
  ]);
  expect(mainPart(parts(0))?.name).toBe("base.vhdx");
});

it("names a single owner, and says how many bytes each of several owners has", () => {
  expect(ownerRows(parts(1))).toEqual([{ name: "Owner", value: "1 base.vhdx, its parent" }]);
  expect(ownerRows(parts(0))).toEqual([
    { name: "0 child.vhdx, this disk", value: "1 MiB" },
    { name: "1 base.vhdx, its parent", value: "3 MiB" },
  ]);
  expect(ownerSummary(parts(0))).toBe("Owners: 1 MiB child.vhdx, 3 MiB base.vhdx.");
});

it("marks what is in a parent that is not open", () => {
  const lost = { ...map, bytes: Float64Array.of(MIB, 0, 0, 3 * MIB, 0) };
  expect(ownerGlyph(mainPart(parts(0, lost)) ?? { owner: "zero" })).toBe("?");
  expect(ownerRows(parts(0, lost))[1]).toMatchObject({ name: "In a missing parent", tone: "invalid" });
});

it.each([
  [0, 100, "0 %"],
  [1, 2 ** 40, "< 0.1 %"],
  [1, 3, "33.3 %"],
  [5, 5, "100.0 %"],
])("says %i of %i bytes as a share", (bytes, total, text) => {
  expect(shareText(bytes, total)).toBe(text);
});
