import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { FULL } from "../../../e2e/support/full.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { encodeInto } from "../../bytes/struct.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { MeteredStore } from "../../store/metered-store.ts";
import { floorImage } from "../../testing/fs/ext/floor.ts";
import type { FileSystem } from "../file-system.ts";
import { EXT_READER } from "./reader.ts";
import { extDirectoryEntry } from "./structs/directory.ts";
import { EXTENT_MAGIC, extExtent, extExtentHeader, extExtentIndex } from "./structs/extent.ts";
import { extInode } from "./structs/inode.ts";

beforeAll(loadCrc32c);

const IMAGES = ["ext4-dirty", "ext2"] as const;
const MOST_STEPS = 20_000;
/** Bytes of a file that are looked at. */
const LOOKED_AT = 200_000;

/** Runs a job as far as it may go; a sound one ends. @returns whether it ended */
function bounded(steps: Iterator<unknown, unknown, void>): boolean {
  for (let step = 0; step < MOST_STEPS; step++) if (steps.next().done === true) return true;
  return false;
}

/** Does all that can be done with a file system. It must end, and throw nothing. */
function useAll(fs: FileSystem): boolean {
  const nodes = new Set<number>([fs.root]);
  expect(bounded(fs.walk(fs.root, ({ entry }) => nodes.add(entry.node)))).toBe(true);
  expect(bounded(fs.free())).toBe(true);
  expect(bounded(fs.metadata())).toBe(true);
  expect(bounded(fs.deleted(({ node }) => nodes.add(node)))).toBe(true);
  fs.structures(null);
  fs.lookup(fs.root, new TextEncoder().encode("large.txt"));
  for (const node of [...nodes].slice(0, 40)) {
    fs.stat(node);
    fs.list(node, null, 100);
    fs.structures(node);
    const content = fs.open(node, null);
    if (content === null) continue;
    let at = 0;
    let runs = 0;
    for (const { offset, length, source } of content.extents(0, Math.min(content.size, LOOKED_AT))) {
      if (source.kind === "unreadable") expect(source.reason).toMatch(/^[A-Z].*\.$/);
      expect(offset).toBe(at);
      expect(length).toBeGreaterThan(0);
      at += length;
      if ((runs += 1) > 1000) break;
    }
  }
  return fs.problems().length <= 201;
}

/** @returns whether the problems of each way to look at it are bounded */
function tryAll(image: Uint8Array): boolean {
  return [null, 0, 2].every((transactions) => {
    const fs = EXT_READER.open(new MemoryStore(image), { transactions });
    return fs === null || useAll(fs);
  });
}

/** Bytes that hold structures: changes elsewhere are changes of content. */
const places = (length: number) =>
  fc.oneof(
    fc.integer({ min: 1024, max: 4096 }),
    fc.integer({ min: 0, max: 600 * 1024 }),
    fc.integer({ min: 0, max: length - 9 }),
  );

describe("a hostile image throws nothing, and every call ends", () => {
  for (const name of IMAGES) {
    it(`${name} with bytes changed`, () => {
      const sound = floorImage(name);
      const change = fc.tuple(
        places(sound.length),
        fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat(255)),
        fc.constantFrom(1, 1, 2, 4, 8),
      );
      fc.assert(
        fc.property(fc.array(change, { minLength: 1, maxLength: 60 }), (changes) => {
          const image = sound.slice();
          for (const [at, value, length] of changes) image.fill(value, at, at + length);
          expect(tryAll(image)).toBe(true);
        }),
        { numRuns: FULL ? 60 : 5 },
      );
    });

    it(`${name} cut off`, () => {
      const sound = floorImage(name);
      fc.assert(
        fc.property(fc.integer({ min: 0, max: sound.length }), (length) => {
          expect(tryAll(sound.slice(0, length))).toBe(true);
        }),
        { numRuns: FULL ? 60 : 4 },
      );
    });

    it(`${name} with blocks zeroed or written over by others`, () => {
      const sound = floorImage(name);
      const blocks = fc.integer({ min: 2, max: sound.length / 1024 - 1 });
      fc.assert(
        fc.property(
          fc.array(fc.tuple(blocks, fc.option(blocks)), { minLength: 1, maxLength: 80 }),
          (changes) => {
            const image = sound.slice();
            for (const [to, from] of changes) {
              if (from === null) image.fill(0, to * 1024, (to + 1) * 1024);
              else image.copyWithin(to * 1024, from * 1024, (from + 1) * 1024);
            }
            expect(tryAll(image)).toBe(true);
          },
        ),
        { numRuns: FULL ? 60 : 5 },
      );
    });
  }
});

