import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import { OverlayStore } from "../../store/overlay-store.ts";
import { readUpTo } from "../../store/store.ts";
import { ImageBuilder } from "../../testing/vhdx/image-builder.ts";
import { readRegions } from "../regions/regions.ts";
import { METADATA_TABLE_SIZE, metadataTableEntry, metadataTableHeader } from "../structs/metadata-table.ts";
import { readItems, readMetadata, readTable } from "./metadata.ts";

await loadCrc32c();

describe("an empty item", () => {
  it("has no place, even where its entry names one", () => {
    const image = new ImageBuilder();
    const entry = metadataTableHeader.size + metadataTableEntry.size;
    image.write(metadataTableEntry, image.metadata.offset + entry, { length: 0 });
    const { metadata } = readRegions(image.store, image.log);
    if (metadata === null) throw new Error("the image has no metadata region");
    const { items, findings } = readMetadata(image.store, metadata);
    expect(items[1]).toMatchObject({ offset: null, readable: false, bytes: null });
    expect(items[0]).toMatchObject({ readable: true });
    expect(findings.map(({ code }) => code)).toContain("metadata-empty-with-offset");
  });
});

describe("the length of the metadata region", () => {
  it("is a finding above 128 MiB, as Microsoft's open-source reader takes no more", () => {
    const image = new ImageBuilder();
    const { metadata } = readRegions(image.store, image.log);
    if (metadata === null) throw new Error("the image has no metadata region");
    const codes = (length: number) =>
      readMetadata(image.store, { ...metadata, length }).findings.map(({ code }) => code);
    expect(codes(128 * MIB)).not.toContain("metadata-region-large");
    expect(codes(129 * MIB)).toContain("metadata-region-large");
  });
});

describe("the items of a table that differs in one byte", () => {
  const image = new ImageBuilder();
  const { metadata: region } = readRegions(image.store, image.log);
  if (region === null) throw new Error("the image has no metadata region");
  const before = readMetadata(image.store, region);
  const entries = metadataTableHeader.size + image.items.length * metadataTableEntry.size;
  const values = before.items.flatMap(({ offset, values: { length } }) =>
    offset === null ? [] : [{ start: offset, end: offset + Math.min(length, 64) }],
  );

  /** A known item, unless a changed byte is in its entry or its value. */
  const unchanged = (at: number) => (index: number) => {
    const item = before.items[index] ?? null;
    const isIn = (start: number, length: number) => at >= start && at < start + length;
    if (item === null || isIn(item.entryOffset, metadataTableEntry.size)) return null;
    return item.offset !== null && isIn(item.offset, item.values.length) ? null : item;
  };

  it("are those that are read without what was known", () => {
    const inTable = fc.nat(entries + 40).map((at) => region.offset + at);
    const inValue = fc
      .constantFrom(...values)
      .chain(({ start, end }) => fc.integer({ min: start, max: end - 1 }));
    fc.assert(
      fc.property(fc.oneof(inTable, inValue), fc.nat(255), (at, to) => {
        const store = new OverlayStore(image.store);
        store.write(at, Uint8Array.of(to));
        const table = readTable(store, region);
        const known = { setEnd: entries + 41, item: unchanged(at) };
        expect(readItems(store, region, table, known)).toEqual(readMetadata(store, region));
      }),
      { numRuns: 400 },
    );
  });

  it("include a second one of a kind, which becomes the first", () => {
    const [first, second] = before.items;
    const twice = new ImageBuilder();
    twice.write(metadataTableEntry, second?.entryOffset ?? 0, { itemId: first?.values.itemId ?? "" });
    const { items } = readMetadata(twice.store, region);
    expect([items[0]?.bytes === null, items[1]?.bytes]).toEqual([false, null]);
    // Without the first, the second holds the bytes.
    twice.write(metadataTableEntry, first?.entryOffset ?? 0, { itemId: second?.values.itemId ?? "" });
    const known = {
      setEnd: METADATA_TABLE_SIZE,
      item: (index: number) => (index === 0 ? null : (items[index] ?? null)),
    };
    const after = readItems(twice.store, region, readTable(twice.store, region), known);
    expect(after).toEqual(readMetadata(twice.store, region));
    expect(after.items[1]?.bytes).not.toBeNull();
  });
});

describe("bytes behind the last entry of the metadata table", () => {
  const image = new ImageBuilder();
  const used = metadataTableHeader.size + image.items.length * metadataTableEntry.size;
  const behind = image.metadata.offset + used;
  const last = readUpTo(image.store, behind - metadataTableEntry.size, metadataTableEntry.size);

  /** The places of findings about these bytes, in the file. */
  function slack(put: readonly (readonly [offset: number, bytes: Uint8Array<ArrayBuffer>])[]) {
    const changed = new ImageBuilder();
    for (const [offset, bytes] of put) changed.store.write(offset, bytes);
    const { metadata } = readRegions(changed.store, changed.log);
    if (metadata === null) throw new Error("the image has no metadata region");
    const { findings } = readMetadata(changed.store, metadata);
    return findings.map(({ code, offset }) => [code, offset]);
  }

  it("may be a copy of that entry, as Windows leaves it", () => {
    expect(slack([])).toEqual([]);
    expect(slack([[behind, last]])).toEqual([]);
  });

  it("are a finding where they are anything else", () => {
    const found = [["metadata-table-slack", String(behind)]];
    for (let at = 0; at < last.length; at++)
      expect(slack([[behind, last.map((byte, index) => (index === at ? byte ^ 1 : byte))]])).toEqual(found);
    const one = Uint8Array.of(1);
    expect(
      slack([
        [behind, last],
        [behind + last.length, one],
      ]),
    ).toEqual(found);
    expect(slack([[image.metadata.offset + METADATA_TABLE_SIZE - 1, one]])).toEqual(found);
  });
});
