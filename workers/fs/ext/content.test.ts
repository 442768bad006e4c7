import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { encodeInto } from "../../bytes/struct.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { floorImage } from "../../testing/fs/ext/floor.ts";
import { ProblemList } from "../common/problem-list.ts";
import { BlockContent, InlineContent } from "./content.ts";
import { INODE_FLAG } from "./features.ts";
import { inodeFrom } from "./inode.ts";
import { extInode } from "./structs/inode.ts";
import { EXTENT_MAGIC, extExtent, extExtentHeader } from "./structs/extent.ts";
import { findSuperblock } from "./superblocks.ts";
import { ExtVolume } from "./volume.ts";

beforeAll(loadCrc32c);

/** A volume, and an inode of four blocks with extents that is on none. */
function made(
  header: { entries: number; depth: number },
  extents: readonly { logical: number; length: number }[],
) {
  const store = new MemoryStore(floorImage("ext2"));
  const geometry = findSuperblock(store)?.geometry;
  if (geometry === undefined) throw new Error("no superblock");
  const volume = new ExtVolume(store, geometry, new ProblemList());
  const raw = new Uint8Array(128);
  encodeInto(extInode, { mode: 0x8000, links: 1, flags: INODE_FLAG.extents, sizeLow: 4096 }, raw);
  const block = extInode.fields.block.offset;
  encodeInto(extExtentHeader, { magic: EXTENT_MAGIC, most: 4, ...header }, raw, block);
  for (const [nth, extent] of extents.entries())
    encodeInto(extExtent, { ...extent, startLow: 9000 }, raw, block + 12 * (nth + 1));
  return { volume, inode: inodeFrom(raw, 12, 0, 1024) };
}

function kindsOf(...from: Parameters<typeof made>) {
  const { volume, inode } = made(...from);
  const runs = [...new BlockContent(volume, inode).extents(0, 4096)];
  return { runs: runs.map(({ length, source }) => [source.kind, length]), problems: volume.problems.list() };
}

describe("extents", () => {
  it("of a node without entries that says it has some below are lost, and no hole", () => {
    const { runs, problems } = kindsOf({ entries: 0, depth: 1 }, []);
    expect(runs).toEqual([["unreadable", 4096]]);
    expect(problems.map(({ code }) => code)).toEqual(["extent-root"]);
  });

  it("of a file without blocks are a hole", () => {
    expect(kindsOf({ entries: 0, depth: 0 }, []).runs).toEqual([["zero", 4096]]);
  });

  it("without a length are lost, and those before and behind are read", () => {
    const extents = [
      { logical: 0, length: 1 },
      { logical: 1, length: 0 },
      { logical: 3, length: 1 },
    ];
    expect(kindsOf({ entries: 3, depth: 0 }, extents).runs).toEqual([
      ["volume", 1024],
      ["unreadable", 2048],
      ["volume", 1024],
    ]);
  });
});

describe("a deleted file", () => {
  it("has only those of its blocks that are free still", () => {
    const { volume, inode } = made({ entries: 1, depth: 0 }, [{ logical: 0, length: 4 }]);
    const free = {
      *within(start: number, end: number) {
        yield { start: Math.max(start, 9001), end: Math.min(end, 9003) };
      },
    };
    const content = new BlockContent(volume, inode, free);
    const runs = [...content.extents(0, 4096)].map(({ length, source }) => [source.kind, length]);
    expect(runs).toEqual([
      ["unreadable", 1024],
      ["volume", 2048],
      ["unreadable", 1024],
    ]);
    expect(() => content.read(1024, new Uint8Array(2048))).not.toThrow();
    expect(() => content.read(1024, new Uint8Array(2049))).toThrow(
      expect.objectContaining({ code: "unreadable-block", offset: 3072 }),
    );
  });
});

describe("inline data", () => {
  const kinds = (isWhole: boolean) => {
    const { volume, inode } = made({ entries: 0, depth: 0 }, []);
    const content = new InlineContent(volume, inode, [{ offset: 2000, length: 60 }], isWhole);
    return [...content.extents(50, 100)].map(({ offset, length, source }) => [offset, length, source.kind]);
  };

  it("reads zeros behind its bytes: a file may be longer than what was written", () => {
    expect(kinds(true)).toEqual([
      [50, 10, "volume"],
      [60, 90, "zero"],
    ]);
  });

  it("is unreadable behind its bytes where its rest is lost", () => {
    expect(kinds(false)[1]).toEqual([60, 90, "unreadable"]);
  });
});
