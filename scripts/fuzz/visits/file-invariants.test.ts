import { beforeAll, describe, expect, it } from "vitest";
import { FULL } from "../../../e2e/support/full.ts";
import { loadCrc32c } from "../../../workers/bytes/crc32c.ts";
import { deliverFiles } from "../../../workers/engine/exports/files/deliver-files.ts";
import { UNATTENDED } from "../../../workers/engine/jobs/jobs.ts";
import type { FileContent, FileExtent, FileSystem } from "../../../workers/fs/file-system.ts";
import { openFileSystem } from "../../../workers/fs/readers.ts";
import { VOLUMES } from "../bases/file-systems.ts";
import { Random } from "../random.ts";
import { holdFiles, holdFree, holdWalk } from "./file-invariants.ts";

beforeAll(loadCrc32c);

const NAMES = Object.keys(VOLUMES);
const BLOCK = 512;

function opened(name: string) {
  const store = VOLUMES[name]?.();
  const fs = store === undefined ? null : (openFileSystem(store, null, { transactions: null })?.fs ?? null);
  if (store === undefined || fs === null) throw new Error(`${name} is not opened`);
  return { fs, volume: fs.applied ?? store };
}

async function hold(fs: FileSystem, volume: ReturnType<typeof opened>["volume"]): Promise<number> {
  const walked = holdWalk(fs);
  for (const seed of [1, 2, 3]) await holdFiles(fs, volume, walked, new Random(seed));
  holdFree(fs, Math.max(volume.size, fs.facts.size), walked);
  return walked.length;
}

/** Bytes that the entries of a tar take by their headers, the end of the archive not counted; and how many entries. */
function membersOf(tar: Uint8Array): { readonly end: number; readonly count: number } {
  const field = (at: number, length: number) =>
    Number.parseInt(Buffer.from(tar.subarray(at, at + length)).toString("latin1"), 8);
  let at = 0;
  let count = 0;
  while (at < tar.length && tar[at] !== 0) {
    const header = tar.slice(at, at + BLOCK);
    const stated = field(at + 148, 7);
    header.fill(0x20, 148, 156);
    if (stated !== header.reduce((sum, byte) => sum + byte, 0)) throw new Error(`no header at ${at}`);
    at += BLOCK + Math.ceil(field(at + 124, 11) / BLOCK) * BLOCK;
    count += 1;
  }
  return { end: at, count };
}

describe.each(NAMES)("a sound %s", (name) => {
  it("is the same by all ways to ask", async () => {
    const { fs, volume } = opened(name);
    expect(await hold(fs, volume)).toBeGreaterThan(10);
  });

  it.runIf(FULL || name === "ext4-dirty")("is a tar as long as its entries", async () => {
    const { fs } = opened(name);
    const head = { image: name, layer: "original", volume: "disk", system: name, version: "1" };
    const request = { as: "tar", nodes: [{ node: fs.root, name: null }], manifest: false } as const;
    const subject = { fs, head, piecesOf: null };
    const { blob } = await deliverFiles(subject, request, { kind: "download" }, undefined, UNATTENDED);
    const tar = new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer());
    const { end, count } = membersOf(tar);
    expect(count).toBeGreaterThan(10);
    expect(tar.subarray(end).every((byte) => byte === 0)).toBe(true);
    expect(tar.length).toBe(Math.ceil((end + 2 * BLOCK) / (20 * BLOCK)) * 20 * BLOCK);
  });
});

/** A content with a mistake in it. */
function wrong(content: FileContent, changes: Partial<FileContent>): FileContent {
  return {
    get size() {
      return content.size;
    },
    read: (offset, into) => content.read(offset, into),
    readBulk: (offset, length) => content.readBulk(offset, length),
    extents: (offset, length) => content.extents(offset, length),
    ...changes,
  };
}

const moved = (extent: FileExtent, by: number): FileExtent =>
  extent.source.kind === "volume"
    ? { ...extent, source: { kind: "volume", offset: extent.source.offset + by } }
    : extent;

const contentFault = (change: (content: FileContent) => Partial<FileContent>) => (fs: FileSystem) => {
  const open = fs.open.bind(fs);
  fs.open = (node, stream) => {
    const content = open(node, stream);
    return content === null ? null : wrong(content, change(content));
  };
};

/** Mistakes that a reader could have. */
const FAULTS: Readonly<Record<string, (fs: FileSystem) => void>> = {
  "a walk without one of the entries": (fs) => {
    const walk = fs.walk.bind(fs);
    let count = 0;
    fs.walk = (from, take) =>
      walk(from, (entry) => {
        if ((count += 1) !== 3) take(entry);
      });
  },
  "a page that begins with the end of the one before": (fs) => {
    const list = fs.list.bind(fs);
    let last: ReturnType<FileSystem["list"]>["entries"] = [];
    fs.list = (folder, cursor, limit) => {
      const page = list(folder, cursor, limit - 1);
      const entries = cursor === null ? page.entries : [...last, ...page.entries];
      last = page.entries.slice(-1);
      return { ...page, entries };
    };
  },
  "a size of the entry and not of the content": (fs) => {
    const stat = fs.stat.bind(fs);
    fs.stat = (node) => {
      const found = stat(node);
      return found === null ? null : { ...found, size: found.size + 1 };
    };
  },
  "a place behind the end of the volume": contentFault((content) => ({
    *extents(offset, length) {
      for (const extent of content.extents(offset, length)) yield moved(extent, 2 ** 40);
    },
  })),
  "a place that is off by a sector": contentFault((content) => ({
    *extents(offset, length) {
      for (const extent of content.extents(offset, length)) yield moved(extent, BLOCK);
    },
  })),
  "a gap between two extents": contentFault((content) => ({
    *extents(offset, length) {
      for (const extent of content.extents(offset, length))
        yield { ...extent, length: Math.max(1, extent.length - 1) };
    },
  })),
  "a read in bulk of other bytes": contentFault((content) => ({
    readBulk: async (offset, length) => (await content.readBulk(offset, length)).map((byte) => byte ^ 1),
  })),
  "a read that begins at the start of its block": contentFault((content) => ({
    read: (offset, into) =>
      content.read(Math.min(offset - (offset % BLOCK), content.size - into.length), into),
    readBulk: async (offset, length) =>
      content.readBulk(Math.min(offset - (offset % BLOCK), content.size - length), length),
  })),
  "free space that is all of the volume": (fs) => {
    const free = fs.free.bind(fs);
    fs.free = function* () {
      const found = yield* free();
      return found === null ? null : { ...found, runs: [{ offset: 0, length: fs.facts.size }] };
    };
  },
};

describe("a mistake is found:", () => {
  it.each(Object.keys(FAULTS))("%s", async (fault) => {
    for (const name of FULL ? NAMES : ["exfat"]) {
      const { fs, volume } = opened(name);
      FAULTS[fault]?.(fs);
      await expect(hold(fs, volume)).rejects.toThrow("does not hold");
    }
  });
});
