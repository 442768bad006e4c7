import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import { runSteps } from "../../bytes/steps.ts";
import type { MemoryStore } from "../../store/memory-store.ts";
import { encode } from "../../bytes/struct.ts";
import { readUpTo } from "../../store/store.ts";
import { HEADER_OFFSETS, REGION_TABLE_OFFSETS } from "../headers/header-section.ts";
import { FULLY_PRESENT, PARTIALLY_PRESENT, SB_PRESENT, UNMAPPED } from "../../shared/bat-states.ts";
import { RecordingStore } from "../../testing/store/recording-store.ts";
import { batEntry } from "../structs/bat-entry.ts";
import { gptHeader } from "../structs/gpt.ts";
import { header } from "../structs/header.ts";
import {
  FILE_PARAMETERS,
  LOGICAL_SECTOR_SIZE,
  VIRTUAL_DISK_ID,
  VIRTUAL_DISK_SIZE,
} from "../structs/metadata-items.ts";
import { metadataTableHeader } from "../structs/metadata-table.ts";
import { METADATA_REGION } from "../structs/region-table.ts";
import { applyLog } from "../write/apply-log.ts";
import { ImageBuilder, type ImageOptions, LOG_GUID } from "../../testing/vhdx/image-builder.ts";
import { sectorOf } from "../../testing/vhdx/log-builder.ts";
import { planOf } from "../../testing/vhdx/one-by-one.ts";
import { applyFix, RepairPlan } from "./repair-plan.ts";
import { RepairState } from "./state.ts";

beforeAll(loadCrc32c);

interface Spoiled {
  readonly name: string;
  readonly options?: ImageOptions;
  readonly spoil: (image: ImageBuilder) => void;
  /** Ids of all fixes that are offered, `!` before those that lose something, the recommended one of each fault first. */
  readonly offered: readonly string[];
}

let drawn = 0;
const newGuid = () => `99999999-9999-4999-8999-${String(drawn++).padStart(12, "0")}`;

const without = (image: ImageBuilder, itemId: string) =>
  image.setMetadata(image.items.filter((item) => item.itemId !== itemId));

const withBlocks = (image: ImageBuilder, ...blocks: readonly number[]) => {
  for (const [nth, block] of blocks.entries()) {
    image.place(block, image.data / MIB + nth);
    image.fill(image.data + nth * MIB, MIB, 0x40 + nth);
  }
};

const PARENT = { parent_linkage: `{${LOG_GUID}}`, relative_path: "parent.vhdx" };
const first = (image: ImageBuilder) => image.data / MIB;

const CASES: readonly Spoiled[] = [
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
      image.addLogEntry(0, { writes: [{ fileOffset: image.bat.offset + 4096, sector: sectorOf(0) }] });
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
];

const stateOf = (store: MemoryStore) => runSteps(RepairState.read(store));

describe("what is offered for", () => {
  it.each(CASES)("$name", ({ options, spoil, offered }) => {
    const image = new ImageBuilder(options);
    spoil(image);
    const faults = planOf(image.store).filter(({ findings }) => findings.length > 0);
    const ids = faults.flatMap(({ fixes }) => fixes.map(({ id, loss }) => (loss === null ? id : `!${id}`)));
    expect(ids).toEqual(offered);
    for (const { fixes } of faults)
      expect(fixes.map(({ recommended }) => recommended)).toEqual(fixes.map((_, at) => at === 0));
  });

  it("a sound disk is nothing", () => {
    const image = new ImageBuilder({ room: 3 * MIB });
    withBlocks(image, 0, 1, 2);
    expect(planOf(image.store)).toEqual([]);
  });

  it("bytes behind everything is to cut them", () => {
    const image = new ImageBuilder({ room: 2 * MIB });
    withBlocks(image, 0);
    image.fill(image.store.size, 700, 9);
    applyFix(image.store, `file-cut/${image.data + MIB}`, newGuid);
    expect(image.store.size).toBe(image.data + MIB);
    expect(planOf(image.store)).toEqual([]);
  });
});

describe("each fix that is offered", () => {
  it.each(CASES)("for $name repairs its fault", ({ options, spoil }) => {
    const spoiled = new ImageBuilder(options);
    spoil(spoiled);
    const faults = planOf(spoiled.store).filter(({ findings }) => findings.length > 0);
    for (const { findings, fixes } of faults) {
      for (const { id } of fixes) {
        const image = new ImageBuilder(options);
        spoil(image);
        applyFix(image.store, id, newGuid);
        const keys = new Set(findings.map(({ code, offset }) => `${code} ${offset}`));
        const left = stateOf(image.store).findings.filter(({ code, offset }) =>
          keys.has(`${code} ${offset}`),
        );
        expect(left, `of ${id}`).toEqual([]);
      }
    }
  });
});

