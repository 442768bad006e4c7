import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { corpusImages, unpack } from "../../../../e2e/support/corpus.ts";
import { FULL, sampled } from "../../../../e2e/support/full.ts";
import { requireTool } from "../../../../e2e/support/needs.ts";
import { loadCrc32c } from "../../../bytes/crc32c.ts";
import { MIB } from "../../../shared/numbers.ts";
import { CachedStore } from "../../../store/cached-store.ts";
import { MemoryStore } from "../../../store/memory-store.ts";
import type { ReadableStore } from "../../../store/store.ts";
import { BAT_REGION, METADATA_REGION } from "../../../vhdx/structs/region-table.ts";
import { ImageBuilder, LOG_GUID } from "../../../testing/vhdx/image-builder.ts";
import { sectorOf } from "../../../testing/vhdx/log-builder.ts";
import { OpenedImage } from "../../image/opened-image.ts";
import { treeProblems } from "../../../testing/engine/tree-check.ts";
import { type ViewContext, viewContext } from "../context.ts";
import { nodeFields, nodePath, treePage } from "./tree.ts";

await loadCrc32c();

function open(store: ReadableStore): ViewContext {
  const image = new OpenedImage(new CachedStore(store));
  return viewContext(image, image.best);
}

/** Images that a test can hold in memory. */
const SMALL = sampled(
  corpusImages().filter(({ size }) => size <= 64 * MIB),
  3,
);

describe("the tree of a file that was cut off inside its header section", () => {
  const KIB = 1024;
  it.each([0, 1, 519, 64 * KIB - 1, 64 * KIB, 130 * KIB, 192 * KIB + 40, 256 * KIB + 15, 320 * KIB, MIB - 1])(
    "at %d bytes agrees with itself and with what is left",
    (size) => {
      const { store } = new ImageBuilder();
      store.truncate(size);
      const context = open(store);
      expect(treeProblems(context)).toEqual([]);
      expect(treePage(context, null, 0, 20).nodes.map(({ id }) => id)).toContain("header/2");
    },
  );
});

it("of a file that was cut off inside its metadata shows the items that are left", () => {
  const { store, metadata, items } = new ImageBuilder();
  for (let length = 0; length < 60; length++) {
    store.truncate(metadata.offset + 64 * 1024 + 60 - length);
    const context = open(store);
    expect(treeProblems(context)).toEqual([]);
    const shown = treePage(context, "metadata", 0, 20).total - 1;
    expect(shown).toBeLessThanOrEqual(items.length);
  }
});

it("of a file that was cut off inside its metadata table shows the entries that begin before its end", () => {
  const { store, metadata } = new ImageBuilder();
  for (const [length, entries] of [
    [32 + 3 * 32 + 1, 4],
    [32 + 3 * 32, 3],
    [32, 0],
  ] as const) {
    store.truncate(metadata.offset + length);
    const context = open(store);
    expect(treeProblems(context)).toEqual([]);
    expect(treePage(context, "metadata/table", 0, 20).total).toBe(entries);
  }
});

describe("the tree of a corpus image", () => {
  it.for(SMALL.map(({ file }) => file))("%s agrees with itself and the file", async (file) => {
    const context = open(new MemoryStore(new Uint8Array(readFileSync(await unpack(file)))));
    expect(treeProblems(context)).toEqual([]);
    expect(treeProblems(viewContext(context.image, context.original))).toEqual([]);
  });

  it("is held against it for most of the corpus", (test) => {
    requireTool(test, "corpus");
    expect(SMALL.length).toBeGreaterThan(FULL ? 60 : 20);
  });
});

