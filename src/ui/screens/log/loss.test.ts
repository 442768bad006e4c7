import { expect, it } from "vitest";
import type { LogLoss } from "../../../../workers/api/index.ts";
import { lossOf } from "./loss.ts";

const loss: LogLoss = {
  entries: 2,
  writes: 3,
  bytes: 12_288,
  targets: ["BAT entries 0-511", "Metadata"],
  complete: true,
};

it("names what the entries would have written", () => {
  expect(lossOf(loss)[0]).toBe(
    "2 entries with 3 writes to 12 KiB of the file that were never applied: BAT entries 0-511, Metadata.",
  );
});

it("says that there are more than are listed", () => {
  expect(lossOf({ entries: 1, writes: 300, bytes: 4096, targets: ["A"], complete: false })[0]).toBe(
    "1 entry with 300 writes to more than 4 KiB of the file that was never applied: A and others.",
  );
  expect(lossOf({ ...loss, targets: ["A", "B", "C", "D", "E"] })[0]).toContain(": A, B, C, D and others.");
});

it("says that nothing is lost where nothing could be applied", () => {
  expect(lossOf({ entries: 0, writes: 0, bytes: 0, targets: [], complete: true })).toEqual([
    "The log holds no sequence that can be replayed, so nothing is lost that could still be applied.",
  ]);
});