describe("sizes and circles that an image makes up", () => {
  const opened = (image: Uint8Array) => {
    const store = new MeteredStore(new MemoryStore(image));
    const fs = EXT_READER.open(store, { transactions: null });
    if (fs === null) throw new Error("no ext file system is found");
    return { fs, store };
  };
  const inodeOf = (fs: FileSystem, name: string) => {
    const node = fs.lookup(fs.root, new TextEncoder().encode(name));
    const place = node === null ? undefined : fs.structures(node)[0];
    if (node === null || place === undefined) throw new Error(`no ${name}`);
    return { node, at: place.offset };
  };

  it("a folder of 2^60 bytes is listed in few reads, and takes no memory by its size", () => {
    const image = floorImage("ext2");
    const { at } = inodeOf(opened(image).fs, "many");
    encodeInto(extInode, { sizeHigh: 0x1000_0000 }, image, at);
    const { fs, store } = opened(image);
    const node = inodeOf(fs, "many").node;
    const page = fs.list(node, null, 4096);
    expect(page.entries.length).toBeGreaterThan(80);
    expect(store.reads).toBeLessThan(200);
    expect(useAll(fs)).toBe(true);
  });

  it("an indirect block that names itself ends", () => {
    const image = floorImage("ext2");
    const { at } = inodeOf(opened(image).fs, "large.txt");
    const view = new DataView(image.buffer);
    const indirect = view.getUint32(at + extInode.fields.block.offset + 13 * 4, true);
    for (let slot = 0; slot < 256; slot++) view.setUint32(indirect * 1024 + slot * 4, indirect, true);
    expect(useAll(opened(image).fs)).toBe(true);
  });

  it("an extent tree that names itself ends, and what it says there is lost", () => {
    const image = floorImage("ext2");
    const { at, node } = inodeOf(opened(image).fs, "large.txt");
    const block = 9000;
    encodeInto(extInode, { flags: 0x80000 }, image, at);
    const root = at + extInode.fields.block.offset;
    encodeInto(extExtentHeader, { magic: EXTENT_MAGIC, entries: 1, most: 4, depth: 5 }, image, root);
    encodeInto(extExtentIndex, { logical: 0, nodeLow: block, nodeHigh: 0 }, image, root + 12);
    encodeInto(
      extExtentHeader,
      { magic: EXTENT_MAGIC, entries: 80, most: 80, depth: 4 },
      image,
      block * 1024,
    );
    for (let entry = 0; entry < 80; entry++)
      encodeInto(
        extExtentIndex,
        { logical: entry, nodeLow: block, nodeHigh: 0 },
        image,
        block * 1024 + 12 + entry * extExtent.size,
      );
    const { fs } = opened(image);
    expect(useAll(fs)).toBe(true);
    const content = fs.open(node, null);
    const kinds = [...(content?.extents(0, content.size) ?? [])].map(({ source }) => source.kind);
    expect(kinds).toContain("unreadable");
  });

  it("folders inside each other in a circle are gone through once", () => {
    const image = floorImage("ext2");
    const { fs } = opened(image);
    const { node } = inodeOf(fs, "deep");
    const block = fs.structures(node).find(({ label }) => label === "folder block");
    if (block === undefined) throw new Error("no block");
    // The record behind `.` and `..` names the folder itself.
    encodeInto(extDirectoryEntry, { inode: node }, image, block.offset + 24);
    let seen = 0;
    expect(bounded(opened(image).fs.walk(node, () => (seen += 1)))).toBe(true);
    expect(seen).toBe(1);
  });

  it("folders that share all their blocks end the walk", () => {
    const image = floorImage("ext2");
    const { fs } = opened(image);
    const { node } = inodeOf(fs, "many");
    const block = fs.structures(node).find(({ label }) => label === "folder block");
    if (block === undefined) throw new Error("no block");
    const { at } = inodeOf(fs, "large.txt");
    const view = new DataView(image.buffer);
    // A folder whose blocks are all the same one, by indirect blocks that name it.
    const indirect = view.getUint32(at + extInode.fields.block.offset + 12 * 4, true);
    for (let slot = 0; slot < 256; slot++)
      view.setUint32(indirect * 1024 + slot * 4, block.offset / 1024 + 1, true);
    encodeInto(extInode, { mode: 0o40755 }, image, at);
    const after = opened(image);
    expect(bounded(after.fs.walk(after.fs.root, () => {}))).toBe(true);
  });
});
