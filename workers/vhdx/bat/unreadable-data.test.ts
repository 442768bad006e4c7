import { describe, expect, it } from "vitest";
import { Geometry } from "../../shared/geometry.ts";
import { GIB, MIB } from "../../shared/numbers.ts";
import { UnreadableData } from "./unreadable-data.ts";

const BLOCK = 256 * MIB;
/** 36 blocks in chunks of 16, each followed by the entry of its sector bitmap; the last block is a half. */
const geometry = new Geometry({
  virtualSize: 9 * GIB - BLOCK / 2,
  blockSize: BLOCK,
  logicalSectorSize: 512,
  differencing: false,
});

describe("what of a disk can't be read", () => {
  it("is all from the first block on whose entry is cut off", () => {
    const from = (cutOff: number) => new UnreadableData(geometry).ranges(cutOff);
    const rest = (block: number) => {
      const offset = block * BLOCK;
      const length = geometry.virtualSize - offset;
      return { bytes: length, ranges: [{ offset, length }] };
    };
    expect(from(0)).toEqual(rest(0));
    expect(from(15)).toEqual(rest(15));
    // The entry of a bitmap: the block after it is the first that is gone.
    expect(from(16)).toEqual(rest(16));
    expect(from(17)).toEqual(rest(16));
    expect(from(33)).toEqual(rest(32));
    expect(from(geometry.payloadIndex(35))).toEqual(rest(35));
    expect(from(geometry.payloadIndex(35) + 1).bytes).toBe(0);
  });

  it("is every block that was added, whole or from a byte of it on, and the last one up to the disk's end", () => {
    const data = new UnreadableData(geometry);
    data.add(3);
    data.add(4, MIB);
    data.add(35);
    expect(data.ranges(null)).toEqual({
      bytes: BLOCK + (BLOCK - MIB) + BLOCK / 2,
      ranges: [
        { offset: 3 * BLOCK, length: BLOCK },
        { offset: 4 * BLOCK + MIB, length: BLOCK - MIB },
        { offset: 35 * BLOCK, length: BLOCK / 2 },
      ],
    });
  });
});
