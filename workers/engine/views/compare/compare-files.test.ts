import { describe, expect, it } from "vitest";
import type { Comparison, CompareFilesRequest } from "../../../api/index.ts";
import { loadCrc32c } from "../../../bytes/crc32c.ts";
import { MIB } from "../../../shared/numbers.ts";
import { CachedStore } from "../../../store/cached-store.ts";
import { type ImageOptions, ImageBuilder } from "../../../testing/vhdx/image-builder.ts";
import { header } from "../../../vhdx/structs/header.ts";
import { HEADER_OFFSETS } from "../../../vhdx/headers/header-section.ts";
import { OpenedImage } from "../../image/opened-image.ts";
import { type JobContext, UNATTENDED } from "../../jobs/jobs.ts";
import { compareOpenFiles } from "./compare.ts";

await loadCrc32c();

const ORIGINAL = { name: "original", upTo: null } as const;
const A = { image: "a", layer: ORIGINAL } as const;
const B = { image: "b", layer: ORIGINAL } as const;

/** What a comparison asks for, beside its sides. */
type Question =
  | { readonly kind: "structures" }
  | { readonly kind: "disks"; readonly first: number; readonly blocks: number };

async function compared(
  a: ImageBuilder,
  b: ImageBuilder,
  question: Question,
  job: JobContext = UNATTENDED,
): Promise<Comparison> {
  const images = { a, b };
  const request: CompareFilesRequest = { a: A, b: B, ...question };
  const sideOf = ({ image: id }: typeof A | typeof B | CompareFilesRequest["a"]) => {
    const image = new OpenedImage(new CachedStore(images[id as "a" | "b"].store));
    return { image, layer: image.layer(ORIGINAL), name: `${id}.vhdx` };
  };
  return compareOpenFiles(sideOf, request, job);
}

const sentences = ({ differences }: Comparison) => differences.map(({ sentence }) => sentence);

describe("the structures of two files", () => {
  const structures = (a: ImageBuilder, b: ImageBuilder) => compared(a, b, { kind: "structures" });

  it("are the same, wherever the blocks lie", async () => {
    const other = new ImageBuilder();
    other.fill(other.data, MIB, 7);
    expect(await structures(new ImageBuilder(), other)).toMatchObject({
      space: "file",
      titleA: "a.vhdx, Original",
      titleB: "b.vhdx, Original",
      summary: "No difference.",
      differences: [],
    });
  });

  it("differ field by field in headers and metadata", async () => {
    const other = new ImageBuilder({ virtualSize: 32 * MIB, physicalSectorSize: 4096 });
    other.write(header, HEADER_OFFSETS[0], { sequenceNumber: 3n });
    const found = await structures(new ImageBuilder(), other);
    expect(
      found.differences.map(({ structure, sentence }) => `${structure}: ${sentence.split(":")[0]}`),
    ).toEqual([
      "Header 1: Checksum",
      "Header 1: SequenceNumber",
      "Metadata: Virtual Disk Size, VirtualDiskSize",
      "Metadata: Physical Sector Size, PhysicalSectorSize",
      "BAT: Entries 32 to 63",
    ]);
    expect(sentences(found)[2]).toMatch(/64 MiB.* -> 32 MiB/);
  });

  it("are found where they lie, which may be another place in each file", async () => {
    const a = new ImageBuilder();
    const b = new ImageBuilder({ logLength: 4 * MIB });
    for (const [image, state] of [
      [a, 2],
      [b, 3],
    ] as const)
      image.setEntry(5, { state });
    const { differences } = await structures(a, b);
    expect(differences.at(-1)).toMatchObject({
      structure: "BAT",
      node: "bat/entry/5",
      sentence: "Entry 5: ZERO -> UNMAPPED",
      offsetA: a.bat.offset + 40,
      offsetB: b.bat.offset + 40,
      bytesA: "0200000000000000",
      bytesB: "0300000000000000",
    });
    expect(differences.filter(({ structure }) => structure === "BAT")).toHaveLength(1);
  });

  it("match metadata items by GUID, and name those that one side lacks", async () => {
    const other = new ImageBuilder();
    other.setMetadata(other.items.slice(0, -1).toReversed());
    const found = sentences(await structures(new ImageBuilder(), other));
    expect(found.filter((sentence) => sentence.endsWith("only on side A"))).toHaveLength(1);
    expect(found.filter((sentence) => sentence.includes("BlockSize:"))).toEqual([]);
    expect(found[0]).toMatch(/^Table, EntryCount: 5 .*-> 4/);
  });

  it("differ in the keys of their parent locators", async () => {
    const child = (path: string) =>
      new ImageBuilder({ type: "differencing", parent: { relative_path: path, parent_linkage: "{x}" } });
    const found = sentences(await structures(child("one.vhdx"), child("other.vhdx")));
    expect(found).toContain('Parent Locator, relative_path: "one.vhdx" -> "other.vhdx"');
    expect(found.some((sentence) => sentence.includes("parent_linkage"))).toBe(false);
  });

  it("have BATs that can't be held against each other where blocks differ in size", async () => {
    const found = await structures(new ImageBuilder(), new ImageBuilder({ blockSize: 2 * MIB }));
    expect(sentences(found).at(-1)).toMatch(
      /^Entries mean other blocks, and are not compared: blocks of 1 MiB, .* -> blocks of 2 MiB, /,
    );
  });

  it("name entries that only the longer BAT has", async () => {
    const longer = new ImageBuilder({ virtualSize: 66 * MIB });
    longer.setEntry(65, { state: 2 });
    expect(sentences(await structures(new ImageBuilder(), longer)).at(-1)).toBe(
      "Entries 64 to 65: only on side B",
    );
  });

  it("are said to be on one side alone where the other is damaged beyond reading", async () => {
    const damaged = new ImageBuilder();
    damaged.setRegions([]);
    const found = sentences(await structures(new ImageBuilder(), damaged));
    expect(found).toContain("Only side A has metadata");
    expect(found).toContain("Only side A has a BAT that can be read");
  });
});

