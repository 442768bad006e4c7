import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { runSteps } from "../../bytes/steps.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { MeteredStore } from "../../store/metered-store.ts";
import { entriesIn, floorEntries, floorImage } from "../../testing/fs/ext/floor.ts";
import type { DeletedEntry, FileSystem, FolderEntry } from "../file-system.ts";
import { EXT_READER } from "./reader.ts";

beforeAll(loadCrc32c);

const DIRTY = "ext4-dirty";
const APPLIED = { transactions: null };
/** Its inode. */
const JOURNAL = 8;
const AS_STORED = { transactions: 0 };

function opened(image: Uint8Array, options: { transactions: number | null } = APPLIED): FileSystem {
  const fs = EXT_READER.open(new MemoryStore(image), options);
  if (fs === null) throw new Error("no ext file system is found");
  return fs;
}

/** Much faster than `toEqual`, which looks at each byte as an element. */
const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;
const codes = (fs: FileSystem) => fs.problems().map(({ code }) => code);
const named = (fs: FileSystem, ...path: string[]): number => {
  const node = path.reduce<number | null>(
    (at, name) => (at === null ? null : fs.lookup(at, new TextEncoder().encode(name))),
    fs.root,
  );
  if (node === null) throw new Error(`no ${path.join("/")}`);
  return node;
};

describe("what the kernel shows", () => {
  it("ext4 with its journal applied: every path, content, link, owner, time and attribute", () => {
    const fs = opened(floorImage(DIRTY));
    expect(entriesIn(fs)).toEqual(floorEntries(DIRTY));
    expect(fs.problems()).toEqual([]);
    expect(fs.facts).toMatchObject({ name: "ext4", label: "floor", blockSize: 1024 });
    expect(fs.facts.pendingTransactions).toBeGreaterThan(1);
    expect(fs.facts.state).toEqual(["not unmounted"]);
  });

  it("ext4 as it is stored, without its journal", () => {
    const fs = opened(floorImage(DIRTY), AS_STORED);
    expect(entriesIn(fs)).toEqual(floorEntries(`${DIRTY}.stored`));
    expect(entriesIn(fs)).not.toEqual(floorEntries(DIRTY));
  });

  it("ext2 with indirect blocks", () => {
    const fs = opened(floorImage("ext2"));
    expect(entriesIn(fs)).toEqual(floorEntries("ext2"));
    expect(fs.problems()).toEqual([]);
    expect(fs.facts).toMatchObject({ name: "ext2", label: "old", state: [], pendingTransactions: null });
  });
});

it("a volume is current where all that its journal holds is applied", () => {
  const image = floorImage(DIRTY);
  const fs = opened(image);
  expect(fs.facts.isCurrent).toBe(true);
  expect(opened(floorImage("ext2")).facts.isCurrent).toBe(true);
  const [first] = fs.open(JOURNAL, null)?.extents(0, 1024) ?? [];
  if (first?.source.kind !== "volume") throw new Error("no journal");
  image.fill(0, first.source.offset, first.source.offset + 1024);
  expect(opened(image).facts).toMatchObject({ isCurrent: false, pendingTransactions: null });
});

it("a folder comes in pages of any size, each entry once", () => {
  const fs = opened(floorImage(DIRTY));
  const folder = named(fs, "many-renamed");
  const whole = fs.list(folder, null, 4096).entries;
  expect(whole.length).toBe(90);
  for (const limit of [1, 7, 89, 90, 91]) {
    const all: FolderEntry[] = [];
    for (let cursor: string | null = null, first = true; first || cursor !== null; first = false) {
      const page = fs.list(folder, cursor, limit);
      expect(page.entries.length).toBeLessThanOrEqual(limit);
      all.push(...page.entries);
      cursor = page.next;
    }
    expect(all).toEqual(whole);
  }
});

it("extents tell where content is: their bytes on the volume are those of the file, and they leave no gap", () => {
  const image = floorImage("ext2");
  const fs = opened(image);
  for (const name of ["sparse.bin", "large.txt", "frag-a.bin", "size-1025.txt"]) {
    const content = fs.open(named(fs, name), null);
    if (content === null) throw new Error(`no content of ${name}`);
    let at = 0;
    for (const { offset, length, source } of content.extents(0, content.size)) {
      expect(offset).toBe(at);
      at += length;
      if (source.kind !== "volume" || length > 1_000_000) continue;
      const bytes = new Uint8Array(length);
      content.read(offset, bytes);
      expect(same(bytes, image.subarray(source.offset, source.offset + length))).toBe(true);
    }
    expect(at).toBe(content.size);
  }
});

