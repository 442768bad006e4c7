import { describe, expect, it } from "vitest";
import type { ExtractPick, ExtractRequest } from "../../../api/index.ts";
import type { FileSystem, FsProblem } from "../../../fs/file-system.ts";
import { VhdxError } from "../../../shared/error.ts";
import { MIB } from "../../../shared/numbers.ts";
import { BlobStore } from "../../../store/blob-store.ts";
import { FakeDirectory } from "../../../testing/engine/fake-directory.ts";
import { memoryFiles, type MemoryNode } from "../../../testing/engine/files/memory-files.ts";
import { UNATTENDED } from "../../jobs/jobs.ts";
import { BlobSink } from "./blob-sink.ts";
import { deliverFiles } from "./deliver-files.ts";
import { archiveWriter, ExtractionRun, toFolder } from "./extraction-run.ts";
import type { FolderTarget } from "./folder-target.ts";
import { HandleFolder } from "./handle-folder.ts";
import type { PiecesOf } from "./extract.ts";
import { LinkGuard } from "./link-guard.ts";
import { itemsOf } from "./items.ts";
import { Problems } from "./problems.ts";

const encoder = new TextEncoder();
const name = (text: string) => ({ text, bytes: encoder.encode(text) });
const link = (target: string): MemoryNode => ({ kind: "symlink", stat: { target: name(target) } });
const HEAD = { image: "disk.vhdx", layer: "original", volume: "Whole disk", system: "memory", version: "1" };
const never = () => Promise.resolve(false);

function fileSystem(tree: NonNullable<MemoryNode["entries"]>): FileSystem {
  const { volume, reader } = memoryFiles(tree, 8 * MIB);
  const fs = reader.reader.open(volume, { transactions: null });
  if (fs === null) throw new Error("no file system");
  return fs;
}

const all = (fs: FileSystem): ExtractPick[] => [{ node: fs.root, name: null }];

function pick(fs: FileSystem, ...path: string[]): ExtractPick {
  let node = fs.root;
  for (const each of path) node = fs.lookup(node, encoder.encode(each)) ?? -1;
  return { node, name: name(path.at(-1) ?? "") };
}

/** Paths of the items, and problems. */
function listed(fs: FileSystem, picks = all(fs)) {
  const problems = new Problems();
  const paths = [...itemsOf(fs, picks, problems)].flatMap((item) =>
    item === null ? [] : [item.path.map(({ text }) => text).join("/")],
  );
  return { paths, problems: problems.list.map(({ path, kind }) => [path, kind]) };
}

function runOf(
  fs: FileSystem,
  as: ExtractRequest["as"],
  manifest: boolean,
  piecesOf: PiecesOf | null = null,
) {
  return new ExtractionRun({ fs, head: HEAD, piecesOf }, { as, nodes: all(fs), manifest }, never);
}

