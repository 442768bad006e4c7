import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { runSteps } from "../../bytes/steps.ts";
import { encodeInto } from "../../bytes/struct.ts";
import { MeteredStore } from "../../store/metered-store.ts";
import type { ReadableStore, Store } from "../../store/store.ts";
import { CutStore } from "../../testing/fs/cut-store.ts";
import { differences, sha256Of, walkAll } from "../../testing/fs/hold.ts";
import { type ImageName, storedImage } from "../../testing/fs/stored-image.ts";
import type { DeletedEntry, FileSystem } from "../file-system.ts";
import { readGeometry } from "./geometry.ts";
import { FAT_READER } from "./fat-file-system.ts";
import { shortEntry } from "./structs/entry.ts";

beforeAll(loadCrc32c);

const KINDS = ["fat12", "fat16", "fat32"] as const satisfies readonly ImageName[];

function opened(store: ReadableStore): FileSystem {
  const fs = FAT_READER.open(store, { transactions: null });
  if (fs === null) throw new Error("no FAT");
  return fs;
}

function geometryOf(store: Store) {
  const geometry = readGeometry(store);
  if (geometry === null) throw new Error("no FAT");
  return geometry;
}

const zero = (store: Store, offset: number, length: number) => store.write(offset, new Uint8Array(length));
const codes = (fs: FileSystem) => fs.problems().map(({ code }) => code);
const named = (fs: FileSystem, path: string): number => {
  let node = fs.root;
  for (const name of path.split("/")) {
    const next = fs.lookup(node, new TextEncoder().encode(name));
    if (next === null) throw new Error(`${path} is not found`);
    node = next;
  }
  return node;
};

function contentOf(fs: FileSystem, node: number): Uint8Array {
  const content = fs.open(node, null);
  if (content === null) throw new Error("no content");
  const bytes = new Uint8Array(content.size);
  content.read(0, bytes);
  return bytes;
}

function deletedOf(fs: FileSystem): DeletedEntry[] {
  const list: DeletedEntry[] = [];
  runSteps(fs.deleted((entry) => list.push(entry)));
  return list;
}

/** Writes an entry of the first table for a cluster of FAT32. */
function link(store: Store, cluster: number, next: number): void {
  for (const { offset } of geometryOf(store).tables) {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, next, true);
    store.write(offset + cluster * 4, bytes);
  }
}

const clusterOf = (fs: FileSystem, store: Store, node: number): number => {
  const [first] = fs.open(node, null)?.extents(0, 1) ?? [];
  if (first?.source.kind !== "volume") throw new Error("no cluster");
  const { layout } = geometryOf(store);
  return (first.source.offset - layout.heap) / layout.clusterSize + 2;
};

