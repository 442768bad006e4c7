import { expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import { ImageBuilder } from "../../testing/vhdx/image-builder.ts";
import { REGION_TABLE_OFFSETS } from "../headers/header-section.ts";
import type { RegionEntryValues } from "../structs/region-table.ts";
import { readRegions } from "./regions.ts";

await loadCrc32c();

const UNKNOWN = "99999999-9999-4999-8999-999999999999";

/** The regions of an image whose table has these entries. */
function regionsOf(entries: (image: ImageBuilder) => readonly Partial<RegionEntryValues>[]) {
  const image = new ImageBuilder();
  image.setRegions(entries(image));
  return readRegions(image.store, image.log);
}

it("names the region that is missing, and no other", () => {
  for (const [kept, missing] of [
    [0, "metadata"],
    [1, "bat"],
  ] as const) {
    const { findings } = regionsOf(({ regionEntries }) => regionEntries.slice(kept, kept + 1));
    expect(findings.map(({ id }) => id)).toEqual([
      `region-missing:region-table/1@${REGION_TABLE_OFFSETS[0]}~${missing}`,
    ]);
  }
});

it("lists regions by their places, in whatever order the table has them", () => {
  const unknown = { guid: UNKNOWN, fileOffset: BigInt(8 * MIB), length: MIB };
  for (const turned of [false, true]) {
    const { all } = regionsOf(({ regionEntries }) => {
      const entries = [...regionEntries, unknown];
      return turned ? entries.toReversed() : entries;
    });
    expect(all.map(({ offset }) => offset / MIB)).toEqual([2, 3, 8]);
  }
});

it("says which structure a finding is about: a known region, or the table", () => {
  const { findings } = regionsOf(({ regionEntries: [bat, metadata] }) => [
    { ...bat, reserved: 1 },
    { ...metadata },
    { guid: UNKNOWN, fileOffset: BigInt(8 * MIB), length: MIB, reserved: 1 },
  ]);
  expect(findings.map(({ code, structure }) => [code, structure])).toEqual([
    ["region-reserved", "BAT"],
    ["region-reserved", "Region table"],
    ["region-unknown", "Region table"],
  ]);
});