describe("what can't be read", () => {
  const problem = (code: string, severity: FsProblem["severity"], message: string): FsProblem => ({
    code,
    severity,
    message,
    run: null,
    node: null,
  });

  it("is listed where the file system alone knows of it, in the manifest too", async () => {
    const fs = fileSystem({ a: { content: "a" } });
    const found: FsProblem[] = [problem("note", "info", "Nothing is lost.")];
    fs.problems = () => found;
    const { walk } = fs;
    fs.walk = function* (...args) {
      yield* walk.apply(fs, args);
      found.push(
        problem("folder-block", "error", "Block 3 is lost."),
        problem("dirty", "warning", "It is marked dirty."),
        problem("more-problems", "info", "2 more."),
      );
    };
    const result = await deliverFiles(
      { fs, head: HEAD, piecesOf: null },
      { as: "tar", nodes: all(fs), manifest: true },
      { kind: "download" },
      never,
      UNATTENDED,
    );
    const expected = [
      { path: "/", kind: "unreadable", words: "Block 3 is lost." },
      { path: "/", kind: "limited", words: "It is marked dirty." },
      { path: "/", kind: "unreadable", words: "2 more." },
    ];
    expect(result.problems).toEqual(expected);
    expect(JSON.parse((await result.manifest?.text()) ?? "")).toMatchObject({
      problemCount: 3,
      problems: expected,
    });
  });

  it("is listed where a folder alone says so", () => {
    const fs = fileSystem({ gone: { entries: {} } });
    const { list } = fs;
    const gone = pick(fs, "gone").node;
    fs.list = (folder, ...rest) =>
      folder === gone
        ? { entries: [], next: null, problems: ["The folder can't be read."] }
        : list.call(fs, folder, ...rest);
    expect(listed(fs)).toEqual({ paths: ["gone"], problems: [["gone", "unreadable"]] });
    expect(listed(fs, [pick(fs, "gone")]).problems).toEqual([["gone", "unreadable"]]);
  });

  it("is listed of folders and links as of files", () => {
    const limit = { kind: "encrypted", words: "It is encrypted." } as const;
    const fs = fileSystem({
      locked: { entries: { a: {} }, stat: { limit } },
      lost: { kind: "symlink" },
      secret: { kind: "symlink", stat: { limit, target: name("gibberish") } },
      sound: link("/etc"),
    });
    expect(listed(fs)).toEqual({
      paths: ["sound", "locked", "locked/a"],
      problems: [
        ["locked", "limited"],
        ["lost", "unreadable"],
        ["secret", "limited"],
      ],
    });
  });
});

describe("picks", () => {
  const TREE = {
    etc: { entries: { name: { content: "1" } } },
    home: { entries: { name: { content: "2" }, etc: { content: "3" } } },
  };

  it("of one name get names of their own, and one that is picked twice comes once", () => {
    const fs = fileSystem(TREE);
    const picks = [pick(fs, "etc", "name"), pick(fs, "home", "name"), pick(fs, "etc", "name")];
    expect(listed(fs, picks)).toEqual({ paths: ["name", "name (2)"], problems: [["name", "renamed"]] });
  });

  it("below the root come once with the root", () => {
    const fs = fileSystem(TREE);
    const { paths } = listed(fs, [pick(fs, "etc"), pick(fs, "home", "etc"), ...all(fs)]);
    expect(paths).toEqual(listed(fs).paths);
    expect(new Set(paths).size).toBe(paths.length);
  });
});

describe("a link", () => {
  it("is not what another entry is unpacked through", () => {
    const fs = fileSystem({ a: link("/etc"), b: { entries: { passwd: { content: "x" } } } });
    const { list, walk } = fs;
    const renamed = (text: string) => (text === "b" ? "a" : text);
    fs.list = (...args) => list.apply(fs, args);
    fs.walk = (from, take) =>
      walk.call(fs, from, (entry) =>
        take({ ...entry, path: entry.path.map(({ text }) => name(renamed(text))) }),
      );
    expect(listed(fs)).toEqual({
      paths: ["a"],
      problems: [
        ["a", "left-out"],
        ["a/passwd", "left-out"],
      ],
    });
  });

  it("is not what a hard link leads through", () => {
    const fs = fileSystem({});
    const stat = fs.stat(fs.root);
    if (stat === null) throw new Error("no root");
    const guard = new LinkGuard(new Problems());
    const item = { stream: null, content: null, same: null };
    guard.pass({ ...item, path: [name("a")], stat: { ...stat, kind: "symlink" } });
    const file = { ...stat, kind: "file" } as const;
    const same = [name("a"), name("passwd")];
    expect(guard.pass({ ...item, path: [name("b")], stat: file, same })?.same).toBeNull();
    expect(guard.pass({ ...item, path: [name("c")], stat: file, same: [name("d")] })?.same).toHaveLength(1);
  });
});

