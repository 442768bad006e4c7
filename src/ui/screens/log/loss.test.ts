import { expect, it } from "vitest";
import type { ReportLogEntry } from "../../../../workers/api/index.ts";
import type { LogRow } from "./log-model.ts";
import { lossOf } from "./loss.ts";

function row(targets: readonly string[], descriptorCount = targets.length): LogRow {
  const entry: ReportLogEntry = {
    offset: "0",
    sequenceNumber: "7",
    length: 8192,
    tail: "0",
    guid: "",
    flushedFileOffset: "0",
    lastFileOffset: "0",
    state: "active",
    reason: "",
    descriptors: targets.map((target) => ({ kind: "data", fileOffset: "0", length: 4096, target })),
    descriptorCount,
  };
  return { offset: 0, entry, order: 1 };
}

it("names what the entries would have written, each once", () => {
  const [first] = lossOf({ active: [row(["BAT entries 0-511"]), row(["BAT entries 0-511", "Metadata"])] });
  expect(first).toBe(
    "2 entries with 3 writes to 12 KiB of the file that were never applied: BAT entries 0-511, Metadata.",
  );
});

it("says that there are more than are listed", () => {
  expect(lossOf({ active: [row(["A"], 300)] })[0]).toBe(
    "1 entry with 300 writes to more than 4 KiB of the file that was never applied: A and others.",
  );
});

it("says that nothing is lost where nothing could be applied", () => {
  expect(lossOf({ active: [] })).toEqual([
    "The log holds no sequence that can be replayed, so nothing is lost that could still be applied.",
  ]);
});
