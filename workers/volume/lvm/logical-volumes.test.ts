import { expect, it } from "vitest";
import { parseConfig } from "./config.ts";
import { logicalVolumes } from "./logical-volumes.ts";

/** A group of one volume of one segment. @param start the extent of the physical volume, as the metadata states it */
const group = (start: string) => `
  vg0 {
    extent_size = 8192
    physical_volumes { pv0 { id = "a-b" pe_start = 2048 } }
    logical_volumes { root {
      status = ["READ", "VISIBLE"] segment_count = 1
      segment1 {
        start_extent = 0 extent_count = 1 type = "striped" stripe_count = 1 stripes = ["pv0", ${start}]
      }
    } }
  }`;

it("has no place for an extent that no disk has", () => {
  const segmentOf = (start: string) => {
    const [volume] = logicalVolumes(parseConfig(group(start)) ?? new Map(), () => 0);
    return [volume?.segments[0]?.disk, volume?.problems.length];
  };
  expect(segmentOf("1")).toEqual([(2048 + 8192) * 512, 0]);
  for (const start of ["-1", "-100000", "9007199254740991", "9".repeat(400)])
    expect([start, ...segmentOf(start)]).toEqual([start, null, 1]);
});
