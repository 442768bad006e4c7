import { PARTIALLY_PRESENT, SB_PRESENT, UNMAPPED } from "../../shared/bat-states.ts";
import { MIB } from "../../shared/numbers.ts";
import { HEADER_OFFSETS, REGION_TABLE_OFFSETS } from "../../vhdx/headers/header-section.ts";
import { gptHeader } from "../../vhdx/structs/gpt.ts";
import { header } from "../../vhdx/structs/header.ts";
import {
  FILE_PARAMETERS,
  LOGICAL_SECTOR_SIZE,
  VIRTUAL_DISK_ID,
  VIRTUAL_DISK_SIZE,
} from "../../vhdx/structs/metadata-items.ts";
import { metadataTableHeader } from "../../vhdx/structs/metadata-table.ts";
import { type ImageBuilder, type ImageOptions, LOG_GUID } from "./image-builder.ts";
import { sectorOf } from "./log-builder.ts";

interface Spoiled {
  readonly name: string;
  readonly options?: ImageOptions;
  readonly spoil: (image: ImageBuilder) => void;
  /** Ids of all fixes that are offered, `!` before those that lose something, the recommended one of each fault first. */
  readonly offered: readonly string[];
}

const without = (image: ImageBuilder, itemId: string) =>
  image.setMetadata(image.items.filter((item) => item.itemId !== itemId));

/** Stores blocks, one after the other from the first MiB for data on, each filled with a byte of its own. */
export const withBlocks = (image: ImageBuilder, ...blocks: readonly number[]) => {
  for (const [nth, block] of blocks.entries()) {
    image.place(block, image.data / MIB + nth);
    image.fill(image.data + nth * MIB, MIB, 0x40 + nth);
  }
};

const PARENT = { parent_linkage: `{${LOG_GUID}}`, relative_path: "parent.vhdx" };
/** Offset in MiB of the first place for a block. */
export const first = (image: ImageBuilder) => image.data / MIB;

