import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { GIB, MIB } from "../../shared/numbers.ts";
import { bytesToHex } from "../../shared/text.ts";
import { ReadFailure } from "../../store/read-failure.ts";
import type { ReadableStore } from "../../store/store.ts";
import { readBulkSync } from "../../store/store.ts";
import { BlockDisk, type Extent, type VirtualDisk } from "./disk.ts";
import { BITMAP_BLOCK_SIZE } from "../../shared/geometry.ts";
import { readStructures } from "../image.ts";
import { ImageBuilder, type ImageOptions } from "../../testing/vhdx/image-builder.ts";

await loadCrc32c();

/** Every sector of 512 bytes behind `from` holds another value than its neighbours, without a byte of memory. */
class PatternStore implements ReadableStore {
  readonly #base: ReadableStore;
  readonly #from: number;

  constructor(base: ReadableStore, from: number) {
    this.#base = base;
    this.#from = from;
  }

  static at = (offset: number) => 1 + (Math.floor(offset / 512) % 251);

  get size(): number {
    return this.#base.size;
  }

  read(offset: number, into: Uint8Array): void {
    this.#base.read(offset, into);
    for (let at = Math.max(0, this.#from - offset); at < into.length; at++)
      into[at] = PatternStore.at(offset + at);
  }

  readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return readBulkSync(this, offset, length);
  }
}

interface Entry {
  readonly state: number;
  readonly mib: number;
}

/** Sector bitmaps lie in the MiB right behind the BAT, blocks behind them. */
const BITMAPS = 3;
const FILE_MIB = 24;

/** What the bytes of a sector are, from the rules alone. */
type Source = "zero" | "parent" | "unreadable" | number;

function sourceAt(
  image: ImageBuilder,
  entries: ReadonlyMap<number, Entry>,
  bitmaps: Uint8Array,
  offset: number,
): Source {
  const { blockSize, differencing, logicalSectorSize } = image.geometry;
  const ratio = (2 ** 23 * logicalSectorSize) / blockSize;
  const block = Math.floor(offset / blockSize);
  const chunk = Math.floor(block / ratio);
  const { state, mib } = entries.get(block + chunk) ?? { state: 0, mib: 0 };
  if (state === 0 && differencing) return "parent";
  if (state <= 3) return "zero";
  if (state <= 5 || (state === 7 && !differencing)) return "unreadable";
  if (mib * MIB < image.data) return "unreadable";
  const fileOffset = mib * MIB + (offset % blockSize);
  if (state === 7) {
    const bitmap = entries.get(chunk * (ratio + 1) + ratio);
    if (bitmap?.state !== 6 || bitmap.mib * MIB < image.data) return "unreadable";
    const sector = Math.floor(offset / logicalSectorSize) % 2 ** 23;
    if ((((bitmaps[sector >>> 3] ?? 0) >>> (sector & 7)) & 1) === 0) return "parent";
  }
  return fileOffset < FILE_MIB * MIB ? fileOffset : "unreadable";
}

const options = fc.record({
  type: fc.constantFrom<ImageOptions["type"] & string>("fixed", "dynamic", "differencing"),
  blockSize: fc.constantFrom(MIB, 2 * MIB, 4 * MIB),
  logicalSectorSize: fc.constantFrom(512, 4096),
  sectors: fc.integer({ min: 1, max: 2000 }),
});
const entry = fc.record({
  state: fc.constantFrom(0, 1, 2, 3, 4, 5, 6, 6, 6, 7, 7, 7),
  mib: fc.nat(FILE_MIB + 2),
});

function build(
  {
    type,
    blockSize,
    logicalSectorSize,
    sectors,
  }: {
    type: "fixed" | "dynamic" | "differencing";
    blockSize: number;
    logicalSectorSize: number;
    sectors: number;
  },
  blocks: readonly Entry[],
  bitmap: Entry,
  seed: number,
) {
  const virtualSize = sectors * 4096;
  const image = new ImageBuilder({ type, blockSize, logicalSectorSize, virtualSize });
  image.store.truncate(FILE_MIB * MIB);
  const entries = new Map<number, Entry>();
  for (const [block, each] of blocks.slice(0, image.geometry.payloadBlocks).entries()) {
    entries.set(block, each);
    image.setEntry(image.geometry.payloadIndex(block), { state: each.state, fileOffsetMb: each.mib });
  }
  // The file's own bitmap, runs of all lengths; its entry may name another place, or none.
  const bits = Uint8Array.from({ length: 4096 }, (_, at) => {
    const hash = Math.imul(at + 1, seed | 1) >>> 24;
    return hash < 100 ? 0xff : hash < 200 ? 0 : hash;
  });
  image.store.write(image.data, bits);
  if (type === "differencing") {
    const index = image.geometry.bitmapIndex(0);
    entries.set(index, bitmap);
    image.setEntry(index, { state: bitmap.state, fileOffsetMb: bitmap.mib });
  }
  const store = new PatternStore(image.store, image.data + BITMAPS * MIB);
  const { bat, occupied } = readStructures(store, image.log);
  if (bat === null) throw new Error("the image has no BAT");
  const disk: VirtualDisk = new BlockDisk(store, bat, occupied);
  return { image, disk, entries, bits };
}

/** The extents as one source for each of their sectors, or the offset in the file. */
const spelled = (extents: readonly Extent[], step: number): Source[] =>
  extents.flatMap(({ length, source }) =>
    Array.from({ length: length / step }, (_, nth) =>
      source.kind === "file" ? source.fileOffset + nth * step : source.kind,
    ),
  );

describe("a virtual disk", () => {
  it("takes every sector from where the BAT and the sector bitmap say", async () => {
    const blocks = fc.array(entry, { minLength: 8, maxLength: 8 });
    const bitmap = fc.record({
      state: fc.constantFrom(6, 6, 6, 6, 0, 7),
      mib: fc.constantFrom(4, 4, 4, 4, 0, 3, 1),
    });
    const property = fc.asyncProperty(
      options,
      blocks,
      bitmap,
      fc.integer(),
      fc.nat(),
      fc.nat(),
      async (facts, states, sectorBitmap, seed, a, b) => {
        const { image, disk, entries, bits } = build(facts, states, sectorBitmap, seed);
        const step = facts.logicalSectorSize;
        const sectors = disk.size / step;
        // Windows at the borders of blocks are the ones that go wrong.
        const border = Math.max(0, (a % 8) * (facts.blockSize / step) - (b % 40));
        const from = (a % 2 === 0 ? border : a) % sectors;
        const count = Math.min(sectors - from, 1 + (b % 700));
        const expected = Array.from({ length: count }, (_, nth) =>
          sourceAt(image, entries, bits, (from + nth) * step),
        );

        const extents = [...disk.extents(from * step, count * step)];
        let next = from * step;
        for (const each of extents) {
          expect(each.offset).toBe(next);
          expect(each.length).toBeGreaterThan(0);
          next += each.length;
        }
        expect(next).toBe((from + count) * step);
        expect(spelled(extents, step)).toEqual(expected);

        const into = new Uint8Array(Math.min(count, 12) * step);
        const bad = expected.slice(0, 12).find((source) => source === "parent" || source === "unreadable");
        if (bad === undefined) {
          const bytes = Uint8Array.from(into, (_, at) => {
            const source = expected[Math.floor(at / step)] ?? "zero";
            return typeof source === "number" ? PatternStore.at(source + (at % step)) : 0;
          });
          // Bytes of the bitmap's own MiB are no pattern.
          const own = expected
            .slice(0, 12)
            .some((source) => typeof source === "number" && source < image.data + BITMAPS * MIB);
          disk.read(from * step, into);
          if (!own) expect(bytesToHex(into)).toBe(bytesToHex(bytes));
          expect(bytesToHex(await disk.readBulk(from * step, into.length))).toBe(bytesToHex(into));
        } else {
          const code = bad === "parent" ? "needs-parent" : "unreadable-block";
          expect(() => disk.read(from * step, into)).toThrow(
            expect.objectContaining({ code, structure: "virtual disk" }),
          );
          await expect(disk.readBulk(from * step, into.length)).rejects.toMatchObject({ code });
        }
      },
    );
    await expect(fc.assert(property, { numRuns: 300 })).resolves.toBeUndefined();
  });

  it("gives bytes of any window, aligned to nothing", () => {
    const { disk } = build(
      { type: "dynamic", blockSize: MIB, logicalSectorSize: 512, sectors: 1000 },
      [
        { state: 6, mib: 10 },
        { state: 2, mib: 0 },
        { state: 6, mib: 8 },
        { state: 6, mib: 9 },
      ],
      { state: 0, mib: 0 },
      0,
    );
    const all = new Uint8Array(disk.size);
    disk.read(0, all);
    fc.assert(
      fc.property(fc.nat(disk.size), fc.nat(5000), (from, most) => {
        const into = new Uint8Array(Math.min(most, disk.size - from));
        disk.read(from, into);
        expect(bytesToHex(into)).toBe(bytesToHex(all.subarray(from, from + into.length)));
      }),
    );
    // Blocks that follow each other in the file are one run.
    expect([...disk.extents(2 * MIB, 1_500_000)]).toEqual([
      { offset: 2 * MIB, length: 1_500_000, source: { kind: "file", fileOffset: 8 * MIB } },
    ]);
  });

  it("joins no blocks that lie apart in the file, or that differ in what they are", () => {
    const { disk } = build(
      { type: "dynamic", blockSize: MIB, logicalSectorSize: 512, sectors: 2048 },
      [
        { state: 6, mib: 10 },
        { state: 6, mib: 12 },
        { state: 6, mib: 11 },
        { state: 6, mib: 12 },
        { state: 2, mib: 0 },
        { state: 0, mib: 0 },
        { state: 5, mib: 0 },
        { state: 5, mib: 0 },
      ],
      { state: 0, mib: 0 },
      0,
    );
    expect(
      [...disk.extents(0, 8 * MIB)].map(({ length, source }) => [
        length / MIB,
        source.kind === "file" ? source.fileOffset / MIB : source.kind,
      ]),
    ).toEqual([
      [1, 10],
      [1, 12],
      [2, 11],
      [2, "zero"],
      // Each has a reason of its own.
      [1, "unreadable"],
      [1, "unreadable"],
    ]);
  });

  it("ends where its size says, and refuses to be read past that", () => {
    const { disk } = build(
      { type: "dynamic", blockSize: MIB, logicalSectorSize: 512, sectors: 3 },
      [],
      { state: 0, mib: 0 },
      0,
    );
    expect(disk.size).toBe(3 * 4096);
    expect([...disk.extents(disk.size, 0)]).toEqual([]);
    expect(() => disk.read(disk.size - 1, new Uint8Array(2))).toThrow(
      expect.objectContaining({ code: "out-of-range" }),
    );
  });

  it("reads what of a block lies before the end of the file", () => {
    const { image, disk } = build(
      { type: "dynamic", blockSize: 2 * MIB, logicalSectorSize: 512, sectors: 1024 },
      [{ state: 6, mib: FILE_MIB - 1 }],
      { state: 0, mib: 0 },
      0,
    );
    expect(image.store.size).toBe(FILE_MIB * MIB);
    expect([...disk.extents(0, 2 * MIB)].map(({ length, source }) => [length, source.kind])).toEqual([
      [MIB, "file"],
      [MIB, "unreadable"],
    ]);
    expect([...disk.extents(MIB, MIB)].map(({ source }) => source.kind)).toEqual(["unreadable"]);
  });
});

describe("a disk of more than one chunk", () => {
  it.for(["dynamic", "differencing"] as const)("of type %s skips the bitmaps' entries", (type) => {
    const image = new ImageBuilder({ type, virtualSize: 9 * GIB, blockSize: 256 * MIB });
    const blocks = [0, 15, 16, 17, 31, 32, 35];
    image.store.truncate((20 + 256 * blocks.length) * MIB);
    for (const [nth, block] of blocks.entries()) image.place(block, 20 + 256 * nth);
    const { bat, occupied } = readStructures(image.store, image.log);
    if (bat === null) return expect.fail("the image has no BAT");
    const disk = new BlockDisk(image.store, bat, occupied);
    for (const [nth, block] of blocks.entries()) {
      const [extent] = disk.extents(block * 256 * MIB + 512, 512);
      expect(extent?.source).toEqual({ kind: "file", fileOffset: (20 + 256 * nth) * MIB + 512 });
    }
    const kinds = new Set([...disk.extents(0, disk.size)].map(({ source }) => source.kind));
    expect([...kinds].toSorted((x, y) => x.localeCompare(y))).toEqual([
      "file",
      type === "dynamic" ? "zero" : "parent",
    ]);
    return undefined;
  });

  it("reads each chunk's own sector bitmap, across its windows", () => {
    const image = new ImageBuilder({
      type: "differencing",
      virtualSize: 9 * GIB,
      blockSize: 256 * MIB,
      room: 0,
    });
    const first = image.data / MIB;
    for (const chunk of [0, 1]) {
      image.setEntry(image.geometry.bitmapIndex(chunk), { state: 6, fileOffsetMb: first + chunk });
      image.place(chunk * 16 + 15, first + 2 + chunk * 256, 7);
    }
    image.store.truncate((first + 2 + 512) * MIB);
    // The second half of the last block's bits: all of chunk 0's, the last one alone of chunk 1's.
    const bytes = BITMAP_BLOCK_SIZE / 32;
    image.fill(first * MIB + 31 * bytes, bytes, 0xff);
    image.fill((first + 2) * MIB - 1, 1, 0x80);
    const { bat, occupied } = readStructures(image.store, image.log);
    if (bat === null) return expect.fail("the image has no BAT");
    const disk = new BlockDisk(image.store, bat, occupied);
    const runs = (block: number) => {
      const found: [string, number][] = [];
      for (const { source, length } of disk.extents(block * 256 * MIB, 256 * MIB)) {
        const last = found.at(-1);
        if (last?.[0] === source.kind) last[1] += length;
        else found.push([source.kind, length]);
      }
      return found;
    };
    expect(runs(15)).toEqual([
      ["parent", 128 * MIB],
      ["file", 128 * MIB],
    ]);
    expect(runs(31)).toEqual([
      ["parent", 256 * MIB - 512],
      ["file", 512],
    ]);
    return undefined;
  });
});

it("reads no block that lies over a structure, with its first MiB or with its last", () => {
  const image = new ImageBuilder({ virtualSize: 32 * MIB, blockSize: 4 * MIB, room: 24 * MIB });
  const first = image.data / MIB;
  const guid = "abababab-abab-4bab-8bab-abababababab";
  const region = { guid, fileOffset: BigInt(image.data + 8 * MIB), length: MIB, required: 0 };
  image.setRegions([...image.regionEntries, region]);
  for (const [block, mib] of [4, 5, 6, 7, 8, 9].entries()) image.place(block, first + mib);
  const { disk } = readStructures(image.store, image.log);
  const kinds = [0, 1, 2, 3, 4, 5].map((block) => {
    const [extent] = disk?.extents(block * 4 * MIB, 512) ?? [];
    return extent?.source.kind;
  });
  expect(kinds).toEqual(["file", "unreadable", "unreadable", "unreadable", "unreadable", "file"]);
});

it("reads no block over a structure beyond 4 GiB, where an entry's upper half counts, and one beside it", () => {
  const image = new ImageBuilder({ room: 0 });
  const region = { guid: "abababab-abab-4bab-8bab-abababababab", length: MIB, required: 0 };
  image.setRegions([...image.regionEntries, { ...region, fileOffset: BigInt(9 * GIB) }]);
  image.store.truncate(10 * GIB);
  image.place(1, (9 * GIB) / MIB);
  image.place(2, (9 * GIB) / MIB + 1);
  const { disk } = readStructures(image.store, image.log);
  const kinds = [1, 2].map((block) =>
    [...(disk?.extents(block * MIB, MIB) ?? [])].map(({ source }) => source.kind),
  );
  expect(kinds).toEqual([["unreadable"], ["file"]]);
});

describe("what the store can't read", () => {
  /** A disk with one block, whose store fails with an error. */
  function failing(error: Error): VirtualDisk {
    const image = new ImageBuilder();
    image.place(3, image.data / MIB);
    const { disk } = readStructures(
      new (class extends PatternStore {
        override async readBulk(offset: number, length: number) {
          if (offset >= image.data) throw error;
          return super.readBulk(offset, length);
        }
      })(image.store, image.data),
      image.log,
    );
    if (disk === null) throw new Error("the image must have a virtual disk");
    return disk;
  }

  it("is said with the run of the disk, if it is a run that can't be read", async () => {
    const failure = new ReadFailure({ offset: 4 * MIB, length: 512 });
    await expect(failing(failure).readBulk(3 * MIB, 4096)).rejects.toThrow("The virtual disk needs it");
  });

  it("is passed on as it is, if it is anything else", async () => {
    const failure = new Error("gone");
    await expect(failing(failure).readBulk(3 * MIB, 4096)).rejects.toBe(failure);
  });
});

describe("blocks without storage", () => {
  const BLOCKS = 20_000;
  /** Around the ends of chunks (4,096 blocks) and of pages of the BAT (8,192 entries), and anywhere. */
  const place = fc.oneof(
    fc.constantFrom(0, 4095, 4096, 8189, 8190, 8191, 8192, 12_288, BLOCKS - 1),
    fc.nat(BLOCKS - 1),
  );
  const marks = fc.array(fc.record({ block: place, state: fc.constantFrom(0, 1, 2, 3, 5, 6) }), {
    maxLength: 12,
  });

  it.for(["dynamic", "differencing"] as const)("of type %s come as few runs, none of them lost", (type) => {
    fc.assert(
      fc.property(marks, (marked) => {
        const image = new ImageBuilder({ type, virtualSize: BLOCKS * MIB - 512 * 3, blockSize: MIB });
        image.store.truncate(image.data + MIB);
        for (const { block, state } of marked)
          image.setEntry(image.geometry.payloadIndex(block), {
            state,
            fileOffsetMb: state === 6 ? image.data / MIB : 0,
          });
        const { bat, occupied } = readStructures(image.store, image.log);
        if (bat === null) return expect.fail("the image has no BAT");
        const disk = new BlockDisk(image.store, bat, occupied);
        let at = 0;
        let runs = 0;
        // All of them first: a look at another page of the BAT ends a run.
        for (const { offset, length, source } of [...disk.extents(0, disk.size)]) {
          expect(offset).toBe(at);
          for (let inside = offset; inside < offset + length; inside += MIB) {
            const [alone] = disk.extents(inside, 512);
            if (alone?.source.kind !== source.kind) expect(alone?.source).toEqual(source);
          }
          at += length;
          runs++;
        }
        expect(at).toBe(disk.size);
        // Each mark may part a run in three; pages of the BAT do so too.
        expect(runs).toBeLessThanOrEqual(Math.ceil(BLOCKS / 8192) + 1 + 2 * marked.length);
        return undefined;
      }),
      { numRuns: 30 },
    );
  });
});

it("says of each block behind the end of the BAT that its entry is not there", () => {
  const image = new ImageBuilder({ virtualSize: 131_100 * MIB });
  const [bat, metadata] = image.regionEntries;
  // Of 131,132 entries, 1 MiB has room for 131,072; every 4,097th is that of a sector bitmap.
  image.setRegions([{ ...bat, length: MIB }, { ...metadata }]);
  const { bat: table, occupied } = readStructures(image.store, image.log);
  const disk = table === null ? null : new BlockDisk(image.store, table, occupied);
  const block = 131_072 - Math.floor(131_072 / 4097);
  const extents = [...(disk?.extents((block - 1) * MIB, 3 * MIB) ?? [])];
  expect(
    extents.map(({ length, source }) => [
      length / MIB,
      source.kind === "unreadable" ? source.reason : source.kind,
    ]),
  ).toEqual([
    [1, "zero"],
    [1, `The BAT ends before the entry of block ${block}.`],
    [1, `The BAT ends before the entry of block ${block + 1}.`],
  ]);
});
