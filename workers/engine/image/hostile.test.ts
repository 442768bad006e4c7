import { FULL } from "../../../e2e/support/full.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crc32c, loadCrc32c } from "../../bytes/crc32c.ts";
import { VhdxError } from "../../shared/error.ts";
import { MIB, TIB } from "../../shared/numbers.ts";
import { encodeInto, type Struct } from "../../bytes/struct.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { MeteredStore } from "../../store/metered-store.ts";
import type { ReadableStore } from "../../store/store.ts";
import { HEADER_OFFSETS, REGION_TABLE_OFFSETS } from "../../vhdx/headers/header-section.ts";
import { batEntry } from "../../vhdx/structs/bat-entry.ts";
import { header } from "../../vhdx/structs/header.ts";
import { logEntryHeader, zeroDescriptor } from "../../vhdx/structs/log.ts";
import { LOG_SECTOR } from "../../shared/geometry.ts";
import { fileParameters, PARENT_LOCATOR, virtualDiskSize } from "../../vhdx/structs/metadata-items.ts";
import { metadataTableEntry, metadataTableHeader } from "../../vhdx/structs/metadata-table.ts";
import { parentLocatorEntry, parentLocatorHeader } from "../../vhdx/structs/parent-locator.ts";
import { REGION_TABLE_SIZE, regionTableEntry, regionTableHeader } from "../../vhdx/structs/region-table.ts";
import { ImageBuilder, LOG_GUID } from "../../testing/vhdx/image-builder.ts";
import { sectorOf } from "../../testing/vhdx/log-builder.ts";
import { UNATTENDED } from "../jobs/jobs.ts";
import { OpenedImage } from "./opened-image.ts";
import { makeReport } from "../report/report.ts";
import { treeProblems } from "../../testing/engine/tree-check.ts";
import { verdictOf } from "../report/verdict.ts";
import { batPage } from "../views/bat-page.ts";
import { compare } from "../views/compare/compare.ts";
import { type ViewContext, viewContext } from "../views/context.ts";
import { diskBytes } from "../views/bytes/disk-bytes.ts";
import { diskMap } from "../views/maps/disk-map.ts";
import { fileMap } from "../views/maps/file-map.ts";
import { fileBytes } from "../views/bytes/layer-bytes.ts";
import { locate } from "../views/tree/tree.ts";

await loadCrc32c();

const open = (store: ReadableStore) => {
  const metered = new MeteredStore(store);
  return { metered, image: new OpenedImage(new CachedStore(metered)) };
};

