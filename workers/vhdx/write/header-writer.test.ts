import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { randomGuid } from "../../shared/guid.ts";
import { ImageBuilder } from "../../testing/vhdx/image-builder.ts";
import { readHeaders } from "../headers/headers.ts";
import { HeaderWriter } from "./header-writer.ts";

beforeAll(loadCrc32c);

const LAST = 2n ** 64n - 1n;

/** What is left of the sequence numbers after an update, from so many; null where the update is refused. */
function leftAfter(left: bigint, update: (headers: HeaderWriter) => void): bigint | null {
  const image = new ImageBuilder();
  image.setHeaders({ sequenceNumber: LAST - left });
  const { active } = readHeaders(image.store);
  if (active === null) throw new Error("the image has no active header");
  const headers = new HeaderWriter(image.store, active, randomGuid);
  try {
    update(headers);
  } catch (thrown) {
    expect(thrown).toMatchObject({ code: "not-available" });
    expect(readHeaders(image.store).active?.values.sequenceNumber).toBe(LAST - left);
    return null;
  }
  expect(headers.values.sequenceNumber).toBe(readHeaders(image.store).active?.values.sequenceNumber);
  return LAST - headers.values.sequenceNumber;
}

describe("an update of both headers takes two sequence numbers", () => {
  it("and leaves 16, with which the log can be emptied", () => {
    expect(leftAfter(18n, (headers) => headers.markFile())).toBe(16n);
    expect(leftAfter(17n, (headers) => headers.markFile())).toBeNull();
    expect(leftAfter(18n, (headers) => headers.markData())).toBe(16n);
    expect(leftAfter(17n, (headers) => headers.markData())).toBeNull();
  });

  it("and is made with the last two where it empties the log", () => {
    expect(leftAfter(2n, (headers) => headers.clearLog())).toBe(0n);
    expect(leftAfter(1n, (headers) => headers.clearLog())).toBeNull();
  });
});
