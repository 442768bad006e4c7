import { expect, it } from "vitest";
import { isStep, type Position, readEntry } from "./history.ts";

const AT: Position = { hash: "#a", image: "image-1", screen: "structure", jumps: 3 };

it("takes another screen, another file or a jump for a step, and a selection for none", () => {
  expect(isStep(AT, { ...AT, hash: "#b" })).toBe(false);
  expect(isStep(AT, { ...AT, screen: "map" })).toBe(true);
  expect(isStep(AT, { ...AT, image: "image-2" })).toBe(true);
  expect(isStep(AT, { ...AT, hash: "#b", jumps: 4 })).toBe(true);
  expect(isStep({ ...AT, image: null }, { ...AT, screen: "map" })).toBe(false);
  expect(isStep(AT, { ...AT, image: null, jumps: 4 })).toBe(false);
});

it("reads the state of its own entries alone", () => {
  const own = { visit: "v", index: 2, image: null };
  expect(readEntry(structuredClone(own))).toEqual(own);
  for (const other of [null, undefined, 7, "x", {}, { ...own, index: -1 }, { ...own, image: 4 }])
    expect(readEntry(other)).toBeNull();
});
