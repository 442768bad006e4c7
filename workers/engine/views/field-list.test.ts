import { describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { HEADER_OFFSETS, REGION_TABLE_OFFSETS } from "../../vhdx/headers/header-section.ts";
import { batEntry } from "../../vhdx/structs/bat-entry.ts";
import { header } from "../../vhdx/structs/header.ts";
import { logEntryHeader } from "../../vhdx/structs/log.ts";
import { regionTableEntry } from "../../vhdx/structs/region-table.ts";
import { FILE_WRITE_GUID, ImageBuilder, LOG_GUID } from "../../testing/vhdx/image-builder.ts";
import { OpenedImage } from "../image/opened-image.ts";
import { viewContext } from "./context.ts";
import { fieldAt, structFields } from "./field-list.ts";
import { nodeFields } from "./tree/tree.ts";

await loadCrc32c();

function contextOf(image: ImageBuilder) {
  const opened = new OpenedImage(new CachedStore(image.store));
  return viewContext(opened, opened.best);
}
const rows = (fields: ReturnType<typeof structFields>) =>
  Object.fromEntries(fields.map((field) => [field.name, field]));

describe("the fields of a structure", () => {
  it("show values in words and digits, where they stand and what they are for", () => {
    const image = new ImageBuilder();
    const found = rows(structFields(contextOf(image), header, HEADER_OFFSETS[1]));
    expect(found["signature"]).toMatchObject({
      value: '"head"',
      raw: "68656164",
      offset: HEADER_OFFSETS[1],
      length: 4,
      kind: "ascii",
      problem: null,
      before: null,
      target: null,
    });
    expect(found["sequenceNumber"]).toMatchObject({
      value: "8 (0x0000000000000008)",
      raw: "0800000000000000",
      label: "SequenceNumber",
    });
    expect(found["logOffset"]).toMatchObject({
      value: "1 MiB (0x0000000000100000)",
      offset: HEADER_OFFSETS[1] + 72,
    });
    expect(found["fileWriteGuid"]?.value).toBe(FILE_WRITE_GUID);
    expect(found["logGuid"]?.value).toMatch(/^0{8}.*\(nothing to replay\)$/);
    expect(found["reserved"]).toMatchObject({ value: "4016 zero bytes", raw: "00".repeat(16) });
    for (const { meaning, spec } of Object.values(found)) expect([meaning, spec]).not.toContain(null);
  });

  it("say what breaks its rule, and the checksum that the bytes give", () => {
    const image = new ImageBuilder();
    image.write(header, HEADER_OFFSETS[0], { version: 3, logLength: 5 }, false);
    const found = rows(structFields(contextOf(image), header, HEADER_OFFSETS[0]));
    expect(found["version"]?.problem).toBe("must be 1");
    expect(found["logLength"]?.problem).toBe("must be a multiple of 1 MiB");
    expect(found["checksum"]?.problem).toMatch(/^does not match: the bytes give 0x[0-9a-f]{8}$/);
  });

  it("tell what stood there before the replay", () => {
    const image = new ImageBuilder();
    image.setHeaders({ logGuid: LOG_GUID });
    const sector = new Uint8Array(4096);
    sector.set([6, 0, 0x90]);
    image.addLogEntry(0, { sequenceNumber: 1n, writes: [{ fileOffset: image.bat.offset, sector }] });
    const found = rows(structFields(contextOf(image), batEntry, image.bat.offset));
    expect(found["state"]).toMatchObject({ value: "6", before: "0", offset: image.bat.offset });
    expect(found["fileOffsetMb"]).toMatchObject({
      value: "9 MiB (0x9)",
      before: expect.stringMatching(/^0/),
    });
    expect(found["reserved"]?.before).toBeNull();
  });

  it("are none where the file ends inside the structure", () => {
    const image = new ImageBuilder();
    expect(structFields(contextOf(image), header, image.store.size - 100)).toEqual([]);
  });
});

describe("checksums that cover more than their structure", () => {
  it("are held against all of it", () => {
    const image = new ImageBuilder();
    image.setHeaders({ logGuid: LOG_GUID });
    image.addLogEntry(0, { sequenceNumber: 1n, checksum: 5 });
    image.flip(REGION_TABLE_OFFSETS[1] + 60_000);
    const problem = (node: string) =>
      rows([...nodeFields(contextOf(image), node).fields])["checksum"]?.problem;
    expect(problem("region-table/1")).toBeNull();
    expect(problem("region-table/2")).toMatch(/does not match/);
    expect(problem("log/entry/0")).toMatch(/does not match/);
  });
});

it("finds the field at a byte, the first where bits share it", () => {
  expect(fieldAt(header, 0)).toBe("signature");
  expect(fieldAt(header, 71)).toBe("logLength");
  expect(fieldAt(header, 4095)).toBe("reserved");
  expect(fieldAt(batEntry, 7)).toBe("state");
  expect(fieldAt(regionTableEntry, 31)).toBe("required");
  expect(fieldAt(logEntryHeader, 64)).toBeNull();
});
