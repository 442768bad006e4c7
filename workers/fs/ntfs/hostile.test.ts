import fc from "fast-check";
import { expect, it } from "vitest";
import { runSteps } from "../../bytes/steps.ts";
import { VhdxError } from "../../shared/error.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { MeteredStore } from "../../store/metered-store.ts";
import type { ReadableStore } from "../../store/store.ts";
import { ntfsImage } from "../../testing/fs/ntfs/image.ts";
import type { FileContent, FileSystem } from "../file-system.ts";
import { NTFS_READER } from "./ntfs.ts";

const image = ntfsImage("small").bytes;
const sound = NTFS_READER.open(new MemoryStore(image), { transactions: null });

/** Where a damage can do harm: the boot sector, records, index blocks. */
const PLACES: readonly { offset: number; length: number }[] = (() => {
  if (sound === null) throw new Error("not opened");
  const places = [{ offset: 0, length: 128 }];
  for (const { source } of sound.open(0, null)?.extents(0, 300 * 1024) ?? [])
    if (source.kind === "volume") places.push({ offset: source.offset, length: 64 * 1024 });
  const nodes: number[] = [sound.root];
  runSteps(sound.walk(sound.root, ({ entry }) => void nodes.push(entry.node)));
  for (const node of nodes) places.push(...sound.structures(node));
  return places;
})();

const RUNS = process.env.PLATTER_FULL === "1" ? 200 : 25;

/** What may be read of a file at most. */
const MOST_READ = 256 * 1024;

function readSome(content: FileContent): void {
  let extents = 0;
  for (const { length, source } of content.extents(0, content.size)) {
    if (source.kind === "unreadable") expect(source.reason).toMatch(/^[A-Z].*\.$/);
    expect(length).toBeGreaterThan(0);
    if ((extents += 1) > 2000) break;
  }
  for (const at of [0, Math.max(0, content.size - 4096)]) {
    try {
      content.read(at, new Uint8Array(Math.min(MOST_READ, content.size - at)));
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(VhdxError);
      expect((thrown as VhdxError).code).toBe("unreadable-block");
    }
  }
}

function useAll(fs: FileSystem): number {
  let entries = 0;
  runSteps(
    fs.walk(fs.root, ({ entry, stat }) => {
      entries += 1;
      if (entries % 5 !== 0) return;
      const content = fs.open(entry.node, null);
      if (content !== null) readSome(content);
      for (const { name } of stat?.streams ?? []) {
        const stream = fs.open(entry.node, name);
        if (stream !== null) readSome(stream);
      }
      fs.structures(entry.node);
    }),
  );
  runSteps(fs.free());
  runSteps(fs.metadata());
  runSteps(fs.deleted(() => {}));
  fs.structures(null);
  fs.lookup(fs.root, new TextEncoder().encode("folder"));
  expect(fs.problems().length).toBeLessThanOrEqual(201);
  return entries;
}

function open(store: ReadableStore): FileSystem | null {
  return NTFS_READER.open(store, { transactions: null });
}

const change = fc.record({
  place: fc.integer({ min: 0, max: PLACES.length - 1 }),
  at: fc.double({ min: 0, max: 0.999_999, noNaN: true }),
  bytes: fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 8 }),
    fc.constant(new Uint8Array(8).fill(0xff)),
    fc.constant(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f)),
    fc.constant(new Uint8Array(512)),
  ),
});

it("reads what is left of a damaged volume, and ends", () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), (changes) => {
      const bytes = image.slice();
      for (const { place, at, bytes: put } of changes) {
        const run = PLACES[place] ?? { offset: 0, length: 1 };
        const offset = Math.min(bytes.length - put.length, run.offset + Math.floor(at * run.length));
        bytes.set(put, offset);
      }
      const store = new MeteredStore(new MemoryStore(bytes));
      const fs = open(store);
      if (fs === null) return;
      useAll(fs);
      // The volume has 12 MiB: a walk in circles would read far more.
      expect(store.bytesRead).toBeLessThan(2 ** 30);
    }),
    { numRuns: RUNS },
  );
});

it("reads what is left of a volume that ends anywhere", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: image.length }), (size) => {
      const fs = open(new MemoryStore(image.subarray(0, size)));
      expect(fs === null ? 0 : useAll(fs)).toBeLessThan(4096);
    }),
    { numRuns: 12 },
  );
});

it("takes every place that can't be read for damage, and nothing else", () => {
  const bad = (from: number, to: number, code: "unreadable-block" | "file-changed"): ReadableStore => {
    const base = new MemoryStore(image);
    return {
      size: base.size,
      read(offset, into) {
        if (offset < to && offset + into.length > from) throw new VhdxError(code, "Not there.", { offset });
        base.read(offset, into);
      },
      readBulk: (offset, length) => base.readBulk(offset, length),
    };
  };
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: image.length }),
      fc.integer({ min: 1, max: 200_000 }),
      (from, length) => {
        const fs = open(bad(from, from + length, "unreadable-block"));
        if (fs !== null) useAll(fs);
      },
    ),
    { numRuns: 10 },
  );
  const [record] = sound?.structures(sound.root) ?? [];
  const at = record?.offset ?? 0;
  expect(() => open(bad(at, at + 1, "file-changed"))).toThrow("Not there.");
});

/** Gives the last entry of an index block a node below it. */
function pointBelow(bytes: Uint8Array, block: number, vcn: bigint): void {
  const view = new DataView(bytes.buffer);
  const header = block + 24;
  let entry = header + view.getUint32(header, true);
  while ((view.getUint16(entry + 12, true) & 2) === 0) entry += view.getUint16(entry + 8, true);
  view.setUint16(entry + 8, 24, true);
  view.setUint16(entry + 12, 3, true);
  view.setBigUint64(entry + 16, vcn, true);
  view.setUint32(header + 4, entry + 24 - header, true);
}

const flat = sound?.lookup(sound.root, new TextEncoder().encode("flat")) ?? 0;
const blocks = (sound?.structures(flat) ?? []).filter(({ table }) => table === "Index block");
const vcnOf = (bytes: Uint8Array, block: number) => new DataView(bytes.buffer).getBigUint64(block + 16, true);

it("ends in an index whose nodes point to each other", () => {
  expect(blocks.length).toBeGreaterThan(2);
  const bytes = image.slice();
  for (const [index, { offset }] of blocks.entries())
    pointBelow(bytes, offset, vcnOf(bytes, blocks[(index + 1) % blocks.length]?.offset ?? 0));
  const fs = open(new MemoryStore(bytes));
  if (fs === null) throw new Error("not opened");
  let page = fs.list(flat, null, 50);
  let entries = page.entries.length;
  const problems = [...page.problems];
  while (page.next !== null) {
    page = fs.list(flat, page.next, 50);
    entries += page.entries.length;
    problems.push(...page.problems);
  }
  expect(entries).toBeLessThan(150 * blocks.length);
  expect(problems).toHaveLength(1);
  expect(useAll(fs)).toBeGreaterThan(100);
});

it("lists no name twice where a node of an index points to itself", () => {
  const bytes = image.slice();
  const { offset } = blocks[1] ?? { offset: 0 };
  pointBelow(bytes, offset, vcnOf(bytes, offset));
  const fs = open(new MemoryStore(bytes));
  const names: string[] = [];
  if (fs !== null) runSteps(fs.walk(flat, ({ entry: { name } }) => void names.push(name.text)));
  expect(new Set(names).size).toBe(names.length);
  expect(names).toHaveLength(150);
});
