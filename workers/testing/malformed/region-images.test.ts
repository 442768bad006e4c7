import { describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import { REGION_TABLE_OFFSETS } from "../../vhdx/headers/header-section.ts";
import { BAT_REGION, METADATA_REGION } from "../../vhdx/structs/region-table.ts";
import { ImageBuilder } from "../vhdx/image-builder.ts";
import { ALL_ONES, type Case, judge, openImage, UNKNOWN } from "./cases.ts";

await loadCrc32c();

const flipBoth = (image: ImageBuilder, offsets: readonly number[]) => {
  for (const offset of offsets) image.flip(offset + 4);
};

const region = (guid: string, fileOffset: number | bigint, length = MIB, required = 0) => ({
  guid,
  fileOffset: BigInt(fileOffset),
  length,
  required,
});
const REGIONS: readonly Case[] = [
  {
    name: "a damaged first region table",
    spoil: (image) => image.flip(REGION_TABLE_OFFSETS[0] + 4),
    outcome: "opens",
    codes: ["region-table-copy-damaged"],
  },
  {
    name: "a damaged second region table",
    spoil: (image) => image.flip(REGION_TABLE_OFFSETS[1] + 40_000),
    outcome: "opens",
    codes: ["region-table-copy-damaged"],
  },
  {
    name: "two damaged region tables",
    spoil: (image) => flipBoth(image, REGION_TABLE_OFFSETS),
    outcome: "unreadable",
    codes: ["no-valid-region-table"],
  },
  {
    name: "two region tables that differ",
    spoil: (image) =>
      image.setRegions([region(BAT_REGION, 9 * MIB), region(METADATA_REGION, 2 * MIB)], { copies: [2] }),
    outcome: "opens",
    codes: ["region-tables-differ"],
  },
  {
    name: "2048 regions",
    spoil: (image) => image.setRegions(image.regionEntries, { entryCount: 2048 }),
    outcome: "unreadable",
    codes: ["no-valid-region-table"],
  },
  {
    name: "more regions than any table holds",
    spoil: (image) => image.setRegions(image.regionEntries, { entryCount: 0xffff_ffff }),
    outcome: "unreadable",
    codes: ["no-valid-region-table"],
  },
  {
    name: "a region that must be known",
    spoil: (image) => image.setRegions([...image.regionEntries, region(UNKNOWN, 9 * MIB, MIB, 1)]),
    outcome: "unreadable",
    codes: ["region-unknown-required"],
  },
  {
    name: "a region that need not be known",
    spoil: (image) => image.setRegions([...image.regionEntries, region(UNKNOWN, 9 * MIB)]),
    outcome: "opens",
    codes: ["region-unknown"],
  },
  {
    name: "an unknown region over the metadata",
    spoil: (image) => image.setRegions([...image.regionEntries, region(UNKNOWN, image.metadata.offset)]),
    outcome: "unreadable",
    codes: ["region-overlap", "region-unknown"],
  },
  {
    name: "an unknown region past the end of the file",
    spoil: (image) => image.setRegions([...image.regionEntries, region(UNKNOWN, 2n ** 53n - BigInt(MIB))]),
    outcome: "opens",
    codes: ["region-unknown-beyond-file", "region-unknown"],
  },
  {
    name: "two BATs",
    spoil: (image) => image.setRegions([...image.regionEntries, region(BAT_REGION, 9 * MIB)]),
    outcome: "unreadable",
    codes: ["region-duplicate"],
  },
  {
    name: "no BAT",
    spoil: (image) => image.setRegions(image.regionEntries.slice(1)),
    outcome: "unreadable",
    codes: ["region-missing"],
  },
  {
    name: "no region",
    spoil: (image) => image.setRegions([]),
    outcome: "unreadable",
    codes: ["region-missing", "region-missing"],
  },
  {
    name: "metadata at 512 KiB",
    spoil: (image) =>
      image.setRegions([region(BAT_REGION, image.bat.offset), region(METADATA_REGION, 512 * 1024)]),
    outcome: "unreadable",
    codes: ["region-in-header"],
  },
  {
    name: "metadata in the header section",
    spoil: (image) => image.setRegions([region(BAT_REGION, image.bat.offset), region(METADATA_REGION, 0)]),
    outcome: "unreadable",
    codes: ["region-in-header"],
  },
  ...[2n ** 53n, 2n ** 63n, ALL_ONES - BigInt(MIB) + 1n].map((fileOffset): Case => ({
    name: `a BAT at ${fileOffset}`,
    spoil: (image) => image.setRegions([region(BAT_REGION, fileOffset), region(METADATA_REGION, 2 * MIB)]),
    outcome: "unreadable",
    codes: ["region-too-far"],
  })),
  {
    name: "a BAT that ends past 2^53",
    spoil: (image) =>
      image.setRegions([
        region(BAT_REGION, 2n ** 53n - BigInt(MIB), 2 * MIB),
        region(METADATA_REGION, 2 * MIB),
      ]),
    outcome: "damaged",
    codes: ["region-beyond-file"],
  },
  {
    name: "a BAT of 4 GiB",
    spoil: (image) =>
      image.setRegions([region(BAT_REGION, image.bat.offset, 0xfff0_0000), region(METADATA_REGION, 2 * MIB)]),
    outcome: "damaged",
    codes: ["region-beyond-file"],
  },
  {
    name: "a BAT of no length",
    spoil: (image) =>
      image.setRegions([region(BAT_REGION, image.bat.offset, 0), region(METADATA_REGION, 2 * MIB)]),
    outcome: "unreadable",
    codes: ["region-empty"],
  },
  {
    name: "a BAT of 12 KiB, as QEMU took it",
    spoil: (image) =>
      image.setRegions([region(BAT_REGION, image.bat.offset, 12 * 1024), region(METADATA_REGION, 2 * MIB)]),
    outcome: "opens",
    codes: ["region-length"],
  },
  {
    name: "regions that need not be known, as QEMU writes them",
    spoil: (image) => image.setRegions(image.regionEntries.map((entry) => ({ ...entry, required: 0 }))),
    outcome: "opens",
    codes: [],
  },
];

describe("region tables", () => {
  it.for(REGIONS.map((each) => [each.name, each] as const))("%s", ([, each]) => {
    const found = judge(each);
    expect(found.codes).toEqual(each.codes);
    expect(found.outcome).toBe(each.outcome);
    for (const message of found.messages) expect(message).toMatch(/^[A-Z].*[.!?]$/s);
  });

  it("use the first of two tables that differ", () => {
    const image = new ImageBuilder();
    image.setRegions([region(BAT_REGION, 9 * MIB), region(METADATA_REGION, 2 * MIB)], { copies: [2] });
    expect(openImage(image).best.structures.regions.bat?.offset).toBe(image.bat.offset);
    image.flip(REGION_TABLE_OFFSETS[0] + 4);
    expect(openImage(image).best.structures.regions.bat?.offset).toBe(9 * MIB);
  });
});