it("bulk reads give what reads give", async () => {
  const fs = opened(floorImage(DIRTY));
  for (const name of ["sparse.bin", "frag-a.bin", "size-155.txt", "mark.bin"]) {
    const content = fs.open(named(fs, name), null);
    if (content === null) throw new Error(`no content of ${name}`);
    const length = Math.min(content.size, 1_500_000);
    const bytes = new Uint8Array(length);
    content.read(0, bytes);
    expect(same(await content.readBulk(0, length), bytes)).toBe(true);
  }
});

describe("damage", () => {
  const zeroed = (image: Uint8Array, start: number, length: number) => image.fill(0, start, start + length);

  it("the start is gone: a copy of superblock and descriptors is read", () => {
    const image = floorImage("ext2");
    zeroed(image, 0, 4096);
    const fs = opened(image);
    expect(entriesIn(fs)).toEqual(floorEntries("ext2"));
    expect(codes(fs)).toContain("superblock-copy");
    expect(fs.facts.state).toEqual(["found by a backup superblock"]);
  });

  it("the start of a dirty ext4 is gone: the journal is found by a copy, and applied", () => {
    const image = floorImage(DIRTY);
    zeroed(image, 0, 4096);
    const fs = opened(image);
    expect(entriesIn(fs)).toEqual(floorEntries(DIRTY));
    expect(codes(fs)).toContain("superblock-copy");
  });

  it("the journal's inode is gone: the superblock has a copy of it", () => {
    const image = floorImage(DIRTY);
    const journal = opened(image).structures(8)[0];
    if (journal === undefined) throw new Error("no inode 8");
    zeroed(image, journal.offset, journal.length);
    expect(entriesIn(opened(image)).length).toBe(floorEntries(DIRTY).length);
    expect(opened(image).facts.pendingTransactions).toBe(opened(floorImage(DIRTY)).facts.pendingTransactions);
  });

  it("a descriptor is damaged: its copy is read", () => {
    const image = floorImage(DIRTY);
    zeroed(image, 2048, 64);
    const fs = opened(image, AS_STORED);
    expect(entriesIn(fs)).toEqual(floorEntries(`${DIRTY}.stored`));
    expect(codes(fs)).toContain("group-descriptor-copy");
  });

  it("a wrong checksum is said and stops nothing", () => {
    const image = floorImage(DIRTY);
    const node = named(opened(image, AS_STORED), "size-1023.txt");
    const [inode] = opened(image, AS_STORED).structures(node);
    if (inode === undefined) throw new Error("no inode");
    // The access time.
    image[inode.offset + 8] = (image[inode.offset + 8] ?? 0) ^ 1;
    const fs = opened(image, AS_STORED);
    expect(entriesIn(fs)).toEqual(floorEntries(`${DIRTY}.stored`));
    expect(fs.problems()).toMatchObject([{ code: "inode-checksum", node }]);
  });

  it("a damaged record costs its own name alone", () => {
    const image = floorImage("ext2");
    const fs = opened(image);
    const folder = named(fs, "many");
    const before = fs.list(folder, null, 4096).entries;
    const block = fs.structures(folder).find(({ label }) => label === "folder block");
    if (block === undefined) throw new Error("no block");
    // The folder's first block is its index; the second begins with records of one size.
    const leaf = block.offset + 1024;
    const size = image[leaf + 4] ?? 0;
    image[leaf + 2 * size + 4] = 3;
    const after = opened(image).list(folder, null, 4096);
    expect(before.length - after.entries.length).toBe(1);
    expect(after.problems.length).toBe(1);
  });

  it("cut to half: what is left can be read, the rest is named", () => {
    const image = floorImage("ext2");
    const half = image.slice(0, image.length / 2);
    const fs = opened(half);
    expect(fs.facts.state).toContain("longer than the volume: its end is cut off");
    const { problems } = fs.list(fs.root, null, 4096);
    expect(problems).toEqual([]);
    let lost = 0;
    for (const { node } of fs.list(fs.root, null, 4096).entries) {
      const content = fs.open(node, null);
      for (const { source } of content?.extents(0, content.size) ?? [])
        if (source.kind === "unreadable") lost += 1;
    }
    const missing = fs.list(fs.root, null, 4096).entries.filter(({ node }) => fs.stat(node) === null);
    expect(lost + missing.length).toBeGreaterThan(0);
    expect(codes(fs).length > 0 || lost > 0).toBe(true);
  });

  it("a lost start of everything is no ext file system", () => {
    expect(EXT_READER.open(new MemoryStore(new Uint8Array(4 * 2 ** 20)), APPLIED)).toBeNull();
    expect(EXT_READER.open(new MemoryStore(new Uint8Array(10)), APPLIED)).toBeNull();
  });
});

