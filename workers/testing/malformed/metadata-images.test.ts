import { describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB, TIB } from "../../shared/numbers.ts";
import {
  FILE_PARAMETERS,
  INCOMPLETE_FILE,
  LOGICAL_SECTOR_SIZE,
  PHYSICAL_SECTOR_SIZE,
  VIRTUAL_DISK_ID,
  VIRTUAL_DISK_SIZE,
} from "../../vhdx/structs/metadata-items.ts";
import { ImageBuilder } from "../vhdx/image-builder.ts";
import {
  ALL_ONES,
  blockSizeOf,
  type Case,
  diskSizeOf,
  judge,
  openImage,
  u32,
  UNKNOWN,
  unknownGuid,
  withItem,
  withMore,
} from "./cases.ts";

await loadCrc32c();

const METADATA: readonly Case[] = [
  {
    name: "a signature in upper case",
    spoil: (image) => image.fill(image.metadata.offset, 1, 0x4d),
    outcome: "unreadable",
    codes: ["metadata-table-invalid"],
  },
  {
    name: "2048 items",
    spoil: (image) => image.setMetadata(image.items, 2048),
    outcome: "unreadable",
    codes: ["metadata-count"],
  },
  {
    name: "as many items as the field can say",
    spoil: (image) => image.setMetadata(image.items, 0xffff),
    outcome: "unreadable",
    codes: ["metadata-count"],
  },
  {
    name: "more than 1024 items of users",
    spoil: (image) =>
      image.setMetadata([
        ...image.items,
        ...Array.from({ length: 1025 }, (_, nth) => ({
          itemId: unknownGuid(nth),
          isUser: 1,
          bytes: new Uint8Array(0),
        })),
      ]),
    outcome: "unreadable",
    codes: ["metadata-user-items", ...Array.from({ length: 1025 }, () => "metadata-user-item" as const)],
  },
  {
    name: "no File Parameters",
    spoil: (image) => withItem(image, FILE_PARAMETERS.guid, null),
    outcome: "unreadable",
    codes: ["metadata-missing"],
  },
  {
    name: "no Virtual Disk ID",
    spoil: (image) => withItem(image, VIRTUAL_DISK_ID.guid, null),
    outcome: "damaged",
    codes: ["disk-id-missing"],
  },
  {
    name: "no Physical Sector Size",
    spoil: (image) => withItem(image, PHYSICAL_SECTOR_SIZE.guid, null),
    outcome: "damaged",
    codes: ["physical-sector-size-missing"],
  },
  {
    name: "File Parameters twice",
    spoil: (image) => withMore(image, { itemId: FILE_PARAMETERS.guid, isRequired: 1, ...blockSizeOf(MIB) }),
    outcome: "unreadable",
    codes: ["metadata-duplicate"],
  },
  {
    name: "a user's item with the id of File Parameters",
    spoil: (image) =>
      image.setMetadata([
        { itemId: FILE_PARAMETERS.guid, isUser: 1, ...blockSizeOf(4 * MIB) },
        ...image.items,
      ]),
    outcome: "opens",
    codes: ["metadata-user-item"],
  },
  {
    name: "an unknown item that must be known",
    spoil: (image) => withMore(image, { itemId: UNKNOWN, isRequired: 1, bytes: u32(1) }),
    outcome: "unreadable",
    codes: ["metadata-unknown-required"],
  },
  {
    name: "an unknown item",
    spoil: (image) => withMore(image, { itemId: UNKNOWN, bytes: u32(1) }),
    outcome: "opens",
    codes: ["metadata-unknown"],
  },
  {
    name: "a user's item that must be known",
    spoil: (image) => withMore(image, { itemId: UNKNOWN, isUser: 1, isRequired: 1, bytes: u32(1) }),
    outcome: "unreadable",
    codes: ["metadata-user-required"],
  },
  {
    name: "the mark of a file that was never finished",
    spoil: (image) =>
      withMore(image, { itemId: INCOMPLETE_FILE.guid, isRequired: 1, bytes: new Uint8Array(0) }),
    outcome: "unreadable",
    codes: ["metadata-incomplete-file"],
  },
  {
    name: "an item in the table",
    spoil: (image) => withItem(image, VIRTUAL_DISK_SIZE.guid, { offset: 0x8000 }),
    outcome: "unreadable",
    codes: ["metadata-item-range", "metadata-table-slack"],
  },
  {
    name: "an item past the region",
    spoil: (image) => withItem(image, VIRTUAL_DISK_SIZE.guid, { offset: MIB - 4 }),
    outcome: "unreadable",
    codes: ["metadata-item-range"],
  },
  {
    name: "an item at the largest offset",
    spoil: (image) => withItem(image, VIRTUAL_DISK_SIZE.guid, { offset: 0xffff_ffff }),
    outcome: "unreadable",
    codes: ["metadata-item-range"],
  },
  {
    name: "an item of the largest length",
    spoil: (image) => withItem(image, VIRTUAL_DISK_SIZE.guid, { length: 0xffff_ffff }),
    outcome: "unreadable",
    codes: ["metadata-item-range"],
  },
  {
    name: "an unknown item past the region",
    spoil: (image) => withMore(image, { itemId: UNKNOWN, offset: MIB, bytes: u32(1) }),
    outcome: "opens",
    codes: ["metadata-unknown-range", "metadata-unknown"],
  },
  {
    name: "an empty item with a place",
    spoil: (image) => withMore(image, { itemId: UNKNOWN, offset: 70_000, bytes: new Uint8Array(0) }),
    outcome: "opens",
    codes: ["metadata-empty-with-offset", "metadata-unknown"],
  },
  {
    name: "two sector sizes that overlap by two bytes",
    spoil: (image) => {
      image.setMetadata(
        image.items.map((item) => {
          if (item.itemId === LOGICAL_SECTOR_SIZE.guid) return { ...item, offset: 0x1_0100 };
          // The value written last gives 512 for both: bytes 00 02 00 00 02 00 00.
          return item.itemId === PHYSICAL_SECTOR_SIZE.guid ? { ...item, offset: 0x1_0102 } : item;
        }),
      );
      image.fill(image.metadata.offset + 0x1_0100, 6, 0);
      image.fill(image.metadata.offset + 0x1_0101, 1, 2);
      image.fill(image.metadata.offset + 0x1_0103, 1, 2);
    },
    outcome: "unreadable",
    codes: ["metadata-item-overlap", "sector-size"],
  },
  {
    name: "a known item among hundreds of unknown ones over each other",
    spoil: (image) =>
      image.setMetadata([
        ...Array.from({ length: 300 }, (_, nth) => ({
          itemId: unknownGuid(nth),
          offset: 0x1_1000,
          bytes: new Uint8Array(64),
        })),
        ...image.items.map((item) =>
          item.itemId === VIRTUAL_DISK_ID.guid ? { ...item, offset: 0x1_1000 } : item,
        ),
      ]),
    outcome: "unreadable",
    codes: [
      "metadata-item-overlap",
      ...Array.from({ length: 100 }, () => "metadata-unknown-overlap" as const),
      ...Array.from({ length: 300 }, () => "metadata-unknown" as const),
    ],
  },
  {
    name: "a short item",
    spoil: (image) => withItem(image, VIRTUAL_DISK_SIZE.guid, { length: 4 }),
    outcome: "unreadable",
    codes: ["metadata-item-length"],
  },
  {
    name: "a long item",
    spoil: (image) => withItem(image, VIRTUAL_DISK_ID.guid, { length: 20 }),
    outcome: "opens",
    codes: ["metadata-item-long"],
  },
  {
    name: "an empty item that has a value",
    spoil: (image) => withItem(image, VIRTUAL_DISK_SIZE.guid, { bytes: new Uint8Array(0) }),
    outcome: "unreadable",
    codes: ["metadata-item-length"],
  },
  {
    name: "wrong flags",
    spoil: (image) => withItem(image, VIRTUAL_DISK_SIZE.guid, { isVirtualDisk: 0 }),
    outcome: "opens",
    codes: ["metadata-item-flags"],
  },
  {
    name: "reserved flags",
    spoil: (image) => withItem(image, VIRTUAL_DISK_SIZE.guid, { reservedFlags: 1 }),
    outcome: "opens",
    codes: ["metadata-item-reserved"],
  },
  ...[3 * MIB, MIB / 2, 512 * MIB, 0].map((blockSize): Case => ({
    name: `blocks of ${blockSize} bytes`,
    spoil: (image) => withItem(image, FILE_PARAMETERS.guid, blockSizeOf(blockSize)),
    outcome: "unreadable",
    codes: ["block-size"],
  })),
  ...[0n, BigInt(64 * TIB + 512), ALL_ONES].map((size): Case => ({
    name: `a disk of ${size} bytes`,
    spoil: (image) => withItem(image, VIRTUAL_DISK_SIZE.guid, diskSizeOf(size)),
    outcome: "unreadable",
    codes: [size === 0n ? "virtual-size-zero" : "virtual-size"],
  })),
  {
    name: "a disk that ends inside a sector",
    spoil: (image) => withItem(image, VIRTUAL_DISK_SIZE.guid, diskSizeOf(BigInt(64 * MIB - 100))),
    outcome: "damaged",
    codes: ["virtual-size-unaligned"],
  },
  {
    name: "logical sectors of 520 bytes",
    spoil: (image) => withItem(image, LOGICAL_SECTOR_SIZE.guid, { bytes: u32(520) }),
    outcome: "unreadable",
    codes: ["sector-size"],
  },
  {
    name: "physical sectors of 520 bytes",
    spoil: (image) => withItem(image, PHYSICAL_SECTOR_SIZE.guid, { bytes: u32(520) }),
    outcome: "opens",
    codes: ["physical-sector-size"],
  },
  {
    name: "a disk too large for its BAT",
    spoil: (image) => withItem(image, VIRTUAL_DISK_SIZE.guid, diskSizeOf(BigInt(TIB))),
    outcome: "unreadable",
    codes: ["bat-too-small"],
  },
];

describe("metadata", () => {
  it.for(METADATA.map((each) => [each.name, each] as const))("%s", ([, each]) => {
    const found = judge(each);
    expect(found.codes).toEqual(each.codes);
    expect(found.outcome).toBe(each.outcome);
    for (const message of found.messages) expect(message).toMatch(/^[A-Z].*[.!?]$/s);
  });

  it("gives the whole sectors of a disk that ends inside one", () => {
    const image = new ImageBuilder();
    withItem(image, VIRTUAL_DISK_SIZE.guid, diskSizeOf(BigInt(64 * MIB - 100)));
    const opened = openImage(image);
    expect(opened.disk(opened.best).size).toBe(64 * MIB - 512);
  });

  it("takes no user item for a system item", () => {
    const image = new ImageBuilder();
    image.setMetadata([{ itemId: FILE_PARAMETERS.guid, isUser: 1, ...blockSizeOf(4 * MIB) }, ...image.items]);
    expect(openImage(image).best.structures.facts.blockSize).toBe(MIB);
  });
});