/** Everything that the screens ask for. Only what can't be offered may be refused. */
function lookAtAll(context: ViewContext): void {
  const { image, layer } = context;
  const { size } = layer.store;
  image.look(layer);
  expect(verdictOf(image).sentence).toMatch(/^[A-Z].*\.$/s);
  const source = {
    name: "x",
    size,
    lastModified: null,
    io: { reads: 0, bytesRead: 0 },
    version: "0",
    files: [],
    zeroed: [],
    changes: null,
    now: new Date(0),
  };
  expect(JSON.stringify(makeReport(image, layer, source, { digests: null, bookmarks: [] }))).toContain(
    "platter-report",
  );
  let end = 0;
  for (const piece of fileMap(context, 0, size, 300).pieces) {
    expect(piece.offset).toBe(end);
    end += piece.length;
  }
  expect(end).toBe(size);
  const { states, totalBlocks } = diskMap(context, 0, 1e9, 10);
  expect(states.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(totalBlocks);
  batPage(context, 0, 100);
  for (const offset of [0, MIB, Math.max(0, size - 1)]) {
    if (offset < size) locate(context, offset);
    fileBytes(context, offset, 4096);
  }
  const sideOf = (ref: Parameters<OpenedImage["layer"]>[0]) => ({ image, layer: image.layer(ref) });
  const original = { name: "original", upTo: null } as const;
  for (const kind of ["headers", "region-tables"] as const) compare(sideOf, { kind, layer: original });
  if (image.canReplay) compare(sideOf, { kind: "layers", a: original, b: { name: "replayed", upTo: null } });
  try {
    const disk = image.disk(layer);
    for (const offset of [0, Math.max(0, disk.size - 4096)]) diskBytes(context, disk, offset, 8192);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(VhdxError);
    expect((thrown as VhdxError).code).toBe("not-available");
  }
}

describe("a file of 64 TiB that holds nothing", () => {
  it("is opened by few reads, and looked at all over", () => {
    const image = new ImageBuilder();
    image.place(3, 2 ** 25);
    image.store.truncate(64 * TIB);
    const opened = open(image.store);
    expect(opened.image.outcome).toBe("opens");
    expect(opened.metered.reads).toBeLessThanOrEqual(10);
    expect(opened.metered.bytesRead).toBeLessThanOrEqual(8 * MIB);
    const context = viewContext(opened.image, opened.image.best);
    lookAtAll(context);
    expect(treeProblems(context)).toEqual([]);
    const nodeAt = (offset: number) => locate(context, offset).path.node.id;
    // Block 3 lies in the middle of nothing.
    const block = 2 ** 45;
    expect([block - 1, block, block + MIB].map(nodeAt)).toEqual([
      `gap/${image.data}`,
      "block/3",
      `gap/${block + MIB}`,
    ]);
  });

  it("is no VHDX where it is all zeros", () => {
    const { image, metered } = open(new MemoryStore(64 * TIB));
    expect(image.outcome).toBe("not-vhdx");
    expect(metered.bytesRead).toBeLessThanOrEqual(8 * MIB);
    lookAtAll(viewContext(image, image.best));
  });
});

it("opens the largest disk there is without reading its BAT", () => {
  const image = new ImageBuilder({ virtualSize: 64 * TIB });
  image.setEntry(image.geometry.batEntries - 1, { state: 2 });
  const opened = open(image.store);
  expect(opened.image.outcome).toBe("opens");
  expect(opened.image.scanComplete).toBe(false);
  expect(opened.metered.reads).toBeLessThanOrEqual(10);
  expect(opened.metered.bytesRead).toBeLessThanOrEqual(8 * MIB);
  const context = viewContext(opened.image, opened.image.best);
  const { total } = batPage(context, 0, 1);
  expect(total).toBe(67_125_247);
  expect(batPage(context, total - 1, 5).rows.map(({ stateName, block }) => [stateName, block])).toEqual([
    ["ZERO", 67_108_863],
  ]);
  const disk = opened.image.disk(opened.image.best);
  const sector = new Uint8Array(512).fill(1);
  disk.read(disk.size - 512, sector);
  expect(sector.every((byte) => byte === 0)).toBe(true);
});

it("replays a log that lets the file grow to 2^51 bytes", () => {
  const far = 2 ** 51;
  const image = new ImageBuilder();
  image.setHeaders({ logGuid: LOG_GUID });
  const writes = [
    { fileOffset: 8 * MIB, zeros: far - 8 * MIB },
    { fileOffset: far - LOG_SECTOR, sector: sectorOf(7) },
  ];
  image.addLogEntry(0, { sequenceNumber: 1n, writes, lastFileOffset: BigInt(far) });
  const opened = open(image.store).image;
  expect(opened.best.store.size).toBe(far);
  const context = viewContext(opened, opened.best);
  lookAtAll(context);
  expect(treeProblems(context)).toEqual([]);
  expect(fileBytes(context, far - 2, 10).bytes).toEqual(Uint8Array.of(7, 7));
});

it("looks into one of two thousand items of one name and place", () => {
  const image = new ImageBuilder();
  const items = Array.from({ length: 2042 }, () => ({
    itemId: PARENT_LOCATOR.guid,
    offset: 0x1_0100,
    bytes: new Uint8Array(65536),
  }));
  image.setMetadata([...image.items, ...items]);
  const { metadata } = open(image.store).image.best.structures;
  expect(metadata?.items).toHaveLength(2047);
  expect(metadata?.items.filter(({ bytes }) => bytes !== null)).toHaveLength(6);
});

/** A crashed child with something of everything. */
function rich(): ImageBuilder {
  const parent = { parent_linkage: `{${LOG_GUID}}`, relative_path: "p" };
  const image = new ImageBuilder({
    type: "differencing",
    parent,
    blockSize: 2 * MIB,
    virtualSize: 60 * MIB,
    room: 30 * MIB,
  });
  [6, 7, 0, 1, 2, 3].forEach((state, block) => image.place(block, 20 + 2 * block, state));
  image.setEntry(image.geometry.bitmapIndex(0), { state: 6, fileOffsetMb: 40 });
  image.fill(40 * MIB, 1000, 0x5a);
  image.setHeaders({ logGuid: LOG_GUID });
  const sector = sectorOf(0);
  image.store.read(image.bat.offset, sector);
  const writes = [
    { fileOffset: image.bat.offset, sector },
    { fileOffset: image.bat.offset + LOG_SECTOR, zeros: LOG_SECTOR },
  ];
  image.addLogEntry(0, { sequenceNumber: 5n, tail: 0, writes });
  image.addLogEntry(2 * LOG_SECTOR, {
    sequenceNumber: 6n,
    tail: 0,
    writes,
    lastFileOffset: BigInt(40 * MIB),
  });
  return image;
}

/** Where structures stand in it. */
const item = (image: ImageBuilder, nth: number) => {
  const lengths = image.items.slice(0, nth).map(({ bytes }) => bytes.length);
  return image.metadata.offset + 65536 + lengths.reduce((sum, each) => sum + each, 0);
};
const SITES: readonly (readonly [Struct, (image: ImageBuilder, nth: number) => number])[] = [
  [header, (_, nth) => HEADER_OFFSETS[nth % 2] ?? 0],
  [regionTableHeader, () => REGION_TABLE_OFFSETS[0]],
  [regionTableEntry, (_, nth) => REGION_TABLE_OFFSETS[0] + 16 + 32 * (nth % 3)],
  [metadataTableHeader, (image) => image.metadata.offset],
  [metadataTableEntry, (image, nth) => image.metadata.offset + 32 + 32 * (nth % 7)],
  [fileParameters, (image) => item(image, 0)],
  [virtualDiskSize, (image) => item(image, 1)],
  [parentLocatorHeader, (image) => item(image, 5)],
  [parentLocatorEntry, (image, nth) => item(image, 5) + 20 + 12 * (nth % 2)],
  [batEntry, (image, nth) => image.bat.offset + 8 * (nth % 32)],
  [batEntry, (image) => image.bat.offset + 8 * image.geometry.bitmapIndex(0)],
  [logEntryHeader, (image, nth) => image.log.offset + 2 * LOG_SECTOR * (nth % 2)],
  [zeroDescriptor, (image, nth) => image.log.offset + 2 * LOG_SECTOR * (nth % 2) + 64 + 32 * (nth % 3)],
];

/** Updates the checksums of region tables and log entries, so that readers accept the changed fields. */
function updateChecksums(image: ImageBuilder): void {
  for (const offset of REGION_TABLE_OFFSETS) {
    const table = new Uint8Array(REGION_TABLE_SIZE);
    image.store.read(REGION_TABLE_OFFSETS[0], table);
    encodeInto(regionTableHeader, { checksum: 0 }, table);
    encodeInto(regionTableHeader, { checksum: crc32c(table) }, table);
    image.store.write(offset, table);
  }
  for (const offset of [image.log.offset, image.log.offset + 2 * LOG_SECTOR]) {
    const entry = new Uint8Array(2 * LOG_SECTOR);
    image.store.read(offset, entry);
    encodeInto(logEntryHeader, { checksum: 0 }, entry);
    encodeInto(logEntryHeader, { checksum: crc32c(entry) }, entry);
    image.store.write(offset, entry);
  }
}

/** Values that break things sooner than others: small ones, sizes, and the ends of the ranges. */
const value = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  fc.nat(63).map((exponent) => 2n ** BigInt(exponent)),
  fc.nat(63).map((exponent) => 2n ** BigInt(exponent) - 1n),
  fc.nat(40).map((mib) => BigInt(mib) * BigInt(MIB)),
  fc.constantFrom(0n, 1n, 2n ** 64n - 1n),
);
const change = fc.record({ site: fc.nat(SITES.length - 1), nth: fc.nat(40), field: fc.nat(20), value });

