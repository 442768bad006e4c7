import { describe, expect, it } from "vitest";
import { useStore } from "../../state/store.ts";
import { makeByteEdit, whyNoEdit } from "./edit-bytes.ts";
import { imageSummary } from "../files/image-summary.fixture.ts";

const clean = imageSummary({ virtualSize: 2 ** 30, sectorSize: 512, payloadBlocks: 1024, batEntries: 1024 });
const dirty = { ...clean, defaultLayer: "replayed" as const, activeEntries: 10 };
const edited = {
  ...dirty,
  layers: { ...dirty.layers, edited: { available: true, note: null } },
};
const PART = "Replay the whole log first: a change is made to all of it.";

describe("whyNoEdit", () => {
  it("refuses a change of what a part of the log makes, for the change would take all of it", () => {
    for (const space of ["disk", "file"] as const) {
      expect(whyNoEdit({ summary: dirty, layer: "replayed", upTo: 4 }, space)).toBe(PART);
      expect(whyNoEdit({ summary: edited, layer: "replayed", upTo: 4 }, space)).toBe(PART);
      expect(whyNoEdit({ summary: dirty, layer: "replayed", upTo: null }, space)).toBeNull();
      expect(whyNoEdit({ summary: edited, layer: "edited", upTo: 4 }, space)).toBeNull();
    }
  });

  it("minds the slider on the Original layer where the change is made to the replay", () => {
    expect(whyNoEdit({ summary: dirty, layer: "original", upTo: 4 }, "disk")).toBe(PART);
    expect(whyNoEdit({ summary: dirty, layer: "original", upTo: 4 }, "file")).toBeNull();
  });

  it("leaves the file bytes of a disk that must not be written open to repairs", () => {
    const damaged = { ...clean, editProblem: "The disk must not be written." };
    expect(whyNoEdit({ summary: damaged, layer: "original", upTo: null }, "disk")).toBe(damaged.editProblem);
    expect(whyNoEdit({ summary: damaged, layer: "original", upTo: null }, "file")).toBeNull();
  });
});

it("makeByteEdit asks the engine for nothing where there is a reason against it", async () => {
  useStore.setState({ summary: dirty, layer: "replayed", upTo: 4 });
  await expect(makeByteEdit("disk", { kind: "zero", offset: 0, length: 512 })).rejects.toThrow(PART);
  await expect(makeByteEdit("file", { kind: "apply-log" })).rejects.toThrow(PART);
});
