import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { runSteps } from "../../bytes/steps.ts";
import { decode, encode, encodeInto } from "../../bytes/struct.ts";
import { MeteredStore } from "../../store/metered-store.ts";
import type { ReadableStore, Store } from "../../store/store.ts";
import { CutStore } from "../../testing/fs/cut-store.ts";
import { differences, walkAll } from "../../testing/fs/hold.ts";
import { storedImage } from "../../testing/fs/stored-image.ts";
import type { DeletedEntry, FileSystem } from "../file-system.ts";
import { unpackExtent } from "./block-map.ts";
import { inodeOffset, readXfsGeometry } from "./geometry.ts";
import { inodeTime } from "./inode.ts";
import { extentRecord, inodeCore } from "./structs/inode.ts";
import { LOG_BLOCK, logRecord } from "./structs/log.ts";
import { XFS_READER } from "./xfs-file-system.ts";

beforeAll(loadCrc32c);

function opened(store: ReadableStore): FileSystem {
  const fs = XFS_READER.open(store, { transactions: null });
  if (fs === null) throw new Error("no XFS");
  return fs;
}

function geometryOf(store: Store) {
  const geometry = readXfsGeometry(store);
  if (geometry === null) throw new Error("no XFS");
  return geometry;
}

const codes = (fs: FileSystem) => [...new Set(fs.problems().map(({ code }) => code))];
const zero = (store: Store, offset: number, length: number) => store.write(offset, new Uint8Array(length));
const named = (fs: FileSystem, name: string): number => {
  const node = fs.lookup(fs.root, new TextEncoder().encode(name));
  if (node === null) throw new Error(`${name} is not found`);
  return node;
};
const placeOf = (store: Store, node: number): number => inodeOffset(geometryOf(store), node) ?? 0;

