import { spawnSync } from "node:child_process";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { requireTool } from "../../../../e2e/support/needs.ts";
import { MIB } from "../../../shared/numbers.ts";
import { ntfsImage } from "../../../testing/fs/ntfs/image.ts";
import { agree, named, subjectOf, systemOf, whole } from "../../../testing/engine/files/extraction.ts";
import { memoryFiles, type MemoryNode } from "../../../testing/engine/files/memory-files.ts";
import { NTFS_READER } from "../../../fs/ntfs/ntfs.ts";
import { MemoryStore } from "../../../store/memory-store.ts";
import { UNATTENDED } from "../../jobs/jobs.ts";
import { deliverFiles } from "./deliver-files.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "platter-files-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const encoder = new TextEncoder();
const at = (modified: bigint) => ({ times: { modified, accessed: null, changed: null, created: null } });
const LONG = `${"ünïcödé ".repeat(12)}end`;

const TWICE: MemoryNode = { content: "same" };

const TREE: NonNullable<MemoryNode["entries"]> = {
  bin: {
    stat: { mode: 0o755 },
    entries: { sh: { content: "#!", stat: { mode: 0o4755, owner: { user: 3_000_000, group: 5 } } } },
  },
  [LONG]: { entries: { [LONG]: { content: "long" } } },
  "new\nline": { content: "n" },
  timed: { content: "t", stat: at(1_796_094_708_066_933_083n) },
  early: { content: "e", stat: at(-1_500_000_000n) },
  link: { kind: "symlink", stat: { target: named("../../etc/passwd") } },
  away: { kind: "symlink", stat: { target: named(`/${"x".repeat(150)}`) } },
  null: { kind: "character-device", stat: { device: { major: 1, minor: 3 }, mode: 0o666 } },
  pipe: { kind: "fifo" },
  socket: { kind: "socket" },
  holes: { hole: 3 * MIB, content: "behind a hole" },
  tail: { content: new Uint8Array(2 * MIB).fill(7), lost: 5000 },
  noted: { content: "x", stat: { attributes: [{ name: "user.note", value: encoder.encode("a\0b") }] } },
  secret: { content: "gibberish", stat: { limit: { kind: "encrypted", words: "It is encrypted." } } },
  first: TWICE,
  second: TWICE,
  empty: {},
};

async function extracted(as: "tar" | "zip", tree = TREE) {
  const fs = systemOf(tree);
  const result = await deliverFiles(subjectOf(fs), whole(fs, as), { kind: "download" }, agree, UNATTENDED);
  const file = path.join(folder, `a.${as}`);
  writeFileSync(file, new Uint8Array(await (result.blob ?? new Blob()).arrayBuffer()));
  return { result, file };
}

function run(program: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { maxBuffer: 64 * MIB });
  if (status !== 0) throw new Error(`${program}: ${stderr.toString()}`);
  return stdout.toString();
}

const LIST = `
import json, sys, tarfile
with tarfile.open(sys.argv[1]) as archive:
    print(json.dumps([dict(name=m.name, type=m.type.decode(), mode=m.mode, uid=m.uid, gid=m.gid, size=m.size, mtime=m.mtime,
        target=m.linkname, major=m.devmajor, minor=m.devminor, pax=m.pax_headers) for m in archive]))
`;

