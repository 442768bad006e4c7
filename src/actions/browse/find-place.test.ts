import { expect, it } from "vitest";
import type { FileName, FilesAt } from "../../../workers/api/index.ts";
import { findPlace, type PlaceFinder } from "./find-place.ts";

const AT: FilesAt = {
  image: "image-1",
  layer: { name: "original", upTo: null },
  volume: "disk",
  transactions: null,
};

const named = (text: string): FileName => ({ text, bytes: new TextEncoder().encode(text) });
/** As a name that is no text is shown. */
const BROKEN: FileName = { text: "b\uFFFDd", bytes: Uint8Array.of(98, 0xff, 100) };

/** Folders by their node: names and nodes of what is in them. */
const TREE: Readonly<Record<number, readonly (readonly [FileName, number])[]>> = {
  2: [
    [named("etc"), 12],
    [BROKEN, 13],
  ],
  12: [
    [named("a"), 20],
    [named("hosts"), 21],
  ],
  13: [[named("inside"), 30]],
};

const finder: PlaceFinder = {
  // One entry at a time.
  list: async (_, folder, cursor) => {
    const entries = TREE[folder ?? 2] ?? [];
    const at = Number(cursor ?? 0);
    return {
      rows: entries.slice(at, at + 1).map(([name, node]) => ({ name, node, kind: "file", stat: null })),
      next: at + 1 < entries.length ? String(at + 1) : null,
      problems: [],
    };
  },
  lookup: async (_, path) => {
    const steps: { name: FileName; node: number }[] = [];
    for (const text of path.split("/")) {
      const found = TREE[steps.at(-1)?.node ?? 2]?.find(([name]) => name.text === text);
      if (found === undefined) return { steps, node: null, missing: text };
      steps.push({ name: found[0], node: found[1] });
    }
    return { steps, node: steps.at(-1)?.node ?? 2, missing: null };
  },
};

it("finds by nodes what an address names", async () => {
  const place = { folder: [{ node: 12, name: null }], chosen: { node: 21, name: null } };
  expect(await findPlace(finder, AT, place)).toEqual({
    folder: [{ node: 12, name: named("etc") }],
    chosen: { node: 21, name: named("hosts") },
    missing: null,
  });
});

it("finds by names what had other nodes before", async () => {
  const place = {
    folder: [{ node: 900, name: named("etc") }],
    chosen: { node: 901, name: named("hosts") },
  };
  expect(await findPlace(finder, AT, place)).toMatchObject({
    folder: [{ node: 12 }],
    chosen: { node: 21 },
    missing: null,
  });
});

it("ends at the last folder that is there, and says what is not", async () => {
  const gone = { node: 900, name: named("gone") };
  expect(
    await findPlace(finder, AT, { folder: [{ node: 12, name: named("etc") }, gone, gone], chosen: gone }),
  ).toEqual({ folder: [{ node: 12, name: named("etc") }], chosen: null, missing: "gone" });
  expect(await findPlace(finder, AT, { folder: [{ node: 12, name: null }], chosen: gone })).toMatchObject({
    folder: [{ node: 12 }],
    chosen: null,
    missing: "gone",
  });
  expect(await findPlace(finder, AT, { folder: [{ node: 99, name: null }], chosen: null })).toEqual({
    folder: [],
    chosen: null,
    missing: "Inode or record 99",
  });
});

it("finds a name that was replaced for display by its bytes, whatever node it has now", async () => {
  const gone = { ...BROKEN, bytes: Uint8Array.of(98, 0xfe, 100) };
  const place = { folder: [{ node: 12, name: BROKEN }], chosen: { node: 31, name: named("inside") } };
  expect(await findPlace(finder, AT, place)).toEqual({
    folder: [{ node: 13, name: BROKEN }],
    chosen: { node: 30, name: named("inside") },
    missing: null,
  });
  expect(await findPlace(finder, AT, { folder: [{ node: 13, name: gone }], chosen: null })).toMatchObject({
    folder: [],
    missing: gone.text,
  });
});

it("goes by nodes where a name was replaced for display", async () => {
  const place = { folder: [{ node: 13, name: BROKEN }], chosen: { node: 30, name: named("inside") } };
  expect(await findPlace(finder, AT, place)).toEqual({ ...place, missing: null });
});
