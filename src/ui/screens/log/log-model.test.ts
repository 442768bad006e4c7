import { describe, expect, it } from "vitest";
import type { ReportLog, ReportLogEntry } from "../../../../workers/api/index.ts";
import { logModel, sortRows } from "./log-model.ts";

const entry = (
  offset: number,
  sequenceNumber: string,
  state: ReportLogEntry["state"] = "active",
): ReportLogEntry => ({
  offset: String(offset),
  sequenceNumber,
  length: 8192,
  tail: "0",
  guid: "283d8b86-25a3-80e8-01bc-b5ef8eafdfff",
  flushedFileOffset: "0",
  lastFileOffset: "0",
  state,
  reason: "",
  descriptors: [],
  descriptorCount: 0,
});

const log: ReportLog = {
  guid: "283d8b86-25a3-80e8-01bc-b5ef8eafdfff",
  offset: "1048576",
  length: 1048576,
  entries: [entry(0, "10"), entry(8192, "9", "stale"), entry(40960, "8", "stale"), entry(1040384, "9")],
  active: ["9", "10"],
  sizeAfterReplay: null,
};

describe("logModel", () => {
  it("orders the active sequence from tail to head, also over the wrap", () => {
    expect(logModel(log).active.map((row) => [row.offset, row.order])).toEqual([
      [1040384, 1],
      [0, 2],
    ]);
  });

  it("takes no stale entry for an active one that has the same sequence number", () => {
    expect(logModel(log).rows[1]?.order).toBeNull();
  });
});

function offsets(column: string, descending: boolean): number[] {
  return sortRows(logModel(log).rows, { column, descending }).map((row) => row.offset);
}

describe("sortRows", () => {
  it("sorts sequence numbers as numbers, ties by offset", () => {
    expect(offsets("sequence", false)).toEqual([40960, 8192, 1040384, 0]);
    expect(offsets("sequence", true)).toEqual([0, 8192, 1040384, 40960]);
  });

  it("sorts by state and by offset", () => {
    expect(offsets("state", false)).toEqual([0, 1040384, 8192, 40960]);
    expect(offsets("offset", true)).toEqual([1040384, 40960, 8192, 0]);
  });
});
