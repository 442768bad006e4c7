import { describe, expect, it } from "vitest";
import { loadCrc32c } from "../../../bytes/crc32c.ts";
import { MIB } from "../../../shared/numbers.ts";
import { CachedStore } from "../../../store/cached-store.ts";
import { HEADER_OFFSETS, REGION_TABLE_OFFSETS } from "../../../vhdx/headers/header-section.ts";
import { header } from "../../../vhdx/structs/header.ts";
import { LOG_SECTOR } from "../../../shared/geometry.ts";
import { ImageBuilder, LOG_GUID } from "../../../testing/vhdx/image-builder.ts";
import { type LogEntryOptions, sectorOf } from "../../../testing/vhdx/log-builder.ts";
import { OpenedImage } from "../../image/opened-image.ts";
import { compare } from "./compare.ts";

await loadCrc32c();

const ORIGINAL = { name: "original", upTo: null } as const;
const REPLAYED = { name: "replayed", upTo: null } as const;

function crashed(...entries: readonly LogEntryOptions[]): ImageBuilder {
  const image = new ImageBuilder();
  image.setHeaders({ logGuid: LOG_GUID });
  let at = 0;
  for (const [nth, entry] of entries.entries()) {
    image.addLogEntry(at, { sequenceNumber: BigInt(nth + 1), tail: 0, ...entry });
    at += (1 + (entry.writes ?? []).filter((write) => "sector" in write).length) * LOG_SECTOR;
  }
  return image;
}

function comparison(image: ImageBuilder, a: number | null = null, b: number | null = null) {
  const opened = new OpenedImage(new CachedStore(image.store));
  const sideOf = (ref: Parameters<OpenedImage["layer"]>[0]) => ({ image: opened, layer: opened.layer(ref) });
  const before = a === null ? ORIGINAL : { ...REPLAYED, upTo: a };
  return compare(sideOf, { kind: "layers", a: before, b: { ...REPLAYED, upTo: b } });
}

/** The BAT's first sector with some bytes set. */
function bat(image: ImageBuilder, ...places: readonly (readonly [number, number])[]) {
  const sector = sectorOf(0);
  for (const [at, value] of places) sector[at] = value;
  return { fileOffset: image.bat.offset, sector };
}