/** A place that has links, in memory. @param made takes their paths */
function linkedFolder(made: string[]): FolderTarget {
  const base = new HandleFolder(new FakeDirectory().handle);
  return {
    rules: base.rules,
    folderTime: null,
    exists: (text) => base.exists(text),
    folder: (path) => base.folder(path),
    file: (path) => base.file(path),
    link: async (path, target) => {
      const text = new TextDecoder().decode(target);
      if (text.length > 4095) throw new VhdxError("io", "The name is too long.");
      if (text === "full") throw new VhdxError("no-space", "There is not enough room.");
      made.push(path.join("/"));
    },
  };
}

describe("a folder", () => {
  it("gets all links but those that its place refuses", async () => {
    const fs = fileSystem({
      empty: link(""),
      zero: link("a\0b"),
      long: link("x".repeat(5000)),
      sound: link("/etc"),
    });
    const made: string[] = [];
    const { problems } = await toFolder(runOf(fs, "folder", true), linkedFolder(made), UNATTENDED);
    expect(made).toEqual(["sound"]);
    expect(problems.map(({ path, kind }) => [path, kind])).toEqual([
      ["empty", "left-out"],
      ["zero", "left-out"],
      ["long", "left-out"],
    ]);
    const full = toFolder(
      runOf(fileSystem({ a: link("full") }), "folder", false),
      linkedFolder([]),
      UNATTENDED,
    );
    await expect(full).rejects.toMatchObject({ code: "no-space" });
  });

  it("is made under another name where its place refuses its own", async () => {
    const fs = fileSystem({ bad: { entries: { a: { content: "a" } } } });
    const node = pick(fs, "bad").node;
    const directory = new FakeDirectory(new Set(["bad"]));
    const target = new HandleFolder(directory.handle);
    const { problems, files } = await toFolder(runOf(fs, "folder", false), target, UNATTENDED);
    expect([...directory.entries.keys()]).toEqual([`folder-${node}`]);
    expect(problems).toEqual([{ path: "bad", kind: "renamed", words: `Extracted as folder-${node}.` }]);
    expect(files).toBe(1);

    const none = new HandleFolder(new FakeDirectory(new Set(["bad", `folder-${node}`])).handle);
    const left = await toFolder(runOf(fs, "folder", false), none, UNATTENDED);
    expect(left.problems.map(({ path, kind }) => [path, kind])).toEqual([
      ["bad", "left-out"],
      ["bad/a", "left-out"],
    ]);
    expect([left.files, left.folders]).toEqual([0, 0]);
  });

  it("keeps the holes of a file", async () => {
    const fs = fileSystem({ holes: { hole: 3 * MIB, content: "behind" }, hole: { hole: 5 * MIB } });
    const directory = new FakeDirectory();
    await toFolder(runOf(fs, "folder", false), new HandleFolder(directory.handle), UNATTENDED);
    const lengthOf = (text: string) => (directory.entries.get(text) as Uint8Array).length;
    expect([lengthOf("hole"), lengthOf("holes")]).toEqual([5 * MIB, 3 * MIB + 6]);
    expect(directory.handed).toBe(6);
  });
});

it("writes the bytes of long runs into a zip without a manifest", async () => {
  const content = new Uint8Array(MIB).fill(7);
  const fs = fileSystem({ long: { content } });
  const store = new BlobStore(new Blob([content]));
  const piecesOf: PiecesOf = (_, offset, length) => [{ kind: "store", store, offset, length }];
  for (const as of ["zip", "tar"] as const) {
    const run = runOf(fs, as, false, piecesOf);
    const sink = new BlobSink();
    const { bytes } = await run.with(await archiveWriter(as, sink, run.problems), true, UNATTENDED);
    const made = new Uint8Array(await sink.build("").arrayBuffer());
    const start = made.indexOf(7);
    expect([as, bytes, made.subarray(start, start + MIB).every((byte) => byte === 7)]).toEqual([
      as,
      MIB,
      true,
    ]);
  }
});