describe("the tree of a broken image", () => {
  it.for<[string, (image: ImageBuilder) => void]>([
    ["without a BAT", (image) => image.setRegions(image.regionEntries.slice(1))],
    ["without regions", (image) => image.setRegions([])],
    [
      "with an unknown region",
      (image) =>
        image.setRegions([
          ...image.regionEntries,
          { guid: LOG_GUID, fileOffset: BigInt(9 * MIB), length: MIB },
        ]),
    ],
    [
      "with regions over each other",
      (image) =>
        image.setRegions([
          ...image.regionEntries,
          { guid: LOG_GUID, fileOffset: BigInt(image.bat.offset), length: 2 * MIB },
        ]),
    ],
    [
      "with a BAT in the header section",
      (image) =>
        image.setRegions([
          { guid: BAT_REGION, fileOffset: 0n, length: MIB },
          { guid: METADATA_REGION, fileOffset: BigInt(2 * MIB), length: MIB },
        ]),
    ],
    [
      "with a BAT past the end of the file",
      (image) =>
        image.setRegions([
          { guid: BAT_REGION, fileOffset: BigInt(19 * MIB), length: 4 * MIB },
          { guid: METADATA_REGION, fileOffset: BigInt(2 * MIB), length: MIB },
        ]),
    ],
    [
      "with items in impossible places",
      (image) =>
        image.setMetadata(image.items.map((item, nth) => (nth === 1 ? { ...item, offset: 0x100 } : item))),
    ],
    [
      "with items over each other",
      (image) => image.setMetadata(image.items.map((item) => ({ ...item, offset: 0x1_0000 }))),
    ],
    ["with blocks on one place", (image) => [0, 1, 2].forEach((block) => image.place(block, 8))],
    ["with blocks over structures", (image) => [0, 1, 2, 3].forEach((block) => image.place(block, block))],
    [
      "with blocks past the end of the file",
      (image) => [0, 1, 2].forEach((block) => image.place(block, 2 ** (20 + 11 * block))),
    ],
    ["with a reserved offset", (image) => [0, 2].forEach((state) => image.place(state, 8 + state, state))],
    ["with a block without a log", (image) => image.setHeaders({ logLength: 0 })],
  ])("%s agrees with itself and the file", ([, spoil]) => {
    const image = new ImageBuilder();
    spoil(image);
    const context = open(image.store);
    expect(treeProblems(context)).toEqual([]);
  });

  it("with large blocks over each other agrees with itself and the file", () => {
    const image = new ImageBuilder({ blockSize: 4 * MIB, room: 64 * MIB });
    for (const [block, mib] of [10, 8, 12, 30, 31, 29, 66].entries()) image.place(block, mib);
    const context = open(image.store);
    expect(treeProblems(context)).toEqual([]);
  });

  it("with a sector bitmap inside a block agrees with itself and the file", () => {
    const parent = { parent_linkage: LOG_GUID, relative_path: "p" };
    const image = new ImageBuilder({
      type: "differencing",
      parent,
      virtualSize: 17 * 256 * MIB,
      blockSize: 256 * MIB,
      room: 600 * MIB,
    });
    image.setEntry(image.geometry.bitmapIndex(0), { state: 6, fileOffsetMb: 50 });
    image.place(16, 10, 7);
    const context = open(image.store);
    expect(treeProblems(context)).toEqual([]);
  });

  it("with a log in pieces agrees with itself and the file", () => {
    const image = new ImageBuilder();
    image.setHeaders({ logGuid: LOG_GUID });
    const zero = { fileOffset: image.bat.offset + 4096, zeros: 8192 };
    const data = { fileOffset: image.bat.offset, sector: sectorOf(0) };
    image.addLogEntry(MIB - 8192, { sequenceNumber: 5n, writes: [data, zero, data, data] });
    image.addLogEntry(3 * 4096, {
      sequenceNumber: 6n,
      tail: MIB - 8192,
      writes: Array.from({ length: 200 }, (_, nth) => (nth % 3 === 0 ? zero : data)),
    });
    image.addLogEntry(500_000 - (500_000 % 4096), { sequenceNumber: 9n, checksum: 1 });
    const context = open(image.store);
    expect(context.image.canReplay).toBe(true);
    expect(treeProblems(context)).toEqual([]);
  });

  it("names nothing for what is not there", () => {
    const context = open(new ImageBuilder().store);
    for (const id of [
      "",
      "nonsense",
      "header",
      "header/3",
      "header/01",
      "bat/entry/64",
      "bat/foo/3",
      "bat/page/1",
      "block/0",
      "metadata/item/9",
      "metadata/foo/1",
      "log/entry/0",
      "gap/1",
      "region/0",
      "identifier/1",
      "constructor",
      "log/entry/99999999999999999999",
    ]) {
      expect(nodePath(context, id), `node ${id}`).toBeNull();
      expect(treePage(context, id, 0, 10)).toEqual({ parent: id, first: 0, total: 0, nodes: [] });
      expect(nodeFields(context, id).fields).toEqual([]);
    }
  });
});