describe("two layers", () => {
  it("differ entry by entry in the BAT", () => {
    const image = new ImageBuilder();
    const found = comparison(
      crashed({ writes: [bat(image, [0, 2], [17 * 8, 6], [17 * 8 + 2, 0xd0], [17 * 8 + 3, 1])] }),
    );
    expect(found).toMatchObject({
      titleA: "Original",
      titleB: "Replayed",
      summary: "BAT: 2 entries changed.",
      omitted: 0,
    });
    expect(found.differences.map(({ sentence, node, offsetA }) => [sentence, node, offsetA])).toEqual([
      ["Entry 0: NOT_PRESENT -> ZERO", "bat/entry/0", image.bat.offset],
      ["Entry 17: NOT_PRESENT -> FULLY_PRESENT at 29 MiB", "bat/entry/17", image.bat.offset + 17 * 8],
    ]);
    expect(found.differences[1]).toMatchObject({
      length: 8,
      bytesA: "0".repeat(16),
      bytesB: "0600d00100000000",
    });
  });

  it("do not differ where the log writes what stands there", () => {
    expect(comparison(crashed({ writes: [bat(new ImageBuilder())] }))).toMatchObject({
      summary: "No difference.",
      differences: [],
    });
  });

  it("may both be replayed, up to other entries", () => {
    const base = new ImageBuilder();
    const image = crashed({ writes: [bat(base, [0, 2])] }, { writes: [bat(base, [0, 2], [8, 3])] });
    expect(comparison(image, 1, 2).differences.map(({ sentence }) => sentence)).toEqual([
      "Entry 1: NOT_PRESENT -> UNMAPPED",
    ]);
    expect(comparison(image, 2, 0).differences.map(({ sentence }) => sentence)).toEqual([
      "Entry 0: ZERO -> NOT_PRESENT",
      "Entry 1: UNMAPPED -> NOT_PRESENT",
    ]);
    expect(comparison(image, 2, 2)).toMatchObject({ titleA: "Replayed", summary: "No difference." });
    expect(comparison(image, 1, 2).titleA).toBe("Replayed up to entry 1 of 2");
  });

  it("name each field of a region table once, in however many pieces it was written", () => {
    const image = crashed();
    const table = new Uint8Array(65536);
    image.store.read(REGION_TABLE_OFFSETS[0], table);
    table[12] = 7;
    const piece = (nth: number) => ({
      fileOffset: REGION_TABLE_OFFSETS[0] + nth * LOG_SECTOR,
      sector: table.subarray(nth * LOG_SECTOR, (nth + 1) * LOG_SECTOR),
    });
    image.addLogEntry(0, { sequenceNumber: 1n, writes: [piece(0), piece(2), piece(9)] });
    const { differences, summary } = comparison(image);
    expect(differences.map(({ sentence, node }) => [sentence, node])).toEqual([
      ["Reserved: 0 (0x00000000) -> 7 (0x00000007)", "region-table/1"],
    ]);
    expect(summary).toBe("Region table 1: 1 difference.");
  });

  it("differ byte by byte elsewhere, changes a few bytes apart taken together", () => {
    const image = crashed();
    const at = image.metadata.offset + 512 * 1024;
    const sector = sectorOf(0);
    sector.set([1], 0);
    sector.set([1], 10);
    sector.set([1], 100);
    image.addLogEntry(0, { sequenceNumber: 1n, writes: [{ fileOffset: at, sector }] });
    const { differences } = comparison(image);
    expect(differences.map(({ offsetB, length, structure }) => [offsetB - at, length, structure])).toEqual([
      [0, 11, "Metadata region, no item"],
      [100, 1, "Metadata region, no item"],
    ]);
  });

  it("say that the file grows, and what is new in it", () => {
    const image = crashed();
    const end = image.store.size;
    image.addLogEntry(0, {
      sequenceNumber: 1n,
      writes: [{ fileOffset: end, sector: sectorOf(9) }],
      lastFileOffset: BigInt(end + 2 * MIB),
    });
    const { differences, summary } = comparison(image);
    expect(differences.map(({ sentence }) => sentence)).toEqual([
      "4,096 bytes at 20 MiB are new",
      "The file grows from 20 MiB to 22 MiB",
    ]);
    expect(summary).toMatch(/File: grows by 2 MiB\.$/);
    expect(differences[0]).toMatchObject({ bytesA: "", bytesB: "09".repeat(32) });
  });

  it("come to an end where the log grows and zeros the file without measure", () => {
    const far = 2 ** 51;
    const image = crashed({
      writes: [{ fileOffset: 8 * MIB, zeros: far - 8 * MIB }],
      lastFileOffset: BigInt(far),
    });
    // What is zeroed of the file was zeros; what is zeroed behind it is growth.
    const { differences } = comparison(image);
    expect(differences.map(({ offsetA, length }) => [offsetA, length])).toEqual([[20 * MIB, far - 20 * MIB]]);
    expect(differences[0]?.sentence).toMatch(/^The file grows from 20 MiB to 2 PiB/);
  });

  it("come to an end where the log zeros terabytes of the file itself", () => {
    const far = 2 ** 44;
    const image = crashed({
      writes: [{ fileOffset: 8 * MIB, zeros: far - 8 * MIB }],
      lastFileOffset: BigInt(far),
    });
    image.store.truncate(far);
    const { differences } = comparison(image);
    expect(differences.map(({ offsetA, length }) => [offsetA, length])).toEqual([[8 * MIB, far - 8 * MIB]]);
    expect(differences[0]?.sentence).toMatch(/^15\.99 TiB at 8 MiB were written/);
  });
});

describe("two copies of a structure", () => {
  const sides = (image: ImageBuilder, kind: "headers" | "region-tables") => {
    const opened = new OpenedImage(new CachedStore(image.store));
    return compare((ref) => ({ image: opened, layer: opened.layer(ref) }), { kind, layer: ORIGINAL });
  };

  it("differ field by field: headers", () => {
    const image = new ImageBuilder();
    image.write(header, HEADER_OFFSETS[1], { logGuid: LOG_GUID });
    const { differences, titleA, titleB } = sides(image, "headers");
    expect([titleA, titleB]).toEqual(["Header 1", "Header 2"]);
    expect(differences.map(({ sentence }) => sentence.split(":")[0])).toEqual([
      "Checksum",
      "SequenceNumber",
      "LogGuid",
    ]);
    for (const { offsetA, offsetB } of differences)
      expect(offsetB - offsetA).toBe(HEADER_OFFSETS[1] - HEADER_OFFSETS[0]);
  });

  it("differ field by field: region tables", () => {
    const image = new ImageBuilder();
    expect(sides(image, "region-tables").summary).toBe("No difference.");
    image.setRegions([...image.regionEntries, { guid: LOG_GUID, length: MIB }], { copies: [2] });
    const { differences } = sides(image, "region-tables");
    expect(differences.map(({ sentence }) => sentence.split(":")[0])).toEqual([
      "Checksum",
      "EntryCount",
      "Entry 2, Guid",
      "Entry 2, Length",
    ]);
  });
});
