import { expect, it } from "vitest";
import { exportKinds, isOffered } from "./export.ts";

const REPORTS = ["report-json", "report-html"];

it("offers of a user's file a copy of the layer, and a patch", () => {
  expect(exportKinds("replayed", false)).toEqual([...REPORTS, "raw", "raw-packed", "replayed-copy", "patch"]);
  expect(exportKinds("edited", false)).toEqual([...REPORTS, "raw", "raw-packed", "edited-copy", "patch"]);
});

it("offers a working disk's file itself, which no script can patch", () => {
  expect(exportKinds("original", true)).toEqual([...REPORTS, "raw", "raw-packed", "copy", "replayed-copy"]);
});

it("offers what a layer has, and nothing else", () => {
  const dirty = { inPlace: false, activeEntries: 10 };
  const clean = { inPlace: false, activeEntries: 0 };
  const working = { inPlace: true, activeEntries: 10 };
  expect(isOffered("replayed-copy", "replayed", dirty)).toBe(true);
  expect(isOffered("patch", "replayed", dirty)).toBe(true);
  expect(isOffered("replayed-copy", "original", dirty)).toBe(false);
  expect(isOffered("patch", "original", dirty)).toBe(false);
  expect(isOffered("replayed-copy", "replayed", clean)).toBe(false);
  expect(isOffered("patch", "edited", clean)).toBe(true);
  expect(isOffered("edited-copy", "edited", clean)).toBe(true);
  expect(isOffered("edited-copy", "original", clean)).toBe(false);
  expect(isOffered("copy", "original", dirty)).toBe(false);
  expect(isOffered("copy", "original", working)).toBe(true);
  expect(isOffered("copy", "replayed", working)).toBe(false);
  expect(isOffered("raw", "original", clean)).toBe(true);
  expect(isOffered("raw-packed", "original", clean)).toBe(true);
});