describe.each(KINDS)("%s that mkfs.vfat and mtools made", (kind) => {
  it("shows every file as it was written", () => {
    const { store, entries } = storedImage(kind);
    const fs = opened(store);
    expect(differences(fs, entries)).toEqual([]);
    expect(fs.facts.name).toBe(kind.toUpperCase());
    expect(fs.facts.label).toBe(kind.toUpperCase());
    expect(fs.problems()).toEqual([]);
  });

  it("gives a folder in pages", () => {
    const fs = opened(storedImage(kind).store);
    const folder = named(fs, "many");
    const whole = fs.list(folder, null, 4096);
    const paged = [];
    let cursor: string | null = null;
    do {
      const page = fs.list(folder, cursor, 7);
      paged.push(...page.entries);
      cursor = page.next;
    } while (cursor !== null);
    expect(whole.entries).toHaveLength(90);
    expect(paged).toEqual(whole.entries);
  });

  it("finds names in any case, and by their short form", () => {
    const fs = opened(storedImage(kind).store);
    const node = named(fs, "häuser und straßen.txt");
    expect(named(fs, "HÄUSER UND STRAßEN.TXT")).toBe(node);
    expect(fs.lookup(fs.root, new TextEncoder().encode("not there"))).toBeNull();
    expect(named(fs, "MIXEDC~1.TXT")).toBe(named(fs, "Mixed Case Name.Txt"));
  });

  it("finds deleted files, with names, folder and content", () => {
    const fs = opened(storedImage(kind).store);
    const deleted = deletedOf(fs);
    expect(deleted.map(({ name, size, free, parent }) => [name?.text, size, free, parent])).toEqual([
      ["deleted-one.txt", 3000, 3000, named(fs, "gone")],
      ["deleted two with a long name.txt", 9000, 9000, named(fs, "gone")],
    ]);
    const text = new TextDecoder().decode(contentOf(fs, deleted[0]?.node ?? 0));
    expect(text.slice(0, 30)).toBe("gone/deleted-one.txt 3000\ngone");
    expect(fs.stat(deleted[0]?.node ?? 0)?.flags).toContain("deleted");
  });

  it("says that a deleted file's clusters were given away", () => {
    const { store } = storedImage(kind);
    const fs = opened(store);
    const [first] = deletedOf(fs);
    const cluster = clusterOf(fs, store, first?.node ?? 0);
    const { tables, layout } = geometryOf(store);
    for (const { offset } of tables) {
      // An end of chain, in entries of any width; of 12 bits it touches a neighbour that is free too.
      if (layout.bits === 12) store.write(offset + cluster + (cluster >>> 1), new Uint8Array([0xff, 0xff]));
      else
        store.write(
          offset + cluster * (layout.bits === 16 ? 2 : 4),
          new Uint8Array([0xff, 0xff, 0xff, 0x0f].slice(0, layout.bits === 16 ? 2 : 4)),
        );
    }
    const [again] = deletedOf(opened(store));
    expect(again?.free).toBeLessThan(3000);
    expect(() => contentOf(opened(store), first?.node ?? 0)).toThrow(/given to something else/);
  });

  it("reads by the second table where the first one is gone", () => {
    const { store, entries } = storedImage(kind);
    const [first] = geometryOf(store).tables;
    zero(store, first?.offset ?? 0, first?.length ?? 0);
    const fs = opened(store);
    expect(differences(fs, entries)).toEqual([]);
    expect(codes(fs)).toEqual(expect.arrayContaining(["fat-copies-differ", "fat-copy-used"]));
  });

  it("reads by the second table where the first one can't be read", () => {
    const { store, entries } = storedImage(kind);
    const [first] = geometryOf(store).tables;
    const start = first?.offset ?? 0;
    const cut = new CutStore(store, [start, start + (first?.length ?? 0)]);
    expect(differences(opened(cut), entries)).toEqual([]);
  });

  it("names the clusters whose entries differ", () => {
    const { store } = storedImage(kind);
    const [, second] = geometryOf(store).tables;
    // Behind all that is used: the files stay the same.
    const at = kind === "fat12" ? 3000 : kind === "fat16" ? 20_000 : 100_000;
    store.write((second?.offset ?? 0) + at, new Uint8Array([1]));
    const message = opened(store)
      .problems()
      .find(({ code }) => code === "fat-copies-differ")?.message;
    const cluster = kind === "fat12" ? (at * 2) / 3 : at / (kind === "fat16" ? 2 : 4);
    expect(message).toBe(`The two file allocation tables differ in 1 entry: cluster ${cluster}.`);
  });

  it("gives what is free as the table says, and none of it belongs to a file", () => {
    const { store } = storedImage(kind);
    const fs = opened(store);
    const free = runSteps(fs.free())?.runs ?? [];
    const { layout } = geometryOf(store);
    const used = [...walkAll(fs).values()].reduce((sum, { stat }) => sum + (stat?.allocated ?? 0), 0);
    const root = kind === "fat32" ? (fs.stat(fs.root)?.size ?? 0) : 0;
    const total = free.reduce((sum, { length }) => sum + length, 0);
    expect(total + used + root).toBe(layout.clusters * layout.clusterSize);
    if (kind === "fat32") expect(layout.clusters * layout.clusterSize - total).toBe(fs.facts.used);
  });

  it("goes on behind a sector of zeros inside a folder, and says so", () => {
    const { store, entries } = storedImage(kind);
    const fs = opened(store);
    const folder = named(fs, "many");
    const inside = named(fs, "many/a rather long name for an entry 050.txt");
    zero(store, inside - (inside % 512), 512);
    const hurt = opened(store);
    const page = hurt.list(folder, null, 4096);
    expect(page.problems.join(" ")).toMatch(/zeros, with entries behind/);
    expect(page.entries.length).toBeGreaterThan(80);
    expect(page.entries.length).toBeLessThan(90);
    // The others are not touched.
    expect(differences(hurt, entries).length).toBeLessThan(12);
  });
});

