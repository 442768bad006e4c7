import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { corpusImages, unpack } from "../../../../e2e/support/corpus.ts";
import { requireTool } from "../../../../e2e/support/needs.ts";
import type { TreeNode } from "../../../api/index.ts";
import { loadCrc32c } from "../../../bytes/crc32c.ts";
import { MIB } from "../../../bytes/numbers.ts";
import { CachedStore } from "../../../store/cached-store.ts";
import { MemoryStore } from "../../../store/memory-store.ts";
import type { ReadableStore } from "../../../store/store.ts";
import { BAT_REGION, METADATA_REGION } from "../../../vhdx/structs/region-table.ts";
import { ImageBuilder, LOG_GUID } from "../../../vhdx/testing/image-builder.ts";
import { sectorOf } from "../../../vhdx/testing/log-builder.ts";
import { OpenedImage } from "../../opened-image.ts";
import { type ViewContext, viewContext } from "../context.ts";
import { locate, nodeFields, nodePath, treePage } from "./tree.ts";

await loadCrc32c();

/** More children than this are visited in part: the first, the last, and some between. */
const MOST = 12;

/** Nodes below `parent`, as a page of a windowed tree would ask for them. */
function children(context: ViewContext, parent: string | null): TreeNode[] {
  const { total } = treePage(context, parent, 0, 0);
  const count = total <= MOST ? total : 4;
  const firsts = total <= MOST ? [0] : [0, Math.floor(total / 2) - 2, total - count];
  return firsts.flatMap((first) => {
    const page = treePage(context, parent, first, count);
    expect(page).toMatchObject({ parent, first, total });
    expect(page.nodes).toHaveLength(Math.min(count, total - first));
    page.nodes.forEach((node, nth) => expect(node.index).toBe(first + nth));
    return [...page.nodes];
  });
}

/** Holds everything that the tree says of an image's layer against itself and the file. Returns the nodes visited. */
function checkTree(context: ViewContext): TreeNode[] {
  const visited: TreeNode[] = [];
  const { size } = context.layer.store;
  const visit = (parent: string | null, above: readonly TreeNode[]) => {
    for (const node of children(context, parent)) {
      visited.push(node);
      expect(node.parent).toBe(parent);
      expect(nodePath(context, node.id), node.id).toEqual({ node, ancestors: above });
      if (node.offset === null) expect(node.length).toBe(0);
      else {
        expect(node.offset).toBeGreaterThanOrEqual(0);
        expect(node.length).toBeGreaterThan(0);
        expect(node.offset, node.id).toBeLessThan(size);
      }
      const { fields } = nodeFields(context, node.id);
      const names = fields.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      for (const field of fields) {
        // A block shows its BAT entry, all others their own bytes.
        if (/^(block|bitmap)\//.test(node.id)) continue;
        expect(field.offset, node.id).toBeGreaterThanOrEqual(node.offset ?? 0);
        expect(field.offset + field.length, node.id).toBeLessThanOrEqual((node.offset ?? 0) + node.length);
        if (field.target !== null) expect(nodePath(context, field.target), field.target).not.toBeNull();
      }
      visit(node.id, [...above, node]);
    }
  };
  visit(null, []);
  const ids = visited.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  return visited;
}

/** Asks what stands at the borders of all nodes, and right beside them. */
function checkPlaces(context: ViewContext, nodes: readonly TreeNode[]): void {
  const { size } = context.layer.store;
  const offsets = nodes.flatMap(({ offset, length }) =>
    offset === null ? [] : [offset - 1, offset, offset + 1, offset + length - 1, offset + length],
  );
  for (const offset of new Set(offsets.filter((each) => each >= 0 && each < size))) {
    const { path, field } = locate(context, offset);
    const { node } = path;
    expect(nodePath(context, node.id)).toEqual(path);
    if (node.offset !== null) {
      expect(offset, node.id).toBeGreaterThanOrEqual(node.offset);
      expect(offset, node.id).toBeLessThan(node.offset + node.length);
    }
    if (field !== null) {
      const found = nodeFields(context, node.id).fields.find(({ name }) => name === field);
      expect(found, `${node.id} ${field}`).toBeDefined();
      expect(offset).toBeGreaterThanOrEqual(found?.offset ?? Infinity);
      expect(offset).toBeLessThan((found?.offset ?? 0) + (found?.length ?? 0));
    }
  }
}

function open(store: ReadableStore): ViewContext {
  const image = new OpenedImage(new CachedStore(store));
  return viewContext(image, image.best);
}

/** Images that a test can hold in memory. */
const SMALL = corpusImages().filter(({ size }) => size <= 64 * MIB);

describe("the tree of a corpus image", () => {
  it.for(SMALL.map(({ file }) => file))("%s agrees with itself and the file", async (file) => {
    const context = open(new MemoryStore(new Uint8Array(readFileSync(await unpack(file)))));
    const nodes = checkTree(context);
    checkPlaces(context, nodes);
    const original = viewContext(context.image, context.original);
    if (original.layer !== context.layer) checkPlaces(original, checkTree(original));
  });

  it("is held against it for most of the corpus", (test) => {
    requireTool(test, "corpus");
    expect(SMALL.length).toBeGreaterThan(60);
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
    checkPlaces(context, checkTree(context));
  });

  it("with large blocks over each other agrees with itself and the file", () => {
    const image = new ImageBuilder({ blockSize: 4 * MIB, room: 64 * MIB });
    for (const [block, mib] of [10, 8, 12, 30, 31, 29, 66].entries()) image.place(block, mib);
    const context = open(image.store);
    checkPlaces(context, checkTree(context));
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
    checkPlaces(context, checkTree(context));
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
    const nodes = checkTree(context);
    // The padding of an entry that goes round the ring's end belongs to the entry, which begins elsewhere.
    checkPlaces(context, nodes);
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
      expect(nodePath(context, id), id).toBeNull();
      expect(treePage(context, id, 0, 10)).toEqual({ parent: id, first: 0, total: 0, nodes: [] });
      expect(nodeFields(context, id).fields).toEqual([]);
    }
  });
});