describe("the virtual disks of two files", () => {
  const disks = (a: ImageBuilder, b: ImageBuilder, first = 0, blocks = 64) =>
    compared(a, b, { kind: "disks", first, blocks });
  /** A disk with some blocks that are stored, from the first MiB behind the BAT on. */
  function disk(blocks: readonly number[], options: ImageOptions = {}): ImageBuilder {
    const image = new ImageBuilder(options);
    for (const [nth, block] of blocks.entries()) {
      image.place(block, image.data / MIB + nth);
      image.fill(image.data + nth * MIB, MIB, block);
    }
    return image;
  }

  it("are the same by what they read as, not by how they are stored", async () => {
    const stored = disk([5, 2]);
    stored.place(7, stored.data / MIB + 3);
    const zeros = disk([2, 5]);
    zeros.setEntry(7, { state: 2 });
    expect(await disks(stored, zeros)).toMatchObject({
      space: "disk",
      summary: "No difference in blocks 0-63.",
      differences: [],
    });
  });

  it("differ block by block, then sector by sector", async () => {
    const a = disk([1, 2, 3, 9]);
    const b = disk([1, 2, 3]);
    b.fill(b.data + 512, 1, 0xff);
    b.fill(b.data + 5 * 512, 1024, 0xff);
    b.fill(b.data + 2 * MIB - 512, 1024, 0xff);
    const { differences, summary } = await disks(a, b);
    expect(differences.map(({ structure, offsetA, length }) => [structure, offsetA, length])).toEqual([
      ["Block 1", MIB + 512, 512],
      ["Block 1", MIB + 5 * 512, 1024],
      ["Block 2", 3 * MIB - 512, 512],
      ["Block 3", 3 * MIB, 512],
      ["Block 9", 9 * MIB, MIB],
    ]);
    expect(differences[0]).toMatchObject({ bytesA: "01".repeat(32), bytesB: `ff${"01".repeat(31)}` });
    expect(summary).toBe("Of blocks 0-63 4 differ (1-3, 9), 1.00 MiB in sectors that differ.");
  });

  it("are compared in the blocks that were asked for", async () => {
    const { differences, summary } = await disks(disk([1, 2, 3]), disk([]), 2, 1);
    expect(differences.map(({ structure, length }) => [structure, length])).toEqual([["Block 2", MIB]]);
    expect(summary).toMatch(/^Of block 2 1 differs \(2\), 1 MiB/);
    expect((await disks(disk([]), disk([]), 64, 5)).summary).toBe("No block of this range is on both disks.");
  });

  it("list the first differences of a block, and all others of it together", async () => {
    const b = disk([4]);
    for (let sector = 0; sector < 80; sector += 2) b.fill(b.data + sector * 512, 1, 0xff);
    const { differences } = await disks(disk([4]), b);
    expect(differences).toHaveLength(17);
    expect(differences[16]).toMatchObject({
      structure: "Block 4",
      offsetA: 4 * MIB + 32 * 512,
      length: 47 * 512,
      sentence: expect.stringMatching(/^24 more ranges of this block, 12 KiB in all, /),
    });
  });

  it("say which part has nothing to compare", async () => {
    const child = disk([0], {
      type: "differencing",
      parent: { relative_path: "p", parent_linkage: "{22222222-2222-4222-8222-222222222222}" },
    });
    const { differences, summary } = await disks(disk([0, 1]), child, 0, 2);
    expect(differences.map(({ structure, sentence }) => `${structure}: ${sentence}`)).toEqual([
      "Block 1: 1 MiB at 1 MiB not compared: the parent of side B is not open",
    ]);
    expect(summary).toBe("No difference in blocks 0-1. 1 MiB could not be compared.");
  });

  it("are compared as far as the shorter one goes, and the rest is named", async () => {
    const { differences, summary } = await disks(disk([]), disk([], { virtualSize: 70 * MIB }), 0, 70);
    expect(differences.map(({ sentence }) => sentence)).toEqual([
      "Side B is 6 MiB longer; what is there was not compared",
    ]);
    expect(summary).toBe("No difference in blocks 0-63. The disks have 64 MiB and 70 MiB.");
  });

  it("are compared in whole, whatever the blocks' size on either side", async () => {
    const wide = new ImageBuilder({ blockSize: 2 * MIB });
    wide.place(1, wide.data / MIB);
    wide.fill(wide.data, 2 * MIB, 3);
    const { differences } = await disks(wide, disk([3]), 0, 64);
    expect(differences.map(({ structure, offsetA, length }) => [structure, offsetA, length])).toEqual([
      ["Block 2", 2 * MIB, MIB],
    ]);
  });

  it("stop when they are told to", async () => {
    const cancelled = new Error("cancelled");
    const job = { ...UNATTENDED, checkpoint: () => Promise.reject(cancelled) };
    await expect(compared(disk([1]), disk([2]), { kind: "disks", first: 0, blocks: 64 }, job)).rejects.toBe(
      cancelled,
    );
  });
});
