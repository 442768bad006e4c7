import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RawDisk, run, sparse } from "../../../e2e/support/file-systems.ts";
import { requireTool } from "../../../e2e/support/needs.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import { sha256Of, walkAll } from "../../testing/fs/hold.ts";
import { XFS_READER } from "./xfs-file-system.ts";

let folder = "";
beforeAll(async () => {
  await loadCrc32c();
  folder = mkdtempSync(path.join(tmpdir(), "platter-xfs-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FILES = 1500;
const nameOf = (nth: number) => `a-file-with-a-rather-long-name-${String(nth).padStart(6, "0")}`;

/** What mkfs.xfs fills a volume from: a folder of many entries, so that its index has several blocks. */
function prototype(content: string): string {
  const lines = Array.from({ length: FILES }, (_, nth) => `${nameOf(nth)} ---640 7 8 ${content}`);
  return ["/dev/null", "0 0", "d--755 0 0", "many d--750 5 6", ...lines, "$", "$", ""].join("\n");
}

const OPTIONS: readonly (readonly [string, readonly string[]])[] = [
  ["version 4", ["-m", "crc=0", "-n", "ftype=0"]],
  ["version 4 with blocks of 1 KiB", ["-m", "crc=0", "-b", "size=1024"]],
  ["folders with blocks of 64 KiB", ["-n", "size=65536"]],
  ["inodes of 2 KiB, sectors of 4 KiB", ["-i", "size=2048", "-s", "size=4096"]],
  ["times of 32 bits", ["-m", "bigtime=0"]],
  ["many groups", ["-d", "agcount=6"]],
];

describe("a volume that mkfs.xfs filled", () => {
  it.for(OPTIONS)("%s", ([, options], test) => {
    requireTool(test, "mkfs.xfs");
    const content = path.join(folder, "content");
    writeFileSync(content, "what is in every file\n".repeat(100));
    writeFileSync(path.join(folder, "prototype"), prototype(content));
    const image = sparse(path.join(folder, "image"), 512 * MIB);
    run("mkfs.xfs", ["-q", "-f", ...options, "-p", path.join(folder, "prototype"), image]);
    const disk = new RawDisk(image);
    const fs = XFS_READER.open(disk, { transactions: null });
    if (fs === null) throw new Error("no XFS");
    const found = [...walkAll(fs).values()];
    expect(fs.problems()).toEqual([]);
    expect(fs.facts.state).toEqual([]);
    const files = found.filter(({ stat }) => stat?.kind === "file");
    expect(files.map(({ entry }) => entry.name.text).sort()).toEqual(
      Array.from({ length: FILES }, (_, nth) => nameOf(nth)),
    );
    const [expected] = run("sha256sum", [content]).split(" ");
    for (const { stat } of [...files.slice(0, 3), ...files.slice(-3)]) {
      expect(stat).toMatchObject({ mode: 0o640, owner: { user: 7, group: 8 }, size: 2200 });
      expect(sha256Of(fs, stat?.node ?? 0)).toBe(expected);
    }
    disk.close();
  });
});