describe("a tar", () => {
  it("keeps names, owners, modes, times, links, devices and attributes", async (test) => {
    requireTool(test, "python3");
    const { file, result } = await extracted("tar");
    const entries = JSON.parse(run("python3", "-c", LIST, file)) as readonly Record<string, unknown>[];
    const of = (name: string) => entries.find((each) => each.name === name);
    expect(of("bin/sh")).toMatchObject({ mode: 0o4755, uid: 3_000_000, gid: 5, size: 2 });
    expect(of(`${LONG}/${LONG}`)).toMatchObject({ size: 4 });
    expect(of("new\nline")).toMatchObject({ type: "0" });
    expect(of("timed")).toMatchObject({ pax: { mtime: "1796094708.066933083" } });
    expect(of("early")).toMatchObject({ mtime: -1.5 });
    expect(of("link")).toMatchObject({ type: "2", target: "../../etc/passwd" });
    expect(of("away")).toMatchObject({ target: `/${"x".repeat(150)}` });
    expect(of("null")).toMatchObject({ type: "3", major: 1, minor: 3 });
    expect(of("pipe")).toMatchObject({ type: "6" });
    expect(of("noted")).toMatchObject({ pax: { "SCHILY.xattr.user.note": "a\0b" } });
    expect(of("second")).toMatchObject({ type: "1", target: "first" });
    expect(of("holes")).toMatchObject({ size: 3 * MIB + 13 });
    expect([of("socket"), of("secret")]).toEqual([undefined, undefined]);
    expect(result.problems.map(({ path: name, kind }) => [name, kind])).toEqual([
      ["socket", "left-out"],
      ["tail", "zeroed"],
      ["secret", "limited"],
    ]);
    expect(result.zeroed).toEqual(["tail: 4.88 KiB from byte 2,097,152 on"]);
  });

  it("is unpacked by GNU tar, holes included", async (test) => {
    requireTool(test, "tar");
    const { file, result } = await extracted("tar");
    const into = path.join(folder, "unpacked");
    mkdirSync(into);
    run(
      "tar",
      "-xf",
      file,
      "-C",
      into,
      "--no-same-owner",
      "--exclude=null",
      "--exclude=pipe",
      "--warning=no-timestamp",
    );
    expect(readFileSync(path.join(into, LONG, LONG), "utf8")).toBe("long");
    expect(
      readFileSync(path.join(into, "holes")).equals(
        Buffer.concat([Buffer.alloc(3 * MIB), Buffer.from("behind a hole")]),
      ),
    ).toBe(true);
    expect(lstatSync(path.join(into, "holes")).blocks).toBeLessThan(100);
    expect(readlinkSync(path.join(into, "link"))).toBe("../../etc/passwd");
    expect(lstatSync(path.join(into, "timed"), { bigint: true }).mtimeNs).toBe(1_796_094_708_066_933_083n);
    const manifest = JSON.parse((await result.manifest?.text()) ?? "") as {
      entries: readonly { path: string; sha256?: string }[];
    };
    const sums = manifest.entries.flatMap(({ path: name, sha256 }) =>
      sha256 === undefined ? [] : [[name, sha256] as const],
    );
    expect(sums.length).toBe(10);
    for (const [name, sha256] of sums)
      expect([name, run("sha256sum", "-z", path.join(into, name)).split(" ")[0]]).toEqual([name, sha256]);
  });
});

describe("access lists", () => {
  /** Of ext: user::rw-, user:1234:rwx, group::r--, mask::rwx, other::r--. */
  const value = Uint8Array.from(
    Buffer.from("01000000 01000600 02000700d2040000 04000400 10000700 20000400".replaceAll(" ", ""), "hex"),
  );
  const shared = { entries: {}, stat: { attributes: [{ name: "system.posix_acl_default", value }] } };
  const own = { content: "x", stat: { attributes: [{ name: "system.posix_acl_access", value }] } };

  it("are such for GNU tar, and the damaged one is listed", async (test) => {
    requireTool(test, "tar");
    const damaged = {
      content: "y",
      stat: { attributes: [{ name: "system.posix_acl_access", value: value.subarray(0, 9) }] },
    };
    const { file, result } = await extracted("tar", { own, shared, damaged });
    const list = run("tar", "--acls", "-tvvf", file);
    const text = "user::rw-,user:1234:rwx,group::r--,mask::rwx,other::r--";
    expect(list).toMatch(new RegExp(`own\\n +a: ${text}\\n`));
    // The other is that of the folder.
    expect(list.match(/user:1234:rwx/g)).toHaveLength(2);
    expect(result.problems.map(({ path: name, kind }) => [name, kind])).toEqual([["damaged", "metadata"]]);
  });
});

