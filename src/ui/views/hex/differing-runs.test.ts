import { expect, it } from "vitest";
import { differingRuns } from "./differing-runs.ts";

it("finds every run, the last one included", () => {
  expect(differingRuns(Uint8Array.of(1, 2, 3, 4, 5), Uint8Array.of(1, 9, 9, 4, 9))).toEqual([
    { offset: 1, length: 2 },
    { offset: 4, length: 1 },
  ]);
  expect(differingRuns(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toEqual([]);
});

it("takes what only one of them has as different", () => {
  expect(differingRuns(Uint8Array.of(1, 2, 3), Uint8Array.of(1))).toEqual([{ offset: 1, length: 2 }]);
  expect(differingRuns(new Uint8Array(0), Uint8Array.of(1))).toEqual([{ offset: 0, length: 1 }]);
});
