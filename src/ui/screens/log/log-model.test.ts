import { describe, expect, it } from "vitest";
import type { LogView } from "../../../../workers/api/index.ts";
import { logEntry, logView } from "./log-view.fixture.ts";
import { logModel, sortRows } from "./log-model.ts";

const log: LogView = logView({
  entries: [
    logEntry({ offset: 0, sequenceNumber: 10n, state: "active", order: 2 }),
    logEntry({ offset: 8192, sequenceNumber: 9n, state: "stale" }),
    logEntry({ offset: 40960, sequenceNumber: 8n, state: "stale" }),
    logEntry({ offset: 1040384, sequenceNumber: 9n, state: "active", order: 1 }),
  ],
});

describe("logModel", () => {
  it("orders the active sequence from tail to head, also over the wrap", () => {
    expect(logModel(log).active.map((row) => [row.offset, row.order])).toEqual([
      [1040384, 1],
      [0, 2],
    ]);
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
