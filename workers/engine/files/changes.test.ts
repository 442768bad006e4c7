import { expect, it } from "vitest";
import { IntervalSet } from "../../bytes/intervals.ts";
import { MIB } from "../../shared/numbers.ts";
import { memoryFiles, type MemoryNode } from "../../testing/engine/files/memory-files.ts";
import { SegmentStore } from "../../volume/segment-store.ts";
import { UNATTENDED } from "../jobs/jobs.ts";
import { filesChanges } from "./changes.ts";
import type { OpenSystem } from "./open-systems.ts";

function system(tree: NonNullable<MemoryNode["entries"]>): OpenSystem {
  const { volume, reader } = memoryFiles(tree, MIB);
  const fs = reader.reader.open(volume, { transactions: null });
  if (fs === null) throw new Error("no file system");
  const store = new SegmentStore(volume, [{ offset: 0, length: volume.size, disk: 0 }]);
  return { fs, place: { store } } as unknown as OpenSystem;
}

const WHOLE = IntervalSet.of([{ start: 0, end: MIB }]);

async function changed(before: OpenSystem, after: OpenSystem, most?: number) {
  const {
    files,
    words,
    added,
    removed,
    changed: differ,
  } = await filesChanges(before, after, WHOLE, UNATTENDED, most);
  return {
    files: files.map(({ path, change, what }) => [path[0]?.text, change, ...what]),
    counts: [added, removed, differ],
    words,
  };
}

it("compares content where blocks differ, in the order of the walk", async () => {
  const before = system({
    same: { content: "a" },
    other: { content: "b" },
    mode: { content: "c" },
    gone: {},
  });
  const after = system({
    same: { content: "a" },
    other: { content: "B" },
    mode: { content: "c", stat: { mode: 0o600 } },
    more: {},
  });
  expect(await changed(before, after)).toMatchObject({
    files: [
      ["other", "changed", "content"],
      ["mode", "changed", "mode"],
      ["more", "added"],
      ["gone", "removed"],
    ],
    counts: [1, 1, 2],
  });
});

it("compares the content of a file that lies in other blocks than before, though none of them changed", async () => {
  const before = system({ pad: { content: "x" }, moved: { content: "old" } });
  const after = system({ moved: { content: "new" }, pad: { content: "x" } });
  const start = IntervalSet.of([{ start: 0, end: 1 }]);
  const { files } = await filesChanges(before, after, start, UNATTENDED);
  expect(files.map(({ path, what }) => [path[0]?.text, ...what])).toEqual([["moved", "content"]]);
});

it("compares streams: their names, their sizes, and their content where blocks differ", async () => {
  const before = system({
    same: { streams: { s: "1" } },
    content: { streams: { s: "1" } },
    more: {},
    longer: { streams: { s: "1" } },
  });
  const after = system({
    same: { streams: { s: "1" } },
    content: { streams: { s: "2" } },
    more: { streams: { s: "" } },
    longer: { streams: { s: "11" } },
  });
  expect((await changed(before, after)).files).toEqual([
    ["content", "changed", "streams"],
    ["more", "changed", "streams"],
    ["longer", "changed", "streams"],
  ]);
});

it("finds what is gone where a name comes twice", async () => {
  const after = system({ a: { content: "a" } });
  const { walk } = after.fs;
  after.fs.walk = (from, take) =>
    walk.call(after.fs, from, (entry) => {
      take(entry);
      take(entry);
    });
  expect((await changed(system({ a: { content: "a" }, b: { content: "b" } }), after)).files).toEqual([
    ["b", "removed"],
  ]);
});

it("says where it does not compare all files, and calls none added that may have been there", async () => {
  const tree = { a: { content: "a" }, b: { content: "b" } };
  const { counts, words } = await changed(system(tree), system({ ...tree, c: {} }), 1);
  expect(counts).toEqual([0, 0, 0]);
  expect(words).toContain("No more than 1 file or folder of before can be compared");
});