describe("an image with any of its fields changed", () => {
  it("is looked at all over, on every layer, and agrees with itself", async () => {
    const property = fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
      const image = rich();
      for (const { site, nth, field, value: raw } of changes) {
        const [struct, place] = SITES[site] ?? [header, () => 0];
        const specs = Object.values(struct.fields);
        const spec = specs[field % specs.length];
        if (spec === undefined) continue;
        // The raw bytes of the field, whatever its kind.
        const bytes = new Uint8Array(8);
        new DataView(bytes.buffer).setBigUint64(0, raw, true);
        const offset = place(image, nth);
        image.store.write(offset + spec.offset, bytes.subarray(0, Math.min(8, spec.length)));
        if (struct === header) image.write(header, offset, {});
      }
      updateChecksums(image);
      const opened = open(image.store).image;
      await opened.scan(UNATTENDED);
      const layers = opened.canReplay
        ? [opened.own, opened.best, opened.layer({ name: "replayed", upTo: 1 })]
        : [opened.own];
      for (const layer of layers) {
        const context = viewContext(opened, layer);
        lookAtAll(context);
        expect(treeProblems(context)).toEqual([]);
      }
    });
    await expect(fc.assert(property, { numRuns: FULL ? 40 : 8 })).resolves.toBeUndefined();
  });
});
