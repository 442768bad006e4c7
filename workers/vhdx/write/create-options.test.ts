import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { GIB, MIB, TIB } from "../../shared/numbers.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { type CreateOptions, createProblem, hyperVDefaults, qemuDefaults } from "./create-options.ts";
import { encodeLocator } from "../chain/locator.ts";
import { readHeaders } from "../headers/headers.ts";
import { readStructures } from "../image.ts";
import { createImage, newFileSize } from "./create.ts";
import { runSteps } from "../../bytes/steps.ts";

beforeAll(loadCrc32c);

const SOUND = hyperVDefaults(10 * GIB);

it("makes a BAT with room for a child's entries, which takes more than the disk's own", () => {
  // 131,071 entries are 1 MiB; with those of whole chunks and all of their sector bitmaps there are 131,104.
  const sizes = { size: 131_040 * MIB, blockSize: MIB, logicalSectorSize: 512, physicalSectorSize: 512 };
  const options: CreateOptions = { ...SOUND, ...sizes, type: "dynamic", blockState: 0 };
  for (const locator of [undefined, encodeLocator({ relative_path: "parent.vhdx" })]) {
    const store = new MemoryStore();
    runSteps(createImage(store, options, undefined, locator === undefined ? {} : { locator }));
    const { regions, findings, geometry } = readStructures(store, readHeaders(store).log);
    expect(geometry?.batEntries).toBe(locator === undefined ? 131_071 : 131_104);
    expect(regions.bat?.length).toBe(2 * MIB);
    expect(findings.map(({ code }) => code)).not.toContain("bat-too-small");
    expect(store.size).toBe(newFileSize(options));
  }
});

it.each([0, 1, 2, 3])("gives every block of a dynamic disk the state %i, and none a place", (blockState) => {
  const store = new MemoryStore();
  const options = { ...SOUND, type: "dynamic", blockState } as CreateOptions;
  runSteps(createImage(store, options));
  const { bat, geometry } = readStructures(store, readHeaders(store).log);
  const found = new Set(Array.from({ length: bat?.entries ?? 0 }, (_, index) => bat?.raw(index)));
  // Between chunks lie entries of sector bitmaps, which the disk has none of.
  const between = (geometry?.payloadBlocks ?? 0) > (geometry?.chunkRatio ?? 0) ? [0n] : [];
  expect(found).toEqual(new Set([BigInt(blockState), ...between]));
});

it("puts the blocks of a fixed disk one after the other, beyond 4 GiB too", () => {
  const store = new MemoryStore();
  const options: CreateOptions = { ...SOUND, size: 9 * GIB, blockSize: 256 * MIB, type: "fixed" };
  runSteps(createImage(store, options));
  const { disk } = readStructures(store, readHeaders(store).log);
  const extents = [...(disk?.extents(0, 9 * GIB) ?? [])];
  expect(extents).toEqual([
    { offset: 0, length: 9 * GIB, source: { kind: "file", fileOffset: store.size - 9 * GIB } },
  ]);
});

describe("what can't be made is told in a sentence", () => {
  it.each<[string, Partial<CreateOptions>]>([
    ["The size must be above zero.", { size: 0 }],
    ["The size must be above zero.", { size: -512 }],
    ["The size must be above zero.", { size: Number.NaN }],
    ["The size must be above zero.", { size: 512.5 }],
    ["The size must be 64 TiB or less.", { size: 64 * TIB + 512 }],
    ["The size must be a multiple of 512 bytes, the logical sector size.", { size: 1000 }],
    [
      "The size must be a multiple of 4096 bytes, the logical sector size.",
      { size: 512, logicalSectorSize: 4096 },
    ],
    ["The logical sector size must be 512 or 4096 bytes.", { logicalSectorSize: 520 }],
    ["The physical sector size must be 512 or 4096 bytes.", { physicalSectorSize: 1024 }],
    [
      "A block size of 3 MiB is not possible; it must be a power of two from 1 MiB to 256 MiB.",
      { blockSize: 3 * MIB },
    ],
    [
      "A block size of 512 KiB is not possible; it must be a power of two from 1 MiB to 256 MiB.",
      { blockSize: MIB / 2 },
    ],
    [
      "A block size of 512 MiB is not possible; it must be a power of two from 1 MiB to 256 MiB.",
      { blockSize: 512 * MIB },
    ],
    [
      "A block size of 0 bytes is not possible; it must be a power of two from 1 MiB to 256 MiB.",
      { blockSize: 0 },
    ],
    ["The log size must be a multiple of 1 MiB, from 1 MiB to 256 MiB.", { logSize: 0 }],
    ["The log size must be a multiple of 1 MiB, from 1 MiB to 256 MiB.", { logSize: 257 * MIB }],
    ["The log size must be a multiple of 1 MiB, from 1 MiB to 256 MiB.", { logSize: MIB + 4096 }],
    ["The creator must have 256 characters or fewer.", { creator: "x".repeat(257) }],
  ])("%s (%o)", (sentence, wrong) => {
    const options = { ...SOUND, ...wrong };
    const store = new MemoryStore();
    expect(createProblem(options)).toBe(sentence);
    expect(() => runSteps(createImage(store, options))).toThrow(sentence);
    expect(store.size).toBe(0);
  });

  it.each<[string, CreateOptions]>([
    ["Hyper-V's defaults", SOUND],
    ["QEMU's defaults", qemuDefaults(GIB)],
    ["the smallest", { ...SOUND, size: 512, blockSize: MIB, creator: "" }],
    [
      "the largest",
      { ...SOUND, size: 64 * TIB, blockSize: 256 * MIB, logSize: 256 * MIB, creator: "x".repeat(256) },
    ],
  ])("nothing speaks against %s", (_name, options) => {
    expect(createProblem(options)).toBeNull();
  });

  it("a file that is not empty is left alone", () => {
    const store = new MemoryStore(new Uint8Array(5).fill(7));
    expect(() => runSteps(createImage(store, SOUND))).toThrow("needs an empty file");
    expect(store.size).toBe(5);
  });
});