describe("a zip", () => {
  it("is unpacked by unzip, with its links", async (test) => {
    requireTool(test, "unzip", "python3");
    const { file, result } = await extracted("zip");
    expect(run("unzip", "-tq", file)).toContain("No errors detected");
    const into = path.join(folder, "unzipped");
    run("unzip", "-q", file, "-d", into);
    expect(readFileSync(path.join(into, "bin/sh"), "utf8")).toBe("#!");
    expect(lstatSync(path.join(into, "bin/sh")).mode & 0o777).toBe(0o755);
    expect(readlinkSync(path.join(into, "link"))).toBe("../../etc/passwd");
    expect(readFileSync(path.join(into, "tail")).length).toBe(2 * MIB + 5000);
    expect(result.problems.map(({ path: name, kind }) => [name, kind])).toContainEqual(["null", "left-out"]);
  });
});

describe("named streams", () => {
  const LINKED: MemoryNode = { content: "l", streams: { s: "of both" } };
  const WITH: NonNullable<MemoryNode["entries"]> = {
    "a.txt": { content: "a", streams: { "Zone.Identifier": "[ZoneTransfer]", empty: "" } },
    one: LINKED,
    two: LINKED,
    taken: { content: "t", streams: { s: "stream" } },
    "taken:s": { content: "a file" },
    secret: { streams: { s: "?" }, stat: { limit: { kind: "encrypted", words: "It is encrypted." } } },
  };
  const NOTES = [
    ["taken:s", "left-out"],
    ["secret", "limited"],
  ];
  const NAMES = [
    "a.txt",
    "a.txt:Zone.Identifier",
    "a.txt:empty",
    "one",
    "one:s",
    "taken",
    "taken:s",
    "two",
    "two:s",
  ];

  it("are files beside their own in a tar and a zip, once where the file has two names, and in the manifest", async (test) => {
    requireTool(test, "tar", "unzip");
    const tar = await extracted("tar", WITH);
    expect(run("tar", "-tf", tar.file).split("\n").filter(Boolean).toSorted()).toEqual(NAMES);
    expect(run("tar", "-xOf", tar.file, "a.txt:Zone.Identifier")).toBe("[ZoneTransfer]");
    expect(run("tar", "-xOf", tar.file, "taken:s")).toBe("a file");
    expect(run("tar", "-tvf", tar.file)).toContain("two:s link to one:s");
    expect(tar.result.problems.map(({ path: name, kind }) => [name, kind])).toEqual(NOTES);
    const { entries } = JSON.parse((await tar.result.manifest?.text()) ?? "") as {
      entries: readonly object[];
    };
    expect(entries).toContainEqual({
      path: "a.txt:Zone.Identifier",
      stream: "Zone.Identifier",
      kind: "file",
      size: 14,
      sha256: "1f8fca7207abbbc37a4aae5ed88c4c644d4badd29e5e0ebd777cb263197e448e",
      mode: "0644",
      user: 1000,
      group: 1000,
    });
    const zip = await extracted("zip", WITH);
    expect(run("unzip", "-p", zip.file, "two:s")).toBe("of both");
    expect(run("unzip", "-Z1", zip.file).split("\n").filter(Boolean).toSorted()).toEqual(NAMES);
  });

  it("of an NTFS volume have the bytes that ntfs-3g showed", async () => {
    const { bytes, entries } = ntfsImage("small");
    const fs = NTFS_READER.open(new MemoryStore(bytes), { transactions: null });
    if (fs === null) throw new Error("no file system");
    const { manifest } = await deliverFiles(
      subjectOf(fs),
      whole(fs, "tar"),
      { kind: "download" },
      agree,
      UNATTENDED,
    );
    const list = JSON.parse((await manifest?.text()) ?? "") as {
      entries: readonly { path: string; stream?: string; sha256?: string; hardLinkTo?: string }[];
    };
    const found = new Map(list.entries.map((entry) => [entry.path, entry]));
    let compared = 0;
    for (const { path: file, streams = {} } of entries)
      for (const [stream, sha256] of Object.entries(streams)) {
        const entry = found.get(`${file}:${stream}`);
        expect(entry?.stream, `${file}:${stream}`).toBe(stream);
        const first = entry?.hardLinkTo === undefined ? entry : found.get(entry.hardLinkTo);
        expect(first?.sha256).toBe(sha256);
        compared += 1;
      }
    expect(compared).toBeGreaterThan(1);
  });

  it("get names of their own among picks, and keep what has their name", async () => {
    const fs = systemOf({ a: { content: "a", streams: { s: "stream" } }, "a:s": { content: "a file" } });
    const nodes = fs.list(fs.root, null, 9).entries.map(({ node, name }) => ({ node, name }));
    const request = { as: "tar", nodes, manifest: true } as const;
    const { manifest, problems } = await deliverFiles(
      subjectOf(fs),
      request,
      { kind: "download" },
      agree,
      UNATTENDED,
    );
    const { entries } = JSON.parse((await manifest?.text()) ?? "") as {
      entries: readonly { path: string; size: number; stream?: string }[];
    };
    expect(entries.map((each) => [each.path, each.size, each.stream])).toEqual([
      ["a:s", 6, "s"],
      ["a", 1, undefined],
      ["a:s (2)", 6, undefined],
    ]);
    expect(problems).toMatchObject([{ path: "a:s", kind: "renamed" }]);
  });

  it("of hostile names lead nowhere, and are listed where their name changes or is taken", async (test) => {
    requireTool(test, "tar");
    const { file, result } = await extracted("tar", {
      a: { content: "a", streams: { "x/y": "1", x_y: "2", "../../b": "3" } },
      x: { content: "x", streams: { "a:b": "4" } },
      "x:a": { content: "x", streams: { b: "5" } },
      d: { entries: { "x:a": { streams: { b: "6" } } } },
    });
    const names = run("tar", "-tf", file).split("\n").filter(Boolean);
    expect(names.toSorted()).toEqual(
      ["a", "a:.._.._b", "a:x_y", "d/", "d/x:a", "d/x:a:b", "x", "x:a", "x:a:b"].toSorted(),
    );
    expect(result.problems.map(({ path: name, kind }) => [name, kind])).toEqual([
      ["a:x/y", "renamed"],
      ["a:x_y", "left-out"],
      ["a:../../b", "renamed"],
      ["x:a:b", "left-out"],
    ]);
  });

  it("of the root come without the name of a file", async () => {
    const { reader, volume } = memoryFiles({ a: { content: "a" } }, 32 * MIB);
    const fs = reader.reader.open(volume, { transactions: null });
    if (fs === null) throw new Error("no file system");
    const [rootStat, a] = [fs.stat(fs.root), fs.list(fs.root, null, 1).entries[0]];
    if (rootStat === null || a === undefined) throw new Error("no root");
    const open = fs.open.bind(fs);
    const stat = fs.stat.bind(fs);
    fs.stat = (node) => (node === fs.root ? { ...rootStat, streams: [{ name: "s", size: 1 }] } : stat(node));
    fs.open = (node, stream) => open(node === fs.root ? a.node : node, node === fs.root ? null : stream);
    const { manifest } = await deliverFiles(
      subjectOf(fs),
      whole(fs, "tar"),
      { kind: "download" },
      agree,
      UNATTENDED,
    );
    expect(await manifest?.text()).toContain('"path":":s","stream":"s","kind":"file","size":1');
  });
});

describe("an extraction", () => {
  it("ends at a run that can't be read where the user does not agree", async () => {
    const fs = systemOf(TREE);
    const asked: string[] = [];
    const refuse = (sentence: string) => {
      asked.push(sentence);
      return Promise.resolve(false);
    };
    const extraction = deliverFiles(
      subjectOf(fs),
      whole(fs, "tar"),
      { kind: "download" },
      refuse,
      UNATTENDED,
    );
    await expect(extraction).rejects.toMatchObject({ code: "unreadable-block" });
    expect(asked).toEqual(["A part of tail can't be read. This run can't be read."]);
  });

  it("never leads out of its folder", async (test) => {
    requireTool(test, "python3");
    const { file, result } = await extracted("tar", {
      "..": { entries: { "a/b": { content: "x" } } },
      ".": { content: "y" },
    });
    const names = (JSON.parse(run("python3", "-c", LIST, file)) as readonly { name: string }[]).map(
      ({ name }) => name,
    );
    expect(names.toSorted()).toEqual(["_.", "_..", "_../a_b"]);
    expect(result.problems.filter(({ kind }) => kind === "renamed")).toHaveLength(3);
    expect(readdirSync(folder).every((name) => !name.startsWith(".."))).toBe(true);
  });
});