describe("FAT32", () => {
  it("is read by its backup boot sector, as by its first one", () => {
    const { store, entries } = storedImage("fat32");
    zero(store, 0, 512);
    const fs = opened(store);
    expect(differences(fs, entries)).toEqual([]);
    expect(fs.facts.state).toContain("found by the backup boot sector");
    expect(codes(fs)).toContain("fat-boot-lost");
  });

  it("says that the backup boot sector is not there", () => {
    const { store } = storedImage("fat32");
    zero(store, 6 * 512, 512);
    expect(codes(opened(store))).toContain("fat-backup-boot-differs");
  });

  it("ends a chain that comes back to itself, and names where", () => {
    const { store } = storedImage("fat32");
    const fs = opened(store);
    const node = named(fs, "many/a rather long name for an entry 003.txt");
    const long = named(fs, "x".repeat(120) + ".dat");
    const first = clusterOf(fs, store, long);
    link(store, first + 3, first + 1);
    const hurt = opened(store);
    const content = hurt.open(long, null);
    expect([...(content?.extents(0, content.size) ?? [])].map(({ length }) => length)).toEqual([
      2048, 67_952,
    ]);
    expect(() => contentOf(hurt, long)).toThrow(`The chain of clusters comes back to cluster ${first + 1}.`);
    expect(contentOf(hurt, node).length).toBe(3);
  });

  it("tells chains that lead into each other", () => {
    const { store } = storedImage("fat32");
    const fs = opened(store);
    const a = clusterOf(fs, store, named(fs, "turns-a.bin"));
    const b = clusterOf(fs, store, named(fs, "no-extension"));
    link(store, b, a + 1);
    const hurt = opened(store);
    runSteps(hurt.free());
    expect(hurt.problems().find(({ code }) => code === "fat-chains-cross")?.message).toContain(`: ${a + 1}.`);
  });

  it("lists a folder that is inside itself once", () => {
    const { store, entries } = storedImage("fat32");
    const fs = opened(store);
    const deep = named(fs, "deep");
    const inner = named(fs, "deep/er");
    const values = { clusterLow: 0, clusterHigh: 0 };
    const bytes = new Uint8Array(32);
    store.read(deep, bytes);
    const view = new DataView(bytes.buffer);
    values.clusterLow = view.getUint16(shortEntry.fields.clusterLow.offset, true);
    store.read(inner, bytes);
    encodeInto(shortEntry, values, bytes);
    store.write(inner, bytes);
    const hurt = opened(store);
    expect(walkAll(hurt).size).toBeLessThan(entries.length);
    expect(codes(hurt)).toContain("fat-folder-again");
  });

  it("shows the short name where the long one does not fit it", () => {
    const { store } = storedImage("fat32");
    const fs = opened(store);
    const node = named(fs, "Mixed Case Name.Txt");
    const part = new Uint8Array(32);
    store.read(node - 32, part);
    part[13] = (part[13] ?? 0) ^ 0xff;
    store.write(node - 32, part);
    const page = opened(store).list(fs.root, null, 4096);
    expect(page.entries.map(({ name }) => name.text)).toContain("MIXEDC~1.TXT");
    expect(page.problems).not.toEqual([]);
  });

  it("names what a bad cluster holds back, and reads the rest", () => {
    const { store } = storedImage("fat32");
    const fs = opened(store);
    const node = named(fs, "turns-a.bin");
    const place = fs.open(node, null)?.extents(4096, 1);
    const [extent] = place ?? [];
    const offset = extent?.source.kind === "volume" ? extent.source.offset : 0;
    const hurt = opened(new CutStore(store, [offset, offset + 512]));
    expect(sha256Of(hurt, node)).toBeNull();
    const content = hurt.open(node, null);
    const bytes = new Uint8Array(4096);
    content?.read(0, bytes);
    expect(bytes.every((byte) => byte === 65)).toBe(true);
  });

  it("reads ahead: a folder of 90 entries with their stat takes a few reads", () => {
    const { store } = storedImage("fat32");
    const metered = new MeteredStore(store);
    const fs = opened(metered);
    const folder = named(fs, "many");
    const before = metered.reads;
    for (const { node } of fs.list(folder, null, 1000).entries) fs.stat(node);
    expect(metered.reads - before).toBeLessThanOrEqual(4);
  });

  it("takes an unknown node for none", () => {
    const fs = opened(storedImage("fat32").store);
    for (const node of [-1, 1, 32, 2 ** 52, Number.NaN, 0.5]) {
      expect(fs.stat(node)).toBeNull();
      expect(fs.open(node, null)).toBeNull();
    }
    expect(fs.list(32, null, 10).problems).not.toEqual([]);
  });
});
