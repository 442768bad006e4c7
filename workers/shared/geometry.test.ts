import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GIB, MIB, TIB } from "./numbers.ts";
import { Geometry } from "./geometry.ts";

const disk = fc.record({
  virtualSize: fc.oneof(
    fc.integer({ min: 4096, max: 300 * MIB }),
    fc.nat(64 * TIB - 4096).map((size) => size + 4096),
  ),
  blockSize: fc.nat(8).map((exponent) => MIB * 2 ** exponent),
  logicalSectorSize: fc.constantFrom(512, 4096),
  differencing: fc.boolean(),
});

describe("the worked examples of a BAT's size", () => {
  it.for<[string, number, number, number, boolean, number, number, number]>([
    ["1 GiB in 32 MiB blocks", GIB, 32 * MIB, 512, false, 128, 32, 32],
    ["10 GiB in 1 MiB blocks", 10 * GIB, MIB, 512, false, 4096, 10240, 10242],
    ["10 GiB in 1 MiB blocks, differencing", 10 * GIB, MIB, 512, true, 4096, 10240, 3 * 4097],
    ["64 TiB in 1 MiB blocks", 64 * TIB, MIB, 512, false, 4096, 67108864, 67125247],
    ["exactly one chunk", 4 * GIB, MIB, 512, false, 4096, 4096, 4096],
    ["a chunk and a block", 4 * GIB + MIB, MIB, 512, false, 4096, 4097, 4098],
    ["one sector", 512, 256 * MIB, 512, false, 16, 1, 1],
    ["one sector, differencing", 512, 256 * MIB, 512, true, 16, 1, 17],
    ["sectors of 4096 bytes", 64 * GIB, MIB, 4096, false, 32768, 65536, 65537],
  ])(
    "%s",
    ([, virtualSize, blockSize, logicalSectorSize, differencing, chunkRatio, payloadBlocks, batEntries]) => {
      const geometry = new Geometry({ virtualSize, blockSize, logicalSectorSize, differencing });
      expect(geometry).toMatchObject({ chunkRatio, payloadBlocks, batEntries });
    },
  );

  it.for([512, 4096])("chunk ratios for sectors of %d bytes", (logicalSectorSize) => {
    const ratios = Array.from({ length: 9 }, (_, exponent) => {
      const blockSize = MIB * 2 ** exponent;
      return new Geometry({ virtualSize: TIB, blockSize, logicalSectorSize, differencing: false }).chunkRatio;
    });
    const scale = logicalSectorSize / 512;
    expect(ratios).toEqual([4096, 2048, 1024, 512, 256, 128, 64, 32, 16].map((ratio) => ratio * scale));
  });
});

describe("the index of a block", () => {
  it("leads back to the block, and every entry stands for one thing", () => {
    fc.assert(
      fc.property(disk, fc.nat(), fc.nat(), (facts, a, b) => {
        const geometry = new Geometry(facts);
        const block = a % geometry.payloadBlocks;
        expect(geometry.entryAt(geometry.payloadIndex(block))).toEqual({ kind: "payload", block });
        const chunk = b % geometry.bitmapBlocks;
        expect(geometry.entryAt(geometry.bitmapIndex(chunk))).toEqual({ kind: "bitmap", block: chunk });
        expect(geometry.bitmapIndex(geometry.chunkOf(block))).toBeGreaterThan(geometry.payloadIndex(block));

        const index = a % geometry.batEntries;
        const entry = geometry.entryAt(index);
        if (entry.kind === "payload") expect(geometry.payloadIndex(entry.block)).toBe(index);
        else if (entry.kind === "bitmap") expect(geometry.bitmapIndex(entry.block)).toBe(index);
        else expect(facts.differencing).toBe(true);
      }),
    );
  });

  it("puts the last block of a plain disk, and the last bitmap of a differencing one, into the last entry", () => {
    fc.assert(
      fc.property(disk, (facts) => {
        const geometry = new Geometry(facts);
        const last = facts.differencing
          ? geometry.bitmapIndex(geometry.bitmapBlocks - 1)
          : geometry.payloadIndex(geometry.payloadBlocks - 1);
        expect(last).toBe(geometry.batEntries - 1);
      }),
    );
  });

  it("follows the interleaving, counted one by one", () => {
    const geometry = new Geometry({
      virtualSize: 40 * 256 * MIB + 5 * 512,
      blockSize: 256 * MIB,
      logicalSectorSize: 512,
      differencing: true,
    });
    let block = 0;
    let chunk = 0;
    for (let index = 0; index < geometry.batEntries; index++) {
      if (index % 17 === 16) expect(geometry.entryAt(index)).toEqual({ kind: "bitmap", block: chunk++ });
      else
        expect(geometry.entryAt(index)).toEqual({ kind: block < 41 ? "payload" : "unused", block: block++ });
    }
    expect(chunk).toBe(3);
  });
});

it("takes the blocks together as the whole disk, less a last part of a sector", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 4096, max: 40 * MIB }),
      fc.constantFrom(512, 4096),
      (virtualSize, sector) => {
        const facts = { virtualSize, blockSize: MIB, logicalSectorSize: sector, differencing: false };
        const geometry = new Geometry(facts);
        let bytes = 0;
        for (let block = 0; block < geometry.payloadBlocks; block++) bytes += geometry.bytesInBlock(block);
        expect(bytes).toBe(virtualSize - (virtualSize % sector));
        expect(geometry.virtualSize).toBe(bytes);
      },
    ),
  );
});
