import { MIB } from "../../../shared/numbers.ts";
import type { REGIONS } from "../../../vhdx/findings/catalogue/region-rules.ts";
import { REGION_TABLE_OFFSETS } from "../../../vhdx/headers/header-section.ts";
import { BAT_REGION, REGION_TABLE_SIZE, type RegionEntryValues } from "../../../vhdx/structs/region-table.ts";
import type { ImageBuilder } from "../../vhdx/image-builder.ts";
import { UNKNOWN } from "../cases.ts";
import type { RuleCase } from "./case.ts";

const [FIRST, SECOND] = REGION_TABLE_OFFSETS;

const unknown = (image: ImageBuilder, change: Partial<RegionEntryValues> = {}) => ({
  guid: UNKNOWN,
  fileOffset: BigInt(image.data),
  length: MIB,
  ...change,
});
/** The sound regions and one more. */
const withMore = (image: ImageBuilder, change: Partial<RegionEntryValues> = {}) =>
  image.setRegions([...image.regionEntries, unknown(image, change)]);
/** The regions with the BAT's entry changed. */
const withBat = (image: ImageBuilder, change: Partial<RegionEntryValues>) =>
  image.setRegions(
    image.regionEntries.map((entry) => (entry.guid === BAT_REGION ? { ...entry, ...change } : entry)),
  );

export const REGION_CASES: Record<keyof typeof REGIONS, RuleCase> = {
  "no-valid-region-table": {
    spoil: (image) => REGION_TABLE_OFFSETS.forEach((offset) => image.flip(offset)),
    nearMiss: (image) => image.flip(SECOND),
  },
  "region-table-copy-damaged": {
    spoil: (image) => image.flip(FIRST + REGION_TABLE_SIZE - 1),
    nearMiss: (image) => image.flip(SECOND + REGION_TABLE_SIZE),
  },
  "region-tables-differ": {
    spoil: (image) => image.setRegions(image.regionEntries.toReversed(), { copies: [2] }),
    nearMiss: (image) => image.setRegions(image.regionEntries.toReversed()),
  },
  "region-table-reserved": {
    spoil: (image) => image.setRegions(image.regionEntries, { reserved: 1 }),
    nearMiss: (image) => image.setRegions(image.regionEntries, { reserved: 0 }),
  },
  "region-table-slack": {
    spoil: (image) => image.setRegions([...image.regionEntries, unknown(image)], { entryCount: 2 }),
    nearMiss: (image) => image.setRegions([...image.regionEntries], { entryCount: 2 }),
  },
  "region-reserved": {
    spoil: (image) => withBat(image, { reserved: 1 }),
    nearMiss: (image) => withBat(image, { required: 0 }),
  },
  "region-unknown-required": {
    spoil: (image) => withMore(image, { required: 1 }),
    nearMiss: (image) => withMore(image, { required: 0 }),
  },
  "region-unknown": {
    spoil: (image) => withMore(image),
    nearMiss: (image) => withBat(image, { required: 0 }),
  },
  "region-duplicate": {
    spoil: (image) => withMore(image, { guid: BAT_REGION }),
    nearMiss: (image) => withMore(image),
  },
  "region-missing": {
    spoil: (image) => image.setRegions(image.regionEntries.slice(1)),
    nearMiss: (image) => image.setRegions(image.regionEntries.toReversed()),
  },
  "region-misaligned": {
    spoil: (image) => withBat(image, { fileOffset: BigInt(image.data + 4096) }),
    nearMiss: (image) => withBat(image, { fileOffset: BigInt(image.data) }),
  },
  "region-in-header": {
    spoil: (image) => withBat(image, { fileOffset: BigInt(MIB - 4096) }),
    nearMiss: (image) => withBat(image, { fileOffset: BigInt(image.data) }),
  },
  "region-empty": {
    spoil: (image) => withBat(image, { length: 0 }),
    // An unknown region that no reader has to know may be empty.
    nearMiss: (image) => {
      const guid = "abababab-abab-4bab-8bab-abababababab";
      image.setRegions([
        ...image.regionEntries,
        { guid, fileOffset: BigInt(5 * MIB), length: 0, required: 0 },
      ]);
    },
  },
  "region-too-far": {
    spoil: (image) => withBat(image, { fileOffset: 2n ** 53n }),
    nearMiss: (image) => withBat(image, { fileOffset: 2n ** 53n - BigInt(MIB) }),
  },
  "region-length": {
    spoil: (image) => withBat(image, { length: 12 * 1024 }),
    nearMiss: (image) => withBat(image, { length: 2 * MIB }),
  },
  "region-overlap": {
    spoil: (image) => withMore(image, { fileOffset: BigInt(image.metadata.offset) }),
    along: ["region-unknown"],
    nearMiss: (image) => withMore(image, { fileOffset: BigInt(image.data) }),
  },
  "region-beyond-file": {
    spoil: (image) => withBat(image, { fileOffset: BigInt(image.store.size) }),
    nearMiss: (image) => withBat(image, { fileOffset: BigInt(image.store.size - MIB) }),
  },
  "region-unknown-beyond-file": {
    spoil: (image) => withMore(image, { fileOffset: BigInt(image.store.size) }),
    along: ["region-unknown"],
    nearMiss: (image) => withMore(image, { fileOffset: BigInt(image.store.size - MIB) }),
  },
};