it("applies a log up to the entry that writes where no log may, and draws a new DataWriteGuid for what is lost", () => {
  const image = new ImageBuilder({ room: 2 * MIB });
  image.fill(image.data, MIB, 0x40);
  const sector = readUpTo(image.store, image.bat.offset, 4096);
  sector.set(encode(batEntry, { state: FULLY_PRESENT, fileOffsetMb: first(image) }));
  image.addLogEntry(0, { writes: [{ fileOffset: image.bat.offset, sector }] });
  const illegal = [{ fileOffset: HEADER_OFFSETS[0], sector: sectorOf(1) }];
  image.addLogEntry(8192, { sequenceNumber: 2n, tail: 0, writes: illegal });
  image.setHeaders({ logGuid: LOG_GUID });
  const before = stateOf(image.store).headers.active?.values.dataWriteGuid;
  applyFix(image.store, "log-apply-before", newGuid);
  const { headers, structures, findings } = stateOf(image.store);
  const byte = new Uint8Array(1);
  structures.disk?.read(0, byte);
  expect(byte[0]).toBe(0x40);
  expect(headers.dirty).toBe(false);
  expect(headers.active?.values.dataWriteGuid).not.toBe(before);
  expect(findings.filter(({ severity }) => severity !== "info")).toEqual([]);
});

describe("a log with entries to replay that lies over a region", () => {
  /** The active region table says that the metadata is where the log is. */
  function overlapping(): ImageBuilder {
    const image = new ImageBuilder({ room: 2 * MIB });
    withBlocks(image, 0);
    const writes = [{ fileOffset: image.bat.offset + 4096, sector: sectorOf(0) }];
    image.addLogEntry(0, { writes });
    image.setHeaders({ logGuid: LOG_GUID });
    image.setRegions(
      image.regionEntries.map((entry) =>
        entry.guid === METADATA_REGION ? { ...entry, fileOffset: BigInt(image.log.offset) } : entry,
      ),
    );
    return image;
  }

  it("is not applied, and nothing is written", () => {
    const { store } = overlapping();
    const recording = new RecordingStore(store);
    expect(() => applyLog(recording, newGuid)).toThrow("overlap at 1 MiB");
    expect(recording.recorded).toEqual([]);
    expect(planOf(store).flatMap(({ fixes }) => fixes.map(({ id }) => id))).not.toContain("log-apply");
  });

  it("is applied once the region tables are repaired", () => {
    const image = overlapping();
    const regions = `regions-by-content/${image.metadata.offset}/${image.bat.offset}`;
    applyFix(image.store, regions, newGuid);
    expect(stateOf(image.store).headers.dirty).toBe(true);
    applyFix(image.store, "log-apply", newGuid);
    const { headers, findings } = stateOf(image.store);
    expect(headers.dirty).toBe(false);
    expect(findings.filter(({ severity }) => severity !== "info")).toEqual([]);
  });
});

it("refuses a fix that is not offered", () => {
  const image = new ImageBuilder();
  expect(() => applyFix(image.store, "header-from-copy/1", newGuid)).toThrow(
    "nothing left that this fix could repair",
  );
});

it("takes as safe only what is recommended and loses nothing, each once", () => {
  const image = new ImageBuilder();
  withBlocks(image, 1, 2);
  image.setEntry(1, { reserved: 5 });
  image.setEntry(2, { state: 5 });
  image.setEntry(3, { state: 4 });
  const plan = new RepairPlan(image.store);
  const next = (made: readonly string[]) => runSteps(plan.nextSafe(new Set(made)))?.id ?? null;
  const [a, b] = ["bat-reserved-bits", "bat-entry-present/2"];
  expect(next([])).toBe(a);
  expect(next([a])).toBe(b);
  expect(next([a, b])).toBeNull();
});

it("keeps DataWriteGuid where the disk reads as before, and draws a new one where it does not", () => {
  const guidAfter = (id: string) => {
    const image = new ImageBuilder();
    withBlocks(image, 1);
    image.place(2, first(image));
    applyFix(image.store, id, newGuid);
    return stateOf(image.store).headers.active?.values.dataWriteGuid;
  };
  const before = stateOf(new ImageBuilder().store).headers.active?.values.dataWriteGuid;
  expect(guidAfter("bat-entry-copy/2")).toBe(before);
  expect(guidAfter("bat-entry-keep/1/2")).not.toBe(before);
});

it("copies a shared block byte by byte", () => {
  const image = new ImageBuilder();
  withBlocks(image, 1);
  image.place(2, first(image), FULLY_PRESENT);
  applyFix(image.store, "bat-entry-copy/2", newGuid);
  const { disk } = stateOf(image.store).structures;
  const [one, two] = [new Uint8Array(MIB), new Uint8Array(MIB)];
  disk?.read(MIB, one);
  disk?.read(2 * MIB, two);
  expect(one[0]).toBe(0x40);
  expect(Buffer.compare(one, two)).toBe(0);
});
