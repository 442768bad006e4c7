import { beforeAll, expect, it } from "vitest";
import { loadCrc32c } from "../../../bytes/crc32c.ts";
import { HEADER_OFFSETS } from "../../../vhdx/headers/header-section.ts";
import { readHeaders } from "../../../vhdx/headers/headers.ts";
import { DATA_WRITE_GUID, ImageBuilder } from "../../../testing/vhdx/image-builder.ts";
import { headerChanges } from "./header-changes.ts";

beforeAll(loadCrc32c);

const NEW = "55555555-5555-4555-8555-555555555555";

it("calls no GUID new that stays, although no header was valid before", () => {
  const image = new ImageBuilder();
  const sound = readHeaders(image.store);
  for (const offset of HEADER_OFFSETS) image.flip(offset + 200);
  const before = readHeaders(image.store);
  expect(before.active).toBeNull();
  const repaired = new ImageBuilder();
  repaired.setHeaders({ fileWriteGuid: NEW });
  const after = readHeaders(repaired.store);
  const bumped = {
    ...after,
    copies: after.copies.map((copy) => ({
      ...copy,
      values: { ...copy.values, sequenceNumber: copy.values.sequenceNumber + 2n },
    })) as unknown as typeof after.copies,
  };
  const said = headerChanges(before, bumped);
  expect(said).toHaveLength(2);
  for (const each of said) {
    expect(each).toContain(`the new FileWriteGuid ${NEW}`);
    expect(each).not.toContain("DataWriteGuid");
    expect(each).not.toContain(DATA_WRITE_GUID);
  }
  // The same where a header was valid, but for the log, which is known to be as before.
  const log = " and no log GUID: the log is empty";
  const known = said.map((each) => each.replace(", the new", " and the new").replace(log, ""));
  expect(headerChanges(sound, bumped)).toEqual(known);
});
