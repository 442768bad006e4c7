import { expect, it } from "vitest";
import type { IntervalSet } from "../../bytes/intervals.ts";
import type { FileSystem, FsProblem } from "../../fs/file-system.ts";
import { MIB } from "../../shared/numbers.ts";
import { memoryFiles, type MemoryNode } from "../../testing/engine/files/memory-files.ts";
import { UNATTENDED } from "../jobs/jobs.ts";
import { damagedFiles } from "./damage.ts";

const NO_DAMAGE = { kinds: new Map<"unreadable", IntervalSet>(), isExact: true };

function fileSystem(tree: NonNullable<MemoryNode["entries"]>): FileSystem {
  const { volume, reader } = memoryFiles(tree, MIB);
  const fs = reader.reader.open(volume, { transactions: null });
  if (fs === null) throw new Error("no file system");
  return fs;
}

async function reported(fs: FileSystem) {
  const { files, words, count } = await damagedFiles(fs, NO_DAMAGE, UNATTENDED);
  return {
    count,
    words,
    files: files.map(({ path, kinds }) => [path.map(({ text }) => text).join("/"), kinds]),
  };
}

const error = (message: string, node: number | null): FsProblem => ({
  code: "folder-block",
  severity: "error",
  message,
  run: null,
  node,
});

it("names links without a target, and what the file system marks as damaged", async () => {
  const limit = { kind: "damaged", words: "A part can't be read." } as const;
  const locked = { kind: "encrypted", words: "It is encrypted." } as const;
  const fs = fileSystem({
    lost: { kind: "symlink" },
    part: { entries: {}, stat: { limit } },
    file: { content: "x", stat: { limit } },
    locked: { entries: {}, stat: { limit: locked } },
    sound: { content: "x" },
  });
  expect((await reported(fs)).files).toEqual([
    ["lost", ["unreadable"]],
    ["part", ["unreadable"]],
    ["file", ["unreadable"]],
  ]);
});

it("names the folders that the file system found to be damaged while they were walked", async () => {
  const fs = fileSystem({ docs: { entries: { deep: { entries: {} } } }, sound: { content: "x" } });
  const docs = fs.lookup(fs.root, new TextEncoder().encode("docs")) ?? -1;
  const deep = fs.lookup(docs, new TextEncoder().encode("deep")) ?? -1;
  const found: FsProblem[] = [];
  fs.problems = () => found;
  const { walk } = fs;
  fs.walk = function* (...args) {
    yield* walk.apply(fs, args);
    found.splice(0, found.length, error("Block 1 of deep is lost.", deep));
  };
  expect(await reported(fs)).toEqual({
    count: 1,
    words:
      "1 of 3 files and folders is damaged; of the others no damage is known. 1 folder is among them: what is in it may be missing from the list.",
    files: [["docs/deep", ["unreadable"]]],
  });
});

it("says that the file system is damaged where no entry stands for the damage", async () => {
  for (const node of [null, 1, 999]) {
    const fs = fileSystem({ sound: { content: "x" } });
    fs.problems = () => [error("A table is lost.", node)];
    expect((await reported(fs)).words).toBe(
      "None of 1 file or folder is damaged, as far as damage is known. The file system itself is damaged: files may be missing, and more may be damaged. Its problems say where.",
    );
  }
});
