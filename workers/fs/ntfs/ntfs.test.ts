import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { runSteps } from "../../bytes/steps.ts";
import { CachedStore, patiently } from "../../store/cached-store.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { MeteredStore } from "../../store/metered-store.ts";
import { type ImageEntry, ntfsImage } from "../../testing/fs/ntfs/image.ts";
import type { DeletedEntry, FileContent, FileSystem, WalkedEntry } from "../file-system.ts";
import { NTFS_READER } from "./ntfs.ts";

const encoder = new TextEncoder();

function opened(bytes: Uint8Array): FileSystem {
  const fs = NTFS_READER.open(new MemoryStore(bytes), { transactions: null });
  if (fs === null) throw new Error("not opened");
  return fs;
}

function walked(fs: FileSystem): Map<string, WalkedEntry> {
  const found = new Map<string, WalkedEntry>();
  const take = (entry: WalkedEntry) => {
    const path = entry.path.map(({ text }) => text).join("/");
    if (found.has(path)) throw new Error(`twice: ${path}`);
    found.set(path, entry);
  };
  runSteps(fs.walk(fs.root, take));
  return found;
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

function shaOf(content: FileContent | null): string | null {
  if (content === null) return null;
  const bytes = new Uint8Array(content.size);
  content.read(0, bytes);
  return sha256(bytes);
}

/** What is read of an entry, as the manifest has it. */
function seen(fs: FileSystem, { stat }: WalkedEntry, wanted: ImageEntry): Partial<ImageEntry> {
  if (stat === null) return {};
  const isLink = stat.kind === "symlink";
  return {
    path: wanted.path,
    t: isLink ? "l" : stat.kind === "directory" ? "d" : "f",
    // A folder's size is not its content, and ntfs-3g counts other bytes of links than those of the name.
    size: stat.kind === "file" ? stat.size : wanted.size,
    nlink: stat.links,
    ino: stat.node,
    ...(wanted.mtime === undefined ? {} : { mtime: String(stat.times.modified) }),
    ...(wanted.sha === undefined ? {} : { sha: shaOf(fs.open(stat.node, null)) ?? "none" }),
    ...(stat.target === null ? {} : { target: stat.target.text }),
    ...(stat.streams.length === 0
      ? {}
      : {
          streams: Object.fromEntries(
            stat.streams.map(({ name }) => [name, shaOf(fs.open(stat.node, name)) ?? "none"]),
          ),
        }),
  };
}

function at(found: Map<string, WalkedEntry>, path: string): WalkedEntry {
  const entry = found.get(path);
  if (entry === undefined) throw new Error(`no ${path}`);
  return entry;
}

describe.each(["small", "records-4k"] as const)("the image %s", (name) => {
  const image = ntfsImage(name);
  let fs = opened(image.bytes);
  beforeAll(() => {
    fs = opened(image.bytes);
  });

  it("has every path, size, digest, link, stream and time that was written", () => {
    const found = walked(fs);
    for (const wanted of image.entries) expect(seen(fs, at(found, wanted.path), wanted)).toEqual(wanted);
    expect(found.size).toBe(image.entries.length);
    expect(fs.problems()).toEqual([]);
  });

  it("says what the volume is", () => {
    expect(fs.facts).toMatchObject({ name: "NTFS", label: "Prüfung", size: image.bytes.length, state: [] });
  });

  it("lists a folder in pages, the same as at once", () => {
    const flat = at(walked(fs), "flat").entry.node;
    const all = fs.list(flat, null, 4096);
    expect(all.next).toBeNull();
    expect(all.entries.length).toBe(150);
    const paged = [];
    let cursor: string | null = null;
    do {
      const page = fs.list(flat, cursor, 7);
      paged.push(...page.entries);
      cursor = page.next;
    } while (cursor !== null);
    expect(paged).toEqual(all.entries);
  });

  it("finds names in any case, and none that is not there", () => {
    const found = walked(fs);
    const { node } = at(found, "flat").entry;
    const wanted = at(found, "flat/a file with a name that fills the index 077").entry.node;
    const find = (text: string) => fs.lookup(node, encoder.encode(text));
    expect(find("a file with a name that fills the index 077")).toBe(wanted);
    expect(find("A File With A Name That Fills The INDEX 077")).toBe(wanted);
    expect(find("a file with a name that fills the index 777")).toBeNull();
    expect(fs.lookup(fs.root, encoder.encode("FOLDER"))).toBe(at(found, "folder").entry.node);
    expect(fs.lookup(at(found, "folder/below").entry.node, encoder.encode("HÄUSER 文件 🙂.TXT"))).toBe(
      at(found, "folder/below/Häuser 文件 🙂.txt").entry.node,
    );
  });

  it("keeps the file system's own files out of the root, and opens them by number", () => {
    expect(fs.list(fs.root, null, 4096).entries.some(({ node }) => node < 16)).toBe(false);
    expect(fs.lookup(fs.root, encoder.encode("$MFT"))).toBe(0);
    expect(fs.stat(0)?.flags).toContain("metadata file");
    expect(fs.open(0, null)?.size).toBeGreaterThan(0);
    expect(fs.list(11, null, 4096).entries.map(({ name: { text } }) => text)).toContain("$Reparse");
  });

  it("finds deleted files whose clusters are free still", () => {
    const deleted: DeletedEntry[] = [];
    runSteps(fs.deleted((entry) => deleted.push(entry)));
    const gone = at(walked(fs), "gone").entry.node;
    expect(new Set(deleted.map((entry) => entry.name?.text))).toEqual(
      new Set(Array.from({ length: 8 }, (_, index) => `deleted ${index}`)),
    );
    expect(deleted).toHaveLength(8);
    // Of records that were never used nothing is left; mkntfs leaves these between its own files and the first one of the user.
    expect([30, 40, 60].map((number) => fs.stat(number))).toEqual([null, null, null]);
    for (const { parent, name: stored, size, free, node, inUse } of deleted) {
      expect(inUse).toBe(false);
      expect(parent).toBe(gone);
      expect(size).toBe(900 * Number(stored?.text.slice(-1)) + 100);
      expect(free).toBe(size);
      expect(fs.stat(node)).toMatchObject({ kind: "file", size, allocated: 0, limit: { kind: "damaged" } });
      expect(fs.stat(node)?.flags).toContain("deleted");
      expect(fs.structures(node)[0]?.label).toBe(`MFT record ${node}`);
      expect(fs.open(node, null)?.size).toBe(size);
    }
  });

  it("calls no cluster free that holds a file, or the file system itself", () => {
    const free = runSteps(fs.free())?.runs ?? [];
    const metadata = runSteps(fs.metadata());
    const used = [...metadata];
    for (const { entry, stat } of walked(fs).values()) {
      const content = stat?.kind === "file" ? fs.open(entry.node, null) : null;
      for (const { source, length } of content?.extents(0, content.size) ?? [])
        if (source.kind === "volume") used.push({ offset: source.offset, length });
    }
    expect(used.length).toBeGreaterThan(10);
    const overlap = used.filter((run) =>
      free.some((each) => each.offset < run.offset + run.length && run.offset < each.offset + each.length),
    );
    expect(overlap).toEqual([]);
    const bytes = (runs: readonly { length: number }[]) => runs.reduce((sum, { length }) => sum + length, 0);
    expect(bytes(free)).toBeLessThan(image.bytes.length);
    expect(bytes(free)).toBeGreaterThan(0);
  });

  it("says where the structures of a file are", () => {
    const { node } = at(walked(fs), "holes").entry;
    const structures = fs.structures(node);
    const record = structures.find(({ table }) => table === "MFT record");
    expect(new TextDecoder().decode(image.bytes.subarray(record?.offset, (record?.offset ?? 0) + 4))).toBe(
      "FILE",
    );
    expect(structures.filter(({ table }) => table === "MFT record").length).toBeGreaterThan(1);
    const index = fs.structures(fs.root).find(({ table }) => table === "Index block");
    expect(new TextDecoder().decode(image.bytes.subarray(index?.offset, (index?.offset ?? 0) + 4))).toBe(
      "INDX",
    );
    expect(fs.structures(null).map(({ label }) => label)).toEqual(
      expect.arrayContaining([
        "boot sector",
        "backup boot sector",
        "$MFT",
        "$MFTMirr",
        "$LogFile",
        "$Bitmap",
      ]),
    );
  });

  it("covers each file with extents, without gaps", () => {
    for (const { entry, stat } of walked(fs).values()) {
      const content = stat?.kind === "file" ? fs.open(entry.node, null) : null;
      let end = 0;
      for (const extent of content?.extents(0, content.size) ?? []) {
        expect(extent.offset).toBe(end);
        expect(extent.length).toBeGreaterThan(0);
        end += extent.length;
      }
      expect(end).toBe(content?.size ?? 0);
    }
  });
});

it("reads few pieces: opening, the first folder, and all of it", () => {
  const { bytes } = ntfsImage("small");
  const store = new MeteredStore(new MemoryStore(bytes));
  const fs = NTFS_READER.open(store, { transactions: null });
  expect(store.reads).toBeLessThanOrEqual(8);
  store.reads = 0;
  fs?.list(fs.root, null, 1000);
  expect(store.reads).toBeLessThanOrEqual(12);
  store.reads = 0;
  if (fs !== null) runSteps(fs.walk(fs.root, () => {}));
  expect(store.reads).toBeLessThanOrEqual(40);
});

it("opens, lists and finds on a disk whose bytes are not in memory yet", async () => {
  const { bytes, entries } = ntfsImage("small");
  const cache = new CachedStore(new MemoryStore(bytes));
  const fs = await patiently([cache], () => NTFS_READER.open(cache, { transactions: null }));
  if (fs === null) throw new Error("not opened");
  const flat = await patiently([cache], () => fs.lookup(fs.root, encoder.encode("flat")));
  const page = await patiently([cache], () => fs.list(flat ?? 0, null, 4096));
  expect(page.entries.length).toBe(entries.filter(({ path }) => path.startsWith("flat/")).length);
  expect(page.problems).toEqual([]);
  expect(fs.problems()).toEqual([]);
});

it("reads files in bulk as it reads them at once", async () => {
  const { bytes } = ntfsImage("small");
  const fs = opened(bytes);
  for (const path of ["holes", "sparse", "packed/mixed", "wof/lzx", "resident.txt"]) {
    const content = fs.open(at(walked(fs), path).entry.node, null);
    if (content === null) throw new Error(path);
    const whole = new Uint8Array(content.size);
    content.read(0, whole);
    expect(sha256(await content.readBulk(0, content.size))).toBe(sha256(whole));
    const part = await content.readBulk(3, content.size - 5);
    expect(sha256(part)).toBe(sha256(whole.subarray(3, content.size - 2)));
  }
});

it("tells links and files apart that are packed, elsewhere, or not to be read", () => {
  const fs = opened(ntfsImage("small").bytes);
  const found = walked(fs);
  const stat = (path: string) => at(found, path).stat;
  expect(stat("links/interix")).toMatchObject({ kind: "symlink", target: { text: "../folder/text.txt" } });
  expect(stat("links/junction")?.attributes).toEqual([
    { name: "reparse.substitute-name", value: encoder.encode("\\??\\C:\\Windows") },
  ]);
  expect(stat("links/dedup")?.limit?.kind).toBe("deduplicated");
  expect(stat("links/cloud")?.flags).toContain("cloud file");
  expect(stat("links/cloud")?.limit).toBeNull();
  expect(stat("wof/lzx")?.flags).toContain("compressed by WOF (LZX)");
  expect(stat("wof/lzx")?.limit).toBeNull();
  expect(stat("wof/lzx")?.streams).toEqual([]);
  expect(stat("links/wsl")?.kind).toBe("symlink");
  expect(stat("owned by WSL")).toMatchObject({
    kind: "file",
    mode: 0o640,
    owner: { user: 1000, group: 100 },
    limit: null,
  });
  expect(stat("resident.txt")).toMatchObject({ mode: null, owner: null, attributes: [] });
  expect(at(found, "links/wsl").entry.kind).toBe("symlink");
});
