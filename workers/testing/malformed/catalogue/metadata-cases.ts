import { MIB } from "../../../shared/numbers.ts";
import type { METADATA_TABLE } from "../../../vhdx/findings/catalogue/metadata-rules.ts";
import {
  FILE_PARAMETERS,
  INCOMPLETE_FILE,
  PHYSICAL_SECTOR_SIZE,
  VIRTUAL_DISK_ID,
  VIRTUAL_DISK_SIZE,
} from "../../../vhdx/structs/metadata-items.ts";
import {
  METADATA_TABLE_SIZE,
  metadataTableEntry,
  metadataTableHeader,
} from "../../../vhdx/structs/metadata-table.ts";
import type { ImageBuilder } from "../../vhdx/image-builder.ts";
import { blockSizeOf, u32, UNKNOWN, unknownGuid, withItem, withMore } from "../cases.ts";
import type { RuleCase } from "./case.ts";

const HEAD = metadataTableHeader.fields;
const nothing = new Uint8Array(0);
const users = (image: ImageBuilder, count: number) =>
  withMore(
    image,
    ...Array.from({ length: count }, (_, nth) => ({ itemId: unknownGuid(nth), isUser: 1, bytes: nothing })),
  );
/** A disk ID that begins with a zero byte, as a 32-bit number below 2^24 ends with one: so the two items can overlap. */
const idFromZero = new Uint8Array(16).fill(0x33, 1);
/** An unknown item that a reader may ignore. */
const some = { itemId: UNKNOWN, bytes: u32(1) };
const other = { itemId: unknownGuid(0), bytes: u32(1) };
/** Sets a field of the table's header directly, past the builder. */
const poke = (image: ImageBuilder, field: { offset: number }, value: number) =>
  image.fill(image.metadata.offset + field.offset, 1, value);

