import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, it } from "vitest";
import { run, sparse } from "../../e2e/support/file-systems.ts";
import { requireTool } from "../../e2e/support/needs.ts";
import { withFolder } from "../../e2e/support/qemu.ts";
import { loadCrc32c } from "../../workers/bytes/crc32c.ts";
import { ZeroedRuns } from "../../workers/engine/exports/deliver/zeroed-runs.ts";
import { SeenFiles } from "../../workers/engine/files/seen.ts";
import { filesApi } from "../../workers/engine/session/files.ts";
import { OpenFiles } from "../../workers/engine/session/open-files.ts";
import { MemoryStore } from "../../workers/store/memory-store.ts";
import { diskOf, openFileOf } from "../../workers/testing/engine/files/disk-of.ts";

beforeAll(loadCrc32c);

const BLOCK = 1024;
/** What stops the clock of e2fsprogs. */
const CLOCK = "E2FSPROGS_FAKE_TIME=1700000000";
const JOB = { id: "job", progress: () => {} };

/** A file system with the files `a` and `b`, and a journal that holds one block of `a`. */
function image(folder: string, name: string, base: string, written: string): Uint8Array {
  const file = path.join(folder, name);
  run("cp", [base, file]);
  const [block = ""] = run("debugfs", ["-R", "blocks /a", file]).trim().split(" ");
  const content = path.join(folder, `${name}.block`);
  writeFileSync(content, Buffer.alloc(BLOCK, written));
  const commands = ["journal_open", `journal_write -b ${block} ${content}`, "journal_close"];
  // The superblock has the time of the last write, and the images must differ in their journals alone.
  run("env", [CLOCK, "debugfs", "-w", "-f", "-", file], `${commands.join("\n")}\n`);
  return new Uint8Array(readFileSync(file));
}

function baseOf(folder: string): string {
  const file = sparse(path.join(folder, "base.img"), 16 * 2 ** 20);
  run("mkfs.ext4", ["-q", "-F", "-b", String(BLOCK), "-J", "size=1", file]);
  const content = path.join(folder, "content");
  writeFileSync(content, Buffer.alloc(3 * BLOCK, "as it was "));
  run("debugfs", ["-w", "-f", "-", file], `write ${content} a\nwrite ${content} b\n`);
  return file;
}

/** Blocks in which two images differ. */
function differing(one: Uint8Array, other: Uint8Array): number[] {
  const blocks: number[] = [];
  for (let at = 0; at < one.length; at += BLOCK)
    if (Buffer.compare(one.subarray(at, at + BLOCK), other.subarray(at, at + BLOCK)) !== 0)
      blocks.push(at / BLOCK);
  return blocks;
}

it("a file whose content only the journal changes is found, between layers and on one", async (test) => {
  requireTool(test, "mkfs.ext4");
  await withFolder(async (folder) => {
    const base = baseOf(folder);
    const images = ["one", "two"].map((name) => image(folder, name, base, `of ${name} `));
    const [one = new Uint8Array(), two = new Uint8Array()] = images;
    const inode = run("debugfs", ["-R", "blocks <8>", base]).trim().split(" ").map(Number);
    const blocks = differing(one, two);
    expect(blocks.length).toBeGreaterThan(0);
    expect(blocks.filter((block) => !inode.includes(block))).toEqual([]);

    const files = new OpenFiles();
    const ids = images.map((bytes) =>
      files.add(openFileOf("disk.vhdx", diskOf(new MemoryStore(bytes)).store)),
    );
    const api = filesApi(files, "1.0.0", { zeroedRuns: new ZeroedRuns(), seen: new SeenFiles() }, null);
    const at = (nth: number, transactions: number | null) => ({
      image: ids[nth] ?? "",
      layer: { name: "original", upTo: null } as const,
      volume: "disk",
      transactions,
    });
    const compared = async (before: ReturnType<typeof at>, after: ReturnType<typeof at>) => {
      const { files: found, words } = await api.changes(before, after, JOB);
      return { words, found: found.map((each) => [each.path[0]?.text, each.change, ...each.what]) };
    };
    const onlyA = [["a", "changed", "content"]];
    const layers = await compared(at(0, null), at(1, null));
    expect(layers.found).toEqual(onlyA);
    expect(layers.words).toContain("Both were read with the transaction of its journal applied.");
    const prefix = await compared(at(0, 0), at(0, null));
    expect(prefix.found).toEqual(onlyA);
    expect(prefix.words).toContain(
      "The files before were read as stored, without the transaction of its journal; the files after with the transaction of its journal applied.",
    );
    // Without their journals the two are the same, although their blocks differ.
    expect((await compared(at(0, 0), at(1, 0))).found).toEqual([]);
    expect((await compared(at(0, null), at(0, null))).found).toEqual([]);
  });
});