describe.each(["xfs5", "xfs4"] as const)("%s", (kind) => {
  it("shows every file as it was written", () => {
    const { store, entries } = storedImage(kind);
    const fs = opened(store);
    expect(differences(fs, entries)).toEqual([]);
    expect(fs.problems()).toEqual([]);
    expect(fs.facts).toMatchObject({ name: "XFS", state: [], size: 40 * 2 ** 20 });
  });

  it("is read by the copy of the superblock in the second group", () => {
    const { store, entries } = storedImage(kind);
    zero(store, 0, 512);
    const fs = opened(store);
    expect(differences(fs, entries)).toEqual([]);
    expect(codes(fs)).toEqual(["xfs-superblock-lost"]);
    expect(fs.facts.state).toContain("found by a backup superblock");
  });

  it("is read without the headers of its first group", () => {
    const { store, entries } = storedImage(kind);
    zero(store, 0, 2048);
    const fs = opened(store);
    expect(differences(fs, entries)).toEqual([]);
    runSteps(fs.free());
    expect(codes(fs)).toContain("xfs-group-header");
  });

  it("gives a folder in pages", () => {
    const { store } = storedImage(kind);
    const fs = opened(store);
    const folder = kind === "xfs5" ? named(fs, "many") : fs.root;
    const whole = fs.list(folder, null, 4096);
    const paged = [];
    let cursor: string | null = null;
    do {
      const page = fs.list(folder, cursor, 7);
      paged.push(...page.entries);
      cursor = page.next;
    } while (cursor !== null);
    expect(whole.entries.length).toBeGreaterThanOrEqual(90);
    expect(paged).toEqual(whole.entries);
  });

  it("gives what is free: as much as the superblock counts, and none of it in a file", () => {
    const { store } = storedImage(kind);
    const fs = opened(store);
    const free = runSteps(fs.free())?.runs ?? [];
    const total = free.reduce((sum, { length }) => sum + length, 0);
    const { values, blockSize, groups } = geometryOf(store);
    const counted = Number(values.freeBlocks) * blockSize;
    // The free list of each group is counted too.
    expect(counted - total).toBeGreaterThanOrEqual(0);
    expect(counted - total).toBeLessThanOrEqual(groups * 16 * blockSize);
    const isFree = (offset: number) =>
      free.some((run) => offset >= run.offset && offset < run.offset + run.length);
    for (const { stat } of walkAll(fs).values()) {
      const content = stat === null ? null : fs.open(stat.node, null);
      for (const { source } of content?.extents(0, content.size) ?? [])
        if (source.kind === "volume") expect(isFree(source.offset)).toBe(false);
    }
    for (const { offset } of runSteps(fs.metadata())) expect(isFree(offset)).toBe(false);
  });

  it("lists a folder that names itself once", () => {
    const { store } = storedImage(kind);
    const fs = opened(store);
    const name = kind === "xfs5" ? "deep" : "folder";
    const folder = named(fs, name);
    // Its one entry, in the inode, names the folder itself.
    const [inner] = fs.list(folder, null, 10).entries;
    const bytes = new Uint8Array(geometryOf(store).inodeSize);
    store.read(placeOf(store, folder), bytes);
    const view = new DataView(bytes.buffer);
    let changed = 0;
    for (let at = kind === "xfs5" ? 176 : 100; at + 4 <= bytes.length; at++)
      if (view.getUint32(at) === inner?.node) {
        view.setUint32(at, folder);
        changed += 1;
      }
    expect(changed).toBe(1);
    store.write(placeOf(store, folder), bytes);
    const hurt = opened(store);
    walkAll(hurt);
    expect(codes(hurt)).toContain("xfs-folder-again");
  });

  it("says that it was not unmounted", () => {
    const { store } = storedImage(kind);
    expect(opened(store).facts).toMatchObject({ state: [], isCurrent: true });
    const { values, blockSize } = geometryOf(store);
    // The log of a volume that was made or unmounted ends with one record; without the mark of an unmount it is one of a crash.
    const start = Number(values.logStart) * blockSize;
    const bytes = new Uint8Array(LOG_BLOCK);
    const perGroup = 2 ** geometryOf(store).groupShift;
    const group = Math.floor(Number(values.logStart) / perGroup);
    const base =
      group === 0
        ? start
        : (group * geometryOf(store).groupBlocks + (Number(values.logStart) % perGroup)) * blockSize;
    let marks = 0;
    for (let at = 0; at < values.logBlocks * blockSize; at += LOG_BLOCK) {
      store.read(base + at, bytes);
      const { magic, operations } = decode(logRecord, new Uint8Array([...bytes]));
      if (magic !== 0xfeedbabe || operations !== 1) continue;
      encodeInto(logRecord, { operations: 2 }, bytes);
      store.write(base + at, bytes);
      marks += 1;
    }
    expect(marks).toBeGreaterThan(0);
    expect(opened(store).facts).toMatchObject({
      state: ["not unmounted: its log may hold changes that are not applied here"],
      isCurrent: false,
    });
  });
});

