import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../../bytes/crc32c.ts";
import { NIL_GUID } from "../../../shared/guid.ts";
import { ImageBuilder, LOG_GUID } from "../../../testing/vhdx/image-builder.ts";
import { planOf } from "../../../testing/vhdx/one-by-one.ts";
import { HEADER_OFFSETS } from "../../headers/header-section.ts";
import { header, type HeaderValues } from "../../structs/header.ts";

beforeAll(loadCrc32c);

const OTHER = "55555555-5555-4555-8555-555555555555";

/** The fixes, in their order, of two headers that have these fields and the same number. */
function fixesOf(fault: string, first: Partial<HeaderValues>, second: Partial<HeaderValues>, spoil?: number) {
  const image = new ImageBuilder();
  image.setHeaders({ sequenceNumber: 9n });
  image.write(header, HEADER_OFFSETS[0], first);
  image.write(header, HEADER_OFFSETS[1], second);
  if (spoil !== undefined) for (const offset of HEADER_OFFSETS) image.flip(offset + spoil);
  const fixes = planOf(image.store).find(({ id }) => id === fault)?.fixes ?? [];
  return fixes.map(({ id, recommended }) => `${id}${recommended ? ", recommended" : ""}`);
}

describe("two headers of one number", () => {
  const [one, two] = ["header-keep/1", "header-keep/2"];
  const log = { logGuid: LOG_GUID };
  const none = { logGuid: NIL_GUID };

  it("the one with a log to replay is recommended", () => {
    expect(fixesOf("headers-tie", log, none)).toEqual([`${one}, recommended`, two]);
    expect(fixesOf("headers-tie", none, log)).toEqual([`${two}, recommended`, one]);
  });

  it("stay in their order where both have a log, or neither", () => {
    const other = { dataWriteGuid: OTHER };
    expect(fixesOf("headers-tie", log, { ...log, ...other })).toEqual([`${one}, recommended`, two]);
    expect(fixesOf("headers-tie", none, { ...none, ...other })).toEqual([`${one}, recommended`, two]);
  });
});

describe("two headers with one wrong byte each", () => {
  const byte = header.fields.dataWriteGuid.offset;

  it("the one with the greater number comes first, and those of one number in their order", () => {
    const order = (first: bigint, second: bigint) =>
      fixesOf("headers-both", { sequenceNumber: first }, { sequenceNumber: second }, byte).filter((id) =>
        id.startsWith("header-byte"),
      );
    const [one, two] = ["header-byte/1", "header-byte/2"];
    expect(order(8n, 9n)).toEqual([`${two}, recommended`, one]);
    expect(order(9n, 8n)).toEqual([`${one}, recommended`, two]);
    expect(order(9n, 9n)).toEqual([`${one}, recommended`, two]);
  });
});
