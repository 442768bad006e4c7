import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import type { Steps } from "../../bytes/steps.ts";
import type { MemoryStore } from "../../store/memory-store.ts";
import { OverlayStore } from "../../store/overlay-store.ts";
import { tryRead } from "../../store/tolerant-read.ts";
import { type ImageName, storedImage } from "../../testing/fs/stored-image.ts";
import { EXFAT_READER } from "../fat/exfat/exfat-file-system.ts";
import { FAT_READER } from "../fat/fat-file-system.ts";
import type { FileSystem, FileSystemReader } from "../file-system.ts";
import { XFS_READER } from "../xfs/xfs-file-system.ts";

beforeAll(loadCrc32c);

const READERS: readonly (readonly [ImageName, FileSystemReader])[] = [
  ["fat12", FAT_READER],
  ["fat16", FAT_READER],
  ["fat32", FAT_READER],
  ["exfat", EXFAT_READER],
  ["xfs5", XFS_READER],
  ["xfs4", XFS_READER],
];

/** Steps of a job that end it: far more than an image of some MiB needs. */
const MOST_STEPS = 200_000;
const MOST_ENTRIES = 200_000;
const MOST_EXTENTS = 2000;

/** Runs a job to its end, or to the bound: a job yields, so that it can be cancelled. */
function bounded<T>(steps: Steps<T>, isEnough: () => boolean = () => false): boolean {
  for (let nth = 0; nth < MOST_STEPS; nth++) if (steps.next().done === true || isEnough()) return true;
  return false;
}

/** Asks everything of a file system. What is wrong with it must be said, and never thrown. */
function useAll(fs: FileSystem): void {
  const nodes = new Set<number>([fs.root]);
  expect(fs.facts.name).not.toBe("");
  let entries = 0;
  const ended = bounded(
    fs.walk(fs.root, ({ entry }) => {
      entries += 1;
      nodes.add(entry.node);
    }),
    () => entries > MOST_ENTRIES,
  );
  expect(ended).toBe(true);
  expect(bounded(fs.deleted(({ node }) => nodes.add(node)))).toBe(true);
  expect(bounded(fs.free())).toBe(true);
  expect(bounded(fs.metadata())).toBe(true);
  for (const node of [...nodes].slice(0, 300)) {
    const stat = fs.stat(node);
    fs.structures(node);
    const content = fs.open(node, null);
    if (content === null) continue;
    let at = 0;
    let extents = 0;
    for (const { offset, length, source } of content.extents(0, content.size)) {
      if (source.kind === "unreadable") expect(source.reason).toMatch(/^[A-Z].*\.$/);
      expect(offset).toBe(at);
      expect(length).toBeGreaterThan(0);
      at += length;
      if (++extents > MOST_EXTENTS) break;
    }
    if (extents <= MOST_EXTENTS) expect(at).toBe(content.size);
    tryRead(content, 0, Math.min(content.size, 100_000));
    tryRead(content, Math.max(0, content.size - 1000), Math.min(content.size, 1000));
    expect(stat?.size ?? 0).toBeGreaterThanOrEqual(0);
  }
  fs.structures(null);
  for (const { message } of fs.problems()) expect(message).toMatch(/\.$/);
  expect(fs.problems().length).toBeLessThanOrEqual(201);
}

const images = new Map<ImageName, { readonly store: MemoryStore; readonly pages: readonly number[] }>();
function imageOf(name: ImageName) {
  let image = images.get(name);
  if (image === undefined) {
    const { store } = storedImage(name);
    image = { store, pages: usedPages(store) };
    images.set(name, image);
  }
  return image;
}

/** Pages of the image that hold something: damage elsewhere would hit nothing. */
function usedPages(store: MemoryStore): readonly number[] {
  const pages: number[] = [];
  const page = new Uint8Array(512);
  for (let at = 0; at < store.size; at += page.length) {
    store.read(at, page);
    if (page.some((byte) => byte !== 0)) pages.push(at);
  }
  return pages;
}

describe.each(READERS)("a hostile %s", (name, reader) => {
  const damages = process.env.PLATTER_FULL === "1" ? 100 : 15;

  it("never throws, and every job ends, whatever bytes are changed", () => {
    const { store: base, pages } = imageOf(name);
    let used = 0;
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            // Structures are mostly at the start; both kinds of places.
            page: fc.oneof(fc.nat(60), fc.nat(pages.length - 1)),
            at: fc.nat(511),
            value: fc.oneof(
              fc.constant([0xff]),
              fc.constant([0xff, 0xff, 0xff, 0xff]),
              fc.constant([0, 0, 0, 0]),
              fc.array(fc.nat(255), { minLength: 1, maxLength: 8 }),
            ),
          }),
          { minLength: 1, maxLength: 60 },
        ),
        fc.option(fc.nat(base.size), { freq: 4 }),
        (changes, cut) => {
          const store = new OverlayStore(base);
          for (const { page, at, value } of changes)
            store.write((pages[page] ?? 0) + Math.min(at, 512 - value.length), Uint8Array.from(value));
          if (cut !== null) store.truncate(cut);
          const fs = reader.open(store, { transactions: null });
          if (fs === null) return;
          used += 1;
          useAll(fs);
        },
      ),
      { numRuns: damages },
    );
    // Most damage must leave something to read, or nothing was tried.
    expect(used).toBeGreaterThan(damages / 3);
  });

  it("never throws on noise behind its first sectors", () => {
    const { store: base } = imageOf(name);
    let tried = 0;
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(0xffff)), (noise) => {
        const words = Uint16Array.from({ length: 16_384 }, () => noise.next().value ?? 0);
        const store = new OverlayStore(base);
        store.write(4096, new Uint8Array(words.buffer));
        const fs = reader.open(store, { transactions: null });
        if (fs !== null) useAll(fs);
        tried += 1;
      }),
      { numRuns: 5 },
    );
    expect(tried).toBe(5);
  });
});
