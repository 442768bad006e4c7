import { expect, it } from "vitest";
import { unusedBlocks } from "./unused.ts";

const MIB = 2 ** 20;
/** Blocks 2 to 4, 7, and a last one that is shorter than a block. */
const runs = [
  { offset: 2 * MIB, length: 3 * MIB },
  { offset: 7 * MIB, length: MIB },
  { offset: 10 * MIB, length: MIB / 2 },
];
const unused = (first: number, count: number) => unusedBlocks({ runs }, MIB, first, count);

it("counts unused blocks among some, one by one and many at once", () => {
  expect(Array.from({ length: 12 }, (_, block) => unused(block, 1))).toEqual([
    0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 1, 0,
  ]);
  expect(unused(0, 11)).toBe(5);
  expect(unused(3, 5)).toBe(3);
  expect(unused(5, 2)).toBe(0);
  expect(unusedBlocks({ runs: [] }, MIB, 0, 11)).toBe(0);
});

it("counts a block once, of which a child stores several parts", () => {
  const parts = { runs: [0, 2, 4, 2049].map((sector) => ({ offset: sector * 512, length: 512 })) };
  expect([0, 1, 2].map((block) => unusedBlocks(parts, MIB, block, 1))).toEqual([1, 1, 0]);
  expect(unusedBlocks(parts, MIB, 0, 3)).toBe(2);
});
