import { expect, it } from "vitest";
import { exportKinds } from "./export.ts";

const REPORTS = ["report-json", "report-html"];

it("offers of a user's file a copy of the layer, and a patch", () => {
  expect(exportKinds("replayed", false)).toEqual([...REPORTS, "raw", "replayed-copy", "patch"]);
  expect(exportKinds("edited", false)).toEqual([...REPORTS, "raw", "edited-copy", "patch"]);
});

it("offers a working disk's file itself, which no script can patch", () => {
  expect(exportKinds("original", true)).toEqual([...REPORTS, "raw", "copy", "replayed-copy"]);
});