/** Small damaged images, with what is offered for each. */
export const DAMAGED: readonly Spoiled[] = [
  {
    name: "one header with much of it gone",
    spoil: ({ store }) => store.write(HEADER_OFFSETS[0] + 100, sectorOf(7).subarray(0, 900)),
    offered: ["header-from-copy/1"],
  },
  {
    name: "the newer header with one byte wrong",
    spoil: (image) => image.flip(HEADER_OFFSETS[1] + 2000),
    offered: ["header-byte/2", "header-from-copy/2"],
  },
  {
    name: "both headers gone",
    spoil: ({ store }) => HEADER_OFFSETS.forEach((offset) => store.write(offset, new Uint8Array(4096))),
    offered: ["!headers-new"],
  },
  {
    name: "both headers gone over a log that may never have been applied",
    spoil: (image) => {
      image.addLogEntry(0, { writes: [{ fileOffset: image.bat.offset + 4096, sector: sectorOf(0) }] });
      image.fill(image.bat.offset + 8192, 1, 0);
      image.addLogEntry(8192, {
        sequenceNumber: 2n,
        tail: 0,
        writes: [{ fileOffset: image.metadata.offset + 3 * 65536, sector: sectorOf(1) }],
      });
      HEADER_OFFSETS.forEach((offset) => image.store.write(offset, new Uint8Array(4096)));
    },
    offered: ["!headers-new", `!headers-new/${LOG_GUID}`],
  },
  {
    name: "two headers of one number",
    spoil: (image) => {
      image.setHeaders({ sequenceNumber: 9n });
      image.write(header, HEADER_OFFSETS[1], { fileWriteGuid: LOG_GUID });
    },
    offered: ["!header-keep/1", "!header-keep/2"],
  },
  {
    name: "a sequence number that can't go up",
    spoil: (image) => image.write(header, HEADER_OFFSETS[1], { sequenceNumber: 2n ** 64n - 1n }),
    offered: ["header-count-anew"],
  },
  {
    name: "an empty log without a place",
    spoil: (image) => image.setHeaders({ logOffset: 0n }),
    offered: [`header-log-place/${MIB}`],
  },
  {
    name: "a header that names a blank log",
    spoil: (image) => image.setHeaders({ logGuid: LOG_GUID }),
    offered: ["!log-discard"],
  },
  {
    name: "a newer header of a version that is not defined",
    spoil: (image) => image.write(header, HEADER_OFFSETS[1], { version: 2, dataWriteGuid: LOG_GUID }),
    offered: ["!header-version/1"],
  },
  {
    name: "a newer header of another version and another place for the log",
    spoil: (image) => image.write(header, HEADER_OFFSETS[1], { version: 2, logLength: 2 * MIB }),
    offered: [],
  },
  {
    name: "a log whose last entry writes over a header",
    spoil: (image) => {
      image.addLogEntry(0, {
        writes: [{ fileOffset: image.bat.offset + 4096, sector: sectorOf(0) }],
        // All of the file is on stable storage, and no more.
        flushedFileOffset: BigInt(image.store.size),
      });
      image.addLogEntry(8192, {
        sequenceNumber: 2n,
        tail: 0,
        writes: [{ fileOffset: HEADER_OFFSETS[0], sector: sectorOf(1) }],
      });
      image.setHeaders({ logGuid: LOG_GUID });
    },
    offered: ["!log-apply-before", "!log-discard"],
  },
  {
    name: "a log whose only entry writes over a header",
    spoil: (image) => {
      image.addLogEntry(0, { writes: [{ fileOffset: HEADER_OFFSETS[0], sector: sectorOf(1) }] });
      image.setHeaders({ logGuid: LOG_GUID });
    },
    offered: ["!log-discard"],
  },
  {
    name: "a log that writes zeros past the end of the file",
    spoil: (image) => {
      image.addLogEntry(0, { writes: [{ fileOffset: image.store.size, zeros: MIB }] });
      image.setHeaders({ logGuid: LOG_GUID });
    },
    offered: ["log-apply", "!log-discard"],
  },
  {
    name: "one region table gone",
    spoil: (image) => image.fill(REGION_TABLE_OFFSETS[0], 4096, 0),
    offered: ["region-table-from-copy/1"],
  },
  {
    name: "both region tables with one byte wrong",
    spoil: (image) => REGION_TABLE_OFFSETS.forEach((offset) => image.flip(offset + 41)),
    offered: [
      "region-table-byte/1",
      "region-table-byte/2",
      "!regions-by-content/2097152/3145728",
      "!region-table-checksum/1",
      "!region-table-checksum/2",
    ],
  },
  {
    name: "both region tables gone from a disk with blocks",
    spoil: (image) => {
      withBlocks(image, 3, 5, 9);
      image.fill(REGION_TABLE_OFFSETS[0], 2 * 65536, 0);
    },
    offered: ["regions-by-content/2097152/3145728"],
  },
  {
    name: "no disk size, and a partition table that knows it",
    spoil: (image) => {
      withBlocks(image, 0, 40);
      image.write(gptHeader, image.data + 512, {
        signature: "EFI PART",
        ownSector: 1n,
        otherSector: BigInt((64 * MIB) / 512 - 1),
      });
      without(image, VIRTUAL_DISK_SIZE.guid);
    },
    offered: [
      `metadata-virtual-disk-size/${64 * MIB}`,
      `!metadata-virtual-disk-size/137406447616`,
      `!metadata-virtual-disk-size/${41 * MIB}`,
    ],
  },
  {
    name: "no file parameters, and blocks of 2 MiB",
    options: { blockSize: 2 * MIB },
    spoil: (image) => {
      for (const [nth, block] of [0, 7, 9].entries()) image.place(block, first(image) + 2 * nth);
      without(image, FILE_PARAMETERS.guid);
    },
    offered: [`!metadata-file-parameters/${2 * MIB}`, `!metadata-file-parameters/${MIB}`],
  },
  {
    name: "no sector size",
    spoil: (image) => without(image, LOGICAL_SECTOR_SIZE.guid),
    offered: ["!metadata-logical-sector-size/512", "!metadata-logical-sector-size/4096"],
  },
  {
    name: "no disk id",
    spoil: (image) => without(image, VIRTUAL_DISK_ID.guid),
    offered: ["!metadata-virtual-disk-id/new"],
  },
  {
    name: "a metadata table without its signature",
    spoil: (image) => image.write(metadataTableHeader, image.metadata.offset, { signature: "xxxxxxxx" }),
    offered: ["metadata-signature"],
  },
  {
    name: "reserved bits and a reserved state",
    spoil: (image) => {
      withBlocks(image, 1, 2);
      image.setEntry(1, { reserved: 5 });
      image.setEntry(2, { state: 5 });
    },
    offered: ["bat-reserved-bits", "bat-entry-present/2", "!bat-entry-unmapped/2", "!bat-entry-zero/2"],
  },
  {
    name: "the draft's state for UNMAPPED, without a place",
    spoil: (image) => image.setEntry(2, { state: 5 }),
    offered: ["bat-entry-unmapped/2", "!bat-entry-zero/2"],
  },
  {
    name: "a reserved state without a place",
    spoil: (image) => image.setEntry(2, { state: 4 }),
    offered: ["!bat-entry-zero/2"],
  },
  {
    name: "two blocks in one place",
    spoil: (image) => {
      withBlocks(image, 1);
      image.place(2, first(image));
    },
    offered: ["bat-entry-copy/2", "!bat-entry-keep/1/2", "!bat-entry-keep/2/1"],
  },
  {
    name: "a sector bitmap on a disk without a parent",
    options: { virtualSize: 5120 * MIB },
    spoil: (image) => image.setEntry(4096, { state: SB_PRESENT, fileOffsetMb: first(image) }),
    // It may be a block's entry in the wrong place, and the only one that names the block.
    offered: ["!bat-entry-clear/4096"],
  },
  {
    name: "a sector bitmap on a disk without a parent, in the place of a block",
    options: { virtualSize: 5120 * MIB },
    spoil: (image) => {
      withBlocks(image, 1);
      image.setEntry(4096, { state: SB_PRESENT, fileOffsetMb: first(image) });
    },
    offered: ["bat-entry-clear/4096"],
  },
  {
    name: "a sector bitmap's entry that is only not zero",
    options: { virtualSize: 5120 * MIB },
    spoil: (image) => image.setEntry(4096, { state: 2 }),
    offered: ["bat-entry-clear/4096"],
  },
  {
    name: "a former place over a structure",
    spoil: (image) => image.place(2, 1, UNMAPPED),
    offered: ["bat-entry-anchor/2"],
  },
  {
    name: "a former place that another block was given",
    spoil: (image) => {
      withBlocks(image, 1);
      image.place(2, first(image), UNMAPPED);
    },
    offered: ["bat-entry-anchor/2"],
  },
  {
    name: "a block at the start of the file, and nowhere that it could be",
    spoil: (image) => image.place(2, 0),
    offered: ["!bat-entry-zero/2"],
  },
  {
    name: "a block far past the end, and two places that it could be in",
    spoil: (image) => {
      withBlocks(image, 1);
      image.place(2, 999);
      image.fill(image.data + 3 * MIB, 100, 1);
      image.fill(image.data + 5 * MIB, 100, 1);
    },
    offered: ["!bat-lost-zero"],
  },
  {
    name: "a child's blocks without their bitmap",
    options: { type: "differencing", parent: PARENT },
    spoil: (image) => image.place(4, first(image), PARTIALLY_PRESENT),
    offered: ["!bitmap-by-content/0", "!bitmap-all-here/0", "!bitmap-all-parent/0"],
  },
  {
    name: "both headers with much of the reserved bytes gone",
    spoil: (image) => HEADER_OFFSETS.forEach((offset) => image.fill(offset + 1000, 300, 9)),
    offered: ["!header-checksum/2", "!header-checksum/1", "!headers-new"],
  },
  {
    name: "a log of another version whose entries are of version 0",
    spoil: (image) => {
      image.addLogEntry(0, { writes: [{ fileOffset: image.bat.offset + 4096, sector: sectorOf(0) }] });
      image.setHeaders({ logGuid: LOG_GUID, logVersion: 1 });
    },
    offered: ["!log-version-0", "!log-discard"],
  },
  {
    name: "a block of a child in a reserved state, without a place",
    options: { type: "differencing", parent: PARENT },
    spoil: (image) => image.setEntry(2, { state: 4 }),
    offered: ["!bat-entry-zero/2", "!bat-entry-parent/2"],
  },
  {
    name: "a block at the start of the file, and one place that it could be in",
    spoil: (image) => {
      withBlocks(image, 1);
      image.place(2, 0);
      image.fill(image.data + 3 * MIB, 100, 1);
    },
    offered: ["!bat-entry-place/2/7", "!bat-entry-zero/2"],
  },
  {
    name: "a block of a child past the end of the file",
    options: { type: "differencing", parent: PARENT },
    spoil: (image) => image.place(2, 999),
    offered: ["!bat-lost-zero", "!bat-lost-parent"],
  },
];