describe("XFS of version 5", () => {
  it("finds damage by checksums, and shows the rest", () => {
    const { store, entries } = storedImage("xfs5");
    const fs = opened(store);
    const node = named(fs, "plain.txt");
    store.write(placeOf(store, node) + inodeCore.fields.generation.offset, new Uint8Array([9, 9, 9, 9]));
    const hurt = opened(store);
    expect(differences(hurt, entries)).toEqual([]);
    expect(hurt.problems().map(({ message }) => message)).toEqual([
      `The checksum of inode ${node} does not fit.`,
    ]);
  });

  it("finds deleted files by the extents that their inodes still have", () => {
    const fs = opened(storedImage("xfs5").store);
    const list: DeletedEntry[] = [];
    runSteps(fs.deleted((entry) => list.push(entry)));
    // Their folder is in its inode again: the names are gone, and the sizes are rounded up to blocks.
    expect(list.map(({ name, size, free }) => [name, size, free])).toEqual([
      [null, 3072, 3072],
      [null, 9216, 9216],
    ]);
    const content = fs.open(list[0]?.node ?? 0, null);
    const bytes = new Uint8Array(24);
    content?.read(0, bytes);
    expect(new TextDecoder().decode(bytes)).toBe("gone/deleted-one.txt 300");
    expect(fs.stat(list[0]?.node ?? 0)?.flags).toEqual(["deleted"]);
  });

  it("shows holes and unwritten runs as zeros that lie nowhere", () => {
    const fs = opened(storedImage("xfs5").store);
    const content = fs.open(named(fs, "unwritten.bin"), null);
    const kinds = [...(content?.extents(0, content.size) ?? [])].map(({ source }) => source.kind);
    expect(kinds).toEqual(["volume", "zero"]);
    const bytes = new Uint8Array(100);
    content?.read(50_000, bytes);
    expect(bytes.every((byte) => byte === 0)).toBe(true);
  });

  it("reads a file whose extents are a tree, and says what a lost block of the tree held", () => {
    const { store, entries } = storedImage("xfs5");
    const fs = opened(store);
    const node = named(fs, "holes.bin");
    const blocks = fs.structures(node).filter(({ label }) => label === "extent tree block");
    expect(blocks.length).toBeGreaterThan(0);
    zero(store, blocks[0]?.offset ?? 0, 1024);
    const hurt = opened(store);
    const wrong = differences(hurt, entries);
    expect(wrong).toHaveLength(1);
    expect(wrong[0]).toMatch(/^holes.bin/);
    const content = hurt.open(node, null);
    const reasons = [...(content?.extents(0, content.size) ?? [])].flatMap(({ source }) =>
      source.kind === "unreadable" ? [source.reason] : [],
    );
    expect(reasons).toContain("A block of the extent tree is damaged.");
    expect(codes(hurt)).toContain("xfs-extent-tree");
  });

  it("goes on behind a damaged run of a folder", () => {
    const { store } = storedImage("xfs5");
    const fs = opened(store);
    const folder = named(fs, "many");
    const place = fs.structures(folder).find(({ label }) => label === "folder");
    zero(store, (place?.offset ?? 0) + 1024, 512);
    const page = opened(store).list(folder, null, 4096);
    expect(page.problems.join(" ")).toMatch(/entries may be missing/);
    expect(page.entries.length).toBeGreaterThan(75);
    expect(page.entries.length).toBeLessThan(90);
  });

  it("reads an inode's neighbours where one sector can't be read", () => {
    const { store, entries } = storedImage("xfs5");
    const node = named(opened(store), "plain.txt");
    const at = placeOf(store, node);
    const wrong = differences(opened(new CutStore(store, [at, at + 512])), entries);
    // The file, and its other name.
    expect(new Set(wrong.map((line) => line.split(":")[0]))).toEqual(new Set(["hard", "plain.txt"]));
  });

  it("takes few reads to open, for the first folder, and for all", () => {
    const metered = new MeteredStore(storedImage("xfs5").store);
    const fs = opened(metered);
    for (const { node } of fs.list(fs.root, null, 1000).entries) fs.stat(node);
    expect(metered.reads).toBeLessThanOrEqual(12);
    walkAll(fs);
    expect(metered.reads).toBeLessThanOrEqual(20);
  });

  it("takes an unknown node for none", () => {
    const fs = opened(storedImage("xfs5").store);
    for (const node of [-1, 0, 1, 2 ** 52, Number.NaN, 0.5]) {
      expect(fs.stat(node)).toBeNull();
      expect(fs.open(node, null)).toBeNull();
    }
  });
});

describe("the numbers of XFS", () => {
  it("unpacks an extent as its table says", () => {
    const cases = [
      { unwritten: 0n, start: 5n, block: 7n, count: 9n },
      { unwritten: 1n, start: 2n ** 40n + 3n, block: 2n ** 51n + 5n, count: 2n ** 21n - 1n },
      { unwritten: 0n, start: 2n ** 52n - 1n, block: 2n ** 52n - 1n, count: 1n },
    ];
    for (const { unwritten, start, block, count } of cases) {
      const packed = (unwritten << 127n) | (start << 73n) | (block << 21n) | count;
      const bytes = encode(extentRecord, { high: packed >> 64n, low: BigInt.asUintN(64, packed) });
      expect(unpackExtent(new DataView(bytes.buffer), 0)).toEqual({
        isUnwritten: unwritten === 1n,
        start: Number(start),
        block: Number(block),
        count: Number(count),
      });
    }
  });

  it("reads times before 1970 and past 2038", () => {
    expect(inodeTime((0xffff_ffffn << 32n) | 5n, false)).toBe(-999_999_995n);
    expect(inodeTime(2n ** 31n * 1_000_000_000n, true)).toBe(0n);
    expect(inodeTime(0n, true)).toBe(-(2n ** 31n) * 1_000_000_000n);
  });
});
