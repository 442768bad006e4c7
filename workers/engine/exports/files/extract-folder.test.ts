import { describe, expect, it } from "vitest";
import type { ExtractRequest } from "../../../api/index.ts";
import type { FileSystem } from "../../../fs/file-system.ts";
import { FakeDirectory } from "../../../testing/engine/fake-directory.ts";
import {
  agree,
  named,
  sizesIn,
  subjectOf,
  systemOf,
  whole,
} from "../../../testing/engine/files/extraction.ts";
import { UNATTENDED } from "../../jobs/jobs.ts";
import { deliverFiles } from "./deliver-files.ts";

const encoder = new TextEncoder();

describe("a folder", () => {
  it("gets files under names that its place can hold, and nothing is written over", async () => {
    const fs = systemOf({
      docs: {
        entries: {
          "a:b": { content: "1" },
          README: { content: "22" },
          readme: { content: "333" },
          "con.txt": { content: "4" },
        },
      },
      there: { content: "new" },
      "trailing.": { content: "5" },
      link: { kind: "symlink", stat: { target: named("/etc") } },
    });
    const directory = new FakeDirectory();
    directory.entries.set("there", encoder.encode("old content"));
    const result = await deliverFiles(
      subjectOf(fs),
      whole(fs, "folder"),
      { kind: "folder", handle: directory.handle },
      agree,
      UNATTENDED,
    );
    const { "platter-files.json": manifest = 0, ...files } = sizesIn(directory);
    expect(files).toEqual({
      "docs/a_b": 1,
      "docs/README": 2,
      "docs/readme (2)": 3,
      "docs/_con.txt": 1,
      there: 11,
      "there (2)": 3,
      trailing_: 1,
    });
    expect(manifest).toBeGreaterThan(0);
    expect(result.problems.map(({ path: name, kind }) => [name, kind])).toEqual([
      ["there", "renamed"],
      ["trailing.", "renamed"],
      ["link", "left-out"],
      ["docs/a:b", "renamed"],
      ["docs/readme", "renamed"],
      ["docs/con.txt", "renamed"],
    ]);
  });

  it("gets named streams under a name that Windows takes", async () => {
    const fs = systemOf({
      "a.txt": { content: "a", streams: { s: "12" } },
      d: { entries: {}, streams: { s: "3" } },
    });
    const directory = new FakeDirectory();
    const to = { kind: "folder", handle: directory.handle } as const;
    const request = { ...whole(fs, "folder"), manifest: false };
    const { problems } = await deliverFiles(subjectOf(fs), request, to, agree, UNATTENDED);
    expect(sizesIn(directory)).toEqual({ "a.txt": 1, "a.txt_s": 2, d_s: 1 });
    expect(problems).toMatchObject([
      { path: "a.txt:s", kind: "renamed", words: "Extracted as a.txt_s." },
      { path: "d:s", kind: "renamed" },
    ]);
  });
});

describe("deleted files", () => {
  const deliver = async (fs: FileSystem, node: number, isDeleted: boolean) => {
    const directory = new FakeDirectory();
    const request: ExtractRequest = {
      as: "folder",
      nodes: [{ node, name: named("gone"), isDeleted }],
      manifest: false,
    };
    const to = { kind: "folder", handle: directory.handle } as const;
    const result = await deliverFiles(subjectOf(fs), request, to, agree, UNATTENDED);
    return { result, files: sizesIn(directory) };
  };
  const tree = { kept: { content: "left of it" } };
  const nodeOf = (fs: FileSystem) => fs.lookup(fs.root, encoder.encode("kept")) ?? 0;

  it("are extracted, and what may be written over them is said", async () => {
    const fs = systemOf(tree);
    const { result, files } = await deliver(fs, nodeOf(fs), true);
    expect(files).toEqual({ gone: 10 });
    expect(result.problems.map(({ kind }) => kind)).toEqual(["deleted"]);
    expect((await deliver(fs, nodeOf(fs), false)).result.problems).toEqual([]);
  });

  it("are said to be unreadable where nothing is found", async () => {
    const { result, files } = await deliver(systemOf(tree), 77, true);
    expect(files).toEqual({});
    expect(result.problems.map(({ kind }) => kind)).toEqual(["unreadable"]);
  });

  it("have a name of their own beside the file that is there", async () => {
    const fs = systemOf({ "a.b.txt": { content: "there" }, other: { content: "was deleted" } });
    const name = named("a.b.txt");
    const node = (text: string) => fs.lookup(fs.root, encoder.encode(text)) ?? 0;
    const directory = new FakeDirectory();
    const nodes = [
      { node: node("other"), name, isDeleted: true },
      { node: node("a.b.txt"), name },
    ];
    const to = { kind: "folder", handle: directory.handle } as const;
    const request = { as: "folder", nodes, manifest: false } as const;
    const { problems } = await deliverFiles(subjectOf(fs), request, to, agree, UNATTENDED);
    expect(sizesIn(directory)).toEqual({ "a.b.txt": 5, "a.b (2).txt": 11 });
    expect(problems.map(({ kind }) => kind)).toEqual(["renamed", "deleted"]);
  });
});
