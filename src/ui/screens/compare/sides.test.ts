import { describe, expect, it } from "vitest";
import type { ImageSummary, LayerRef } from "../../../../workers/api/index.ts";
import { imageSummary } from "../../../actions/files/image-summary.fixture.ts";
import { compareRequest, defaultSides, presentSide, startsOf, stepDifference, presentKind } from "./sides.ts";

const summary: ImageSummary = {
  ...imageSummary({ virtualSize: 2 ** 30, sectorSize: 512, payloadBlocks: 1024, batEntries: 1024 }),
  activeEntries: 10,
  layers: {
    original: { available: true, note: null },
    replayed: { available: true, note: null },
    edited: { available: false, note: "No edits." },
  },
};
const original: LayerRef = { name: "original", upTo: null };
const replayed = (upTo: number | null): LayerRef => ({ name: "replayed", upTo });

describe("presentSide", () => {
  it("takes what was chosen, else the default", () => {
    expect(presentSide(replayed(3), original, summary)).toEqual(replayed(3));
    expect(presentSide(null, replayed(4), summary)).toEqual(replayed(4));
  });

  it("falls back where the layer is not available, and writes a replay of all entries as null", () => {
    expect(presentSide({ name: "edited", upTo: null }, original, summary)).toEqual(original);
    expect(presentSide(replayed(10), original, summary)).toEqual(replayed(null));
    expect(presentSide(replayed(77), original, summary)).toEqual(replayed(null));
  });
});

it("presentKind shows the headers where there is only one layer, unless something was chosen", () => {
  const { layers } = summary;
  const alone = { ...summary, layers: { ...layers, replayed: { available: false, note: "No header." } } };
  expect(presentKind(null, summary)).toBe("layers");
  expect(presentKind(null, alone)).toBe("headers");
  expect(presentKind("layers", alone)).toBe("layers");
  expect(presentKind("region-tables", summary)).toBe("region-tables");
  expect(presentKind(null, { ...alone, outcome: "not-vhdx" })).toBe("layers");
  const edited = { ...alone.layers, edited: { available: true, note: null } };
  expect(presentKind(null, { ...alone, layers: edited })).toBe("layers");
});

it("defaultSides compares what the present layer changes in the file", () => {
  expect(defaultSides("original", 3, summary)).toEqual({ a: original, b: replayed(3) });
  const dirty: ImageSummary = { ...summary, defaultLayer: "replayed" };
  const edited: LayerRef = { name: "edited", upTo: null };
  expect(defaultSides("edited", 3, dirty)).toEqual({ a: replayed(null), b: edited });
  expect(defaultSides("edited", null, summary)).toEqual({ a: original, b: edited });
});

it("compareRequest asks anew for whatever changes the answer, and for nothing else", () => {
  const now = original;
  const layers = compareRequest("layers", original, replayed(1), now, 1);
  expect(layers.request).toEqual({ kind: "layers", a: original, b: replayed(1) });
  expect(compareRequest("layers", original, replayed(2), now, 1).key).not.toEqual(layers.key);
  expect(compareRequest("layers", original, replayed(1), replayed(5), 1).key).toEqual(layers.key);
  const headers = compareRequest("headers", original, replayed(1), replayed(5), 1);
  expect(headers.request).toEqual({ kind: "headers", layer: replayed(5) });
  expect(compareRequest("headers", original, replayed(2), replayed(5), 1).key).toEqual(headers.key);
});

it("stepDifference goes around both ends", () => {
  expect(stepDifference(3, null, 1)).toBe(0);
  expect(stepDifference(3, null, -1)).toBe(2);
  expect(stepDifference(3, 2, 1)).toBe(0);
  expect(stepDifference(3, 0, -1)).toBe(2);
  expect(stepDifference(0, null, 1)).toBeNull();
});

it("startsOf puts two places side by side, whichever lies further on", () => {
  expect(startsOf({ offsetA: 5, offsetB: 5 })).toEqual({ a: 0, b: 0 });
  expect(startsOf({ offsetA: 100, offsetB: 340 })).toEqual({ a: 0, b: 240 });
  expect(startsOf({ offsetA: 340, offsetB: 100 })).toEqual({ a: 240, b: 0 });
});