it("the first folder takes few reads, and a walk reads inode tables in runs", () => {
  const store = new MeteredStore(new MemoryStore(floorImage("ext2")));
  const fs = EXT_READER.open(store, APPLIED);
  if (fs === null) throw new Error("no ext file system is found");
  const before = store.reads;
  fs.list(fs.root, null, 1000);
  expect(store.reads - before).toBeLessThanOrEqual(12);
  runSteps(fs.walk(fs.root, () => {}));
  expect(store.reads).toBeLessThan(40);
});

it("free runs, runs of structures and runs of files do not overlap, and cover what the volume has", () => {
  for (const [name, options] of [
    ["ext2", APPLIED],
    [DIRTY, APPLIED],
    [DIRTY, AS_STORED],
  ] as const) {
    const image = floorImage(name);
    const fs = opened(image, options);
    const owners = new Uint8Array(image.length / 1024);
    const claim = (offset: number, length: number) => {
      for (let block = offset / 1024; block < (offset + length) / 1024; block++)
        owners[block] = (owners[block] ?? 0) + 1;
    };
    const free = runSteps(fs.free())?.runs ?? [];
    expect(free.length).toBeGreaterThan(0);
    for (const { offset, length } of free) claim(offset, length);
    for (const { offset, length } of runSteps(fs.metadata())) claim(offset, length);
    expect(Math.max(...owners)).toBe(1);
    const nodes = new Set<number>([fs.root]);
    runSteps(fs.walk(fs.root, ({ entry }) => nodes.add(entry.node)));
    // Blocks of files are claimed by nothing else.
    for (const node of nodes)
      for (const { offset, length, label } of fs.structures(node))
        if (!label.startsWith("inode")) claim(offset, length);
    for (const node of nodes) {
      const content = fs.stat(node)?.kind === "file" ? fs.open(node, null) : null;
      for (const { length, source } of content?.extents(0, content.size) ?? [])
        if (source.kind === "volume" && source.offset % 1024 === 0)
          claim(source.offset, Math.ceil(length / 1024) * 1024);
    }
    expect(Math.max(...owners)).toBe(1);
    const claimed = owners.filter((count) => count === 1).length;
    // The rest belongs to the resize inode and to blocks kept behind a file's end.
    expect(claimed / owners.length).toBeGreaterThan(0.9);
  }
});

it("blocks that are not written yet read as zeros, whatever lies there", () => {
  const image = floorImage(DIRTY);
  const fs = opened(image);
  const [inode] = fs.structures(named(fs, "prealloc.bin"));
  if (inode === undefined) throw new Error("no inode");
  const view = new DataView(image.buffer);
  let filled = 0;
  // Behind the head of the tree in `i_block`; lengths above 32,768 are of blocks that are not written.
  for (let at = inode.offset + 0x28 + 12; at < inode.offset + 0x28 + 60; at += 12) {
    const length = view.getUint16(at + 4, true) - 32_768;
    const start = view.getUint32(at + 8, true) * 1024;
    if (length <= 0) continue;
    image.fill(0xaa, start, start + length * 1024);
    filled += length;
  }
  expect(filled).toBeGreaterThan(10);
  expect(entriesIn(opened(image))).toEqual(floorEntries(DIRTY));
});

it("of a deleted file, the bytes that can be read are those in free blocks", () => {
  const fs = opened(floorImage(DIRTY));
  const gone: DeletedEntry[] = [];
  runSteps(fs.deleted((entry) => void gone.push(entry)));
  const free = runSteps(fs.free())?.runs ?? [];
  expect(gone.length).toBeGreaterThan(5);
  for (const { node, free: stated, size } of gone) {
    const content = fs.open(node, null);
    let readable = 0;
    for (const { length, source } of content?.extents(0, size) ?? []) {
      if (source.kind !== "volume") continue;
      readable += length;
      const isFree = free.some(
        (run) => run.offset <= source.offset && source.offset + length <= run.offset + run.length,
      );
      expect(isFree).toBe(true);
    }
    expect(readable).toBe(stated);
  }
});

it("gives a deleted file no name of the file that has its inode since", () => {
  const fs = opened(floorImage(DIRTY));
  const names: (string | null)[] = [];
  runSteps(fs.deleted(({ name }) => void names.push(name?.text ?? null)));
  // All files that were deleted have such names; their inodes were given to others.
  for (const name of names) expect(name ?? "deleted-0.txt").toMatch(/^(deleted-\d|d\d)\.txt$/);
  expect(names.filter((name) => name !== null).length).toBeGreaterThan(0);
});
