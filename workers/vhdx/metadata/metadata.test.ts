import { describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { readUpTo } from "../../store/store.ts";
import { ImageBuilder } from "../../testing/vhdx/image-builder.ts";
import { readRegions } from "../regions/regions.ts";
import { METADATA_TABLE_SIZE, metadataTableEntry, metadataTableHeader } from "../structs/metadata-table.ts";
import { readMetadata } from "./metadata.ts";

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
