import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CountBlocks, findBlock } from "./find-block.ts";

const BLOCKS_OF_64_TIB = 2 ** 26;

/** Counts over a few blocks of a disk, and how often it was asked. */
function disk(wanted: readonly number[], blocks: number) {
  const asked = { times: 0 };
  const count: CountBlocks = (first, blocksPerCell, cells) => {
    asked.times += 1;
    const counts = Array.from({ length: cells }, () => 0);
    for (const block of wanted) {
      const cell = Math.floor((block - first) / blocksPerCell);
      if (block < blocks && cell >= 0 && cell < cells) counts[cell] = (counts[cell] ?? 0) + 1;
    }
    return Promise.resolve(counts);
  };
  return { count, asked };
}

describe("findBlock", () => {
  it("finds the neighbours of any block", async () => {
    const lists = fc.uniqueArray(fc.integer({ min: 0, max: 200_000 }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(lists, fc.integer({ min: 0, max: 200_000 }), async (wanted, from) => {
        const { count } = disk(wanted, 200_001);
        const after = wanted.filter((block) => block > from);
        const before = wanted.filter((block) => block < from);
        expect(await findBlock(count, from, 1, 200_001)).toBe(after.length === 0 ? null : Math.min(...after));
        expect(await findBlock(count, from, -1, 200_001)).toBe(
          before.length === 0 ? null : Math.max(...before),
        );
      }),
    );
  });

  it("asks few questions on 64 TiB, found or not", async () => {
    const far = disk([BLOCKS_OF_64_TIB - 1], BLOCKS_OF_64_TIB);
    expect(await findBlock(far.count, 0, 1, BLOCKS_OF_64_TIB)).toBe(BLOCKS_OF_64_TIB - 1);
    expect(far.asked.times).toBeLessThan(12);
    const none = disk([], BLOCKS_OF_64_TIB);
    expect(await findBlock(none.count, 0, 1, BLOCKS_OF_64_TIB)).toBeNull();
    expect(none.asked.times).toBeLessThan(12);
  });

  it("does not find the block it starts from", async () => {
    const { count } = disk([5], 10);
    expect(await findBlock(count, 5, 1, 10)).toBeNull();
    expect(await findBlock(count, 5, -1, 10)).toBeNull();
  });
});
