import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FileMapPiece } from "../../../api/index.ts";
import { loadCrc32c } from "../../../bytes/crc32c.ts";
import { MIB } from "../../../shared/numbers.ts";
import { CachedStore } from "../../../store/cached-store.ts";
import { HEADER_OFFSETS, REGION_TABLE_OFFSETS } from "../../../vhdx/headers/header-section.ts";
import { ImageBuilder, LOG_GUID } from "../../../testing/vhdx/image-builder.ts";
import { OpenedImage } from "../../image/opened-image.ts";
import { type ViewContext, viewContext } from "../context.ts";
import { fileMap } from "./file-map.ts";
import { gaps } from "./file-runs.ts";

await loadCrc32c();

function contextOf(image: ImageBuilder): ViewContext {
  const opened = new OpenedImage(new CachedStore(image.store));
  return viewContext(opened, opened.best);
}

/** Blocks of 2 MiB at random, over each other, over structures and past the end of the file. */
const image = fc
  .record({
    places: fc.array(fc.nat(70), { maxLength: 12 }),
    cut: fc.nat(3 * MIB),
    region: fc.option(fc.nat(60)),
  })
  .map(({ places, cut, region }) => {
    const built = new ImageBuilder({ blockSize: 2 * MIB, virtualSize: 64 * MIB, room: 60 * MIB });
    places.forEach((mib, block) => built.place(block, mib));
    const unknown = { guid: LOG_GUID, fileOffset: BigInt((region ?? 0) * MIB), length: 3 * MIB };
    if (region !== null) built.setRegions([...built.regionEntries, unknown]);
    built.store.truncate(built.store.size - cut);
    return built;
  });

describe("the strip of a file", () => {
  it("is tiled by its pieces, whatever is asked for", () => {
    fc.assert(
      fc.property(
        image,
        fc.nat(80 * MIB),
        fc.nat(80 * MIB),
        fc.integer({ min: 1, max: 400 }),
        (built, a, b, pieces) => {
          const context = contextOf(built);
          const map = fileMap(context, a, b, pieces);
          const { size } = built.store;
          expect(map.fileSize).toBe(size);
          expect(map.offset).toBe(Math.min(a, size));
          expect(map.length).toBe(Math.min(size, a + b) - map.offset);
          let at = map.offset;
          for (const piece of map.pieces) {
            expect(piece.offset).toBe(at);
            expect(piece.length).toBeGreaterThan(0);
            expect(piece.label).not.toBe("");
            at += piece.length;
          }
          expect(at).toBe(map.offset + map.length);
          // Every second piece at least is as wide as one part of the strip.
          expect(map.pieces.length).toBeLessThanOrEqual(2 * pieces + 1);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("has every run in one of its pieces, and says of how many kinds they are", () => {
    fc.assert(
      fc.property(image, fc.nat(40 * MIB), fc.integer({ min: 1, max: 60 }), (built, offset, pieces) => {
        const context = contextOf(built);
        const runs = fileMap(context, offset, 2 ** 40, 1e9).pieces;
        const narrowest = (built.store.size - Math.min(offset, built.store.size)) / pieces;
        const expected: FileMapPiece[] = [];
        let narrow: FileMapPiece[] = [];
        const flush = () => {
          const [first] = narrow;
          if (first === undefined) return;
          const kinds = [...new Set(narrow.map(({ kind }) => kind))];
          const length = narrow.reduce((sum, each) => sum + each.length, 0);
          const kind = kinds.length === 1 ? first.kind : "mixed";
          const counts = kinds.map((each) => narrow.filter((run) => run.kind === each).length);
          const label = narrow.length === 1 ? first.label : counts.join(" ");
          expected.push({ ...first, length, kind, label });
          narrow = [];
        };
        for (const run of runs) {
          if (run.length >= narrowest) {
            flush();
            expected.push(run);
          } else narrow.push(run);
          if (narrow.reduce((sum, { length }) => sum + length, 0) >= narrowest) flush();
        }
        flush();
        const map = fileMap(context, offset, 2 ** 40, pieces).pieces;
        const counted = map.map((piece, nth) =>
          /^\d+( |$)/.test(expected[nth]?.label ?? "")
            ? { ...piece, label: piece.label.match(/(?<=^|, )[\d,]+/g)?.join(" ") }
            : piece,
        );
        expect(counted).toEqual(expected);
      }),
    );
  });

  it("of no length has no piece", () => {
    expect(fileMap(contextOf(new ImageBuilder()), MIB + 1, 0, 10)).toMatchObject({
      offset: MIB + 1,
      length: 0,
      pieces: [],
    });
  });

  it("ends where it was asked to, though structures overlap there", () => {
    const built = new ImageBuilder();
    built.setRegions([...built.regionEntries, { guid: LOG_GUID, fileOffset: 0n, length: 3 * MIB }]);
    expect(fileMap(contextOf(built), 0, 1, 1).pieces.map(({ offset, length }) => [offset, length])).toEqual([
      [0, 1],
    ]);
  });

  it("names every structure and block where there is room for each", () => {
    const built = new ImageBuilder({ blockSize: 2 * MIB });
    built.place(5, 8);
    built.place(3, 10);
    const map = fileMap(contextOf(built), 0, built.store.size, 1000);
    expect(map.pieces.map(({ kind, offset, node }) => `${kind} ${offset / 1024} ${node}`)).toEqual([
      "identifier 0 identifier",
      `header ${HEADER_OFFSETS[0] / 1024} header/1`,
      `header ${HEADER_OFFSETS[1] / 1024} header/2`,
      `region-table ${REGION_TABLE_OFFSETS[0] / 1024} region-table/1`,
      `region-table ${REGION_TABLE_OFFSETS[1] / 1024} region-table/2`,
      "gap 320 gap/327680",
      "log 1024 log",
      "metadata 2048 metadata",
      "bat 3072 bat",
      "gap 4096 gap/4194304",
      "block 8192 block/5",
      "block 10240 block/3",
      "gap 12288 gap/12582912",
    ]);
  });

  it("merges what is too narrow, and says what it merged", () => {
    const [first] = fileMap(contextOf(new ImageBuilder()), 0, 20 * MIB, 20).pieces;
    expect(first).toMatchObject({ offset: 0, length: MIB, kind: "mixed" });
    expect(first?.label).toBe("1 identifier, 2 headers, 2 region tables, 1 unused run");
  });

  it("leaves as gaps what nothing else takes", () => {
    fc.assert(
      fc.property(image, (built) => {
        const context = contextOf(built);
        const taken = new Uint8Array(Math.ceil(built.store.size / 4096));
        for (const { offset, length, kind } of fileMap(context, 0, built.store.size, 1e9).pieces)
          if (kind !== "gap") taken.fill(1, offset / 4096, Math.ceil((offset + length) / 4096));
        for (const { start, end } of gaps(context.image, context.layer)) {
          expect(taken.subarray(start / 4096, Math.floor(end / 4096)).every((each) => each === 0)).toBe(true);
        }
        const free = gaps(context.image, context.layer).reduce((sum, { start, end }) => sum + end - start, 0);
        const used = taken.reduce((sum, each) => sum + each, 0) * 4096;
        expect(Math.abs(free + used - built.store.size)).toBeLessThan(8192);
      }),
      { numRuns: 40 },
    );
  });
});