export const METADATA_CASES: Record<keyof typeof METADATA_TABLE, RuleCase> = {
  "metadata-table-invalid": {
    spoil: (image) => poke(image, HEAD.signature, 0x4d),
    nearMiss: (image) => poke(image, HEAD.signature, 0x6d),
  },
  "metadata-count": {
    spoil: (image) => image.setMetadata(image.items, 2048),
    nearMiss: (image) => image.setMetadata(image.items, 5),
  },
  "metadata-user-items": {
    spoil: (image) => users(image, 1025),
    along: Array.from({ length: 1025 }, () => "metadata-user-item" as const),
    nearMiss: (image) => users(image, 1024),
  },
  "metadata-reserved": {
    spoil: (image) => poke(image, HEAD.reserved, 1),
    nearMiss: (image) => poke(image, HEAD.reserved, 0),
  },
  "metadata-item-reserved": {
    spoil: (image) => withItem(image, VIRTUAL_DISK_SIZE.guid, { reservedFlags: 1 }),
    nearMiss: (image) => withItem(image, VIRTUAL_DISK_SIZE.guid, { reservedFlags: 0 }),
  },
  "metadata-table-slack": {
    spoil: (image) => image.setMetadata([...image.items, { ...some, bytes: u32(0) }], 5),
    // Windows leaves the last entry a second time.
    nearMiss: ({ store, metadata }) => {
      const last = new Uint8Array(metadataTableEntry.size);
      const end = metadata.offset + metadataTableHeader.size + 5 * last.length;
      store.read(end - last.length, last);
      store.write(end, last);
    },
  },
  "metadata-slack": {
    spoil: (image) => image.fill(image.metadata.offset + image.metadata.length - 1, 1, 1),
    nearMiss: (image) => withItem(image, VIRTUAL_DISK_ID.guid, { offset: MIB - 16 }),
  },
  "metadata-region-large": {
    options: { metadataLength: 129 * MIB },
    spoil: () => {},
    nearMiss: (image) => image.setRegions(image.regionEntries.map((entry) => ({ ...entry, length: MIB }))),
  },
  "metadata-missing": {
    spoil: (image) => withItem(image, VIRTUAL_DISK_SIZE.guid, null),
    nearMiss: (image) => image.setMetadata(image.items.toReversed()),
  },
  "metadata-duplicate": {
    spoil: (image) => withMore(image, { itemId: FILE_PARAMETERS.guid, isRequired: 1, ...blockSizeOf(MIB) }),
    nearMiss: (image) => withMore(image, { itemId: FILE_PARAMETERS.guid, isUser: 1, ...blockSizeOf(MIB) }),
  },
  "metadata-item-nil-id": {
    spoil: (image) => image.setMetadata(image.items, 6),
    nearMiss: (image) => image.setMetadata(image.items, 5),
  },
  "metadata-item-range": {
    spoil: (image) => withItem(image, VIRTUAL_DISK_SIZE.guid, { offset: METADATA_TABLE_SIZE - 8 }),
    along: ["metadata-table-slack"],
    nearMiss: (image) => withItem(image, VIRTUAL_DISK_SIZE.guid, { offset: METADATA_TABLE_SIZE + 8 }),
  },
  "metadata-item-overlap": {
    spoil: (image) =>
      withItem(image, VIRTUAL_DISK_ID.guid, { offset: METADATA_TABLE_SIZE + 23, bytes: idFromZero }),
    nearMiss: (image) => withItem(image, VIRTUAL_DISK_ID.guid, { offset: METADATA_TABLE_SIZE + 24 }),
  },
  "metadata-unknown-range": {
    spoil: (image) => withMore(image, { ...some, offset: MIB }),
    along: ["metadata-unknown"],
    nearMiss: (image) => withMore(image, { ...some, offset: MIB - 4 }),
  },
  "metadata-unknown-overlap": {
    spoil: (image) => withMore(image, { ...some, offset: MIB - 8 }, { ...other, offset: MIB - 5 }),
    along: ["metadata-unknown", "metadata-unknown"],
    nearMiss: (image) => withMore(image, { ...some, offset: MIB - 8 }, { ...other, offset: MIB - 4 }),
  },
  "metadata-empty-with-offset": {
    spoil: (image) => withMore(image, { itemId: UNKNOWN, offset: MIB - 8, bytes: nothing }),
    along: ["metadata-unknown"],
    nearMiss: (image) => withMore(image, { itemId: UNKNOWN, bytes: nothing }),
  },
  "metadata-item-length": {
    spoil: (image) => withItem(image, VIRTUAL_DISK_SIZE.guid, { length: 7 }),
    nearMiss: (image) => withItem(image, VIRTUAL_DISK_SIZE.guid, { length: 8 }),
  },
  "metadata-item-long": {
    spoil: (image) => withItem(image, VIRTUAL_DISK_ID.guid, { length: 17 }),
    nearMiss: (image) => withItem(image, VIRTUAL_DISK_ID.guid, { length: 16 }),
  },
  "metadata-item-flags": {
    spoil: (image) => withItem(image, PHYSICAL_SECTOR_SIZE.guid, { isVirtualDisk: 0 }),
    nearMiss: (image) => withItem(image, PHYSICAL_SECTOR_SIZE.guid, { isVirtualDisk: 1 }),
  },
  "metadata-unknown-required": {
    spoil: (image) => withMore(image, { ...some, isRequired: 1 }),
    nearMiss: (image) => withMore(image, some),
  },
  "metadata-user-required": {
    spoil: (image) => withMore(image, { ...some, isUser: 1, isRequired: 1 }),
    nearMiss: (image) => withMore(image, { ...some, isUser: 1 }),
  },
  "metadata-unknown": {
    spoil: (image) => withMore(image, some),
    nearMiss: (image) => withMore(image, { ...some, isUser: 1 }),
  },
  "metadata-user-item": {
    spoil: (image) => withMore(image, { ...some, isUser: 1 }),
    nearMiss: (image) => withMore(image, some),
  },
  "metadata-incomplete-file": {
    spoil: (image) => withMore(image, { itemId: INCOMPLETE_FILE.guid, isRequired: 1, bytes: nothing }),
    nearMiss: (image) => withMore(image, { itemId: INCOMPLETE_FILE.guid, isUser: 1, bytes: nothing }),
  },
};
