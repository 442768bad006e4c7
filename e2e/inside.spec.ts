import { mkdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { overwrite, place, run, sparse } from "./support/file-systems.ts";
import { entry, showFiles } from "./support/files-screen.ts";
import { expect, test } from "./support/fixtures.ts";
import { guestTree, rawExt4 } from "./support/guest.ts";
import { type Need, requireTool } from "./support/needs.ts";
import { qemuImg, withFolder } from "./support/qemu.ts";
import { exportedReport, openImage, saveByDownload } from "./support/workbench.ts";

const MIB = 2 ** 20;
const TOOLS: readonly Need[] = ["qemu-img", "mkfs.ext4", "sgdisk", "blkid"];

/** A whole-disk ext4, as WSL has it, that something was done to. */
const CASES: readonly [name: string, spoil: (raw: string) => unknown, words: RegExp, sign: string][] = [
  ["whole", () => {}, /^The container is intact: .* Inside: ext4\.$/, "OK"],
  [
    "under a new GPT",
    (raw) => run("sgdisk", ["-o", "-n", "1:34:32767", "-t", "1:0C01", raw]),
    /^Most files are probably still there, but a partition table .* The container is intact: .* Inside: a partition table written over an ext4 file system, whose backup superblocks are still there\.$/,
    "Warning",
  ],
  [
    "with its first MiB overwritten",
    (raw) => overwrite(raw, 0, new Uint8Array(MIB).fill(0xe7)),
    /^Most files are probably still there, but the start .* The container is intact: .* Inside: ext4 without its first superblock, whose backup superblocks are still there\.$/,
    "Warning",
  ],
  [
    "with its primary superblock zeroed",
    (raw) => overwrite(raw, 1024, new Uint8Array(1024)),
    /^Most files are probably still there, but the start .* The container is intact: .* Inside: ext4 without its first superblock, whose backup superblocks are still there\.$/,
    "Warning",
  ],
  [
    "marked as having errors",
    (raw) => run("debugfs", ["-w", "-R", "ssv state 3", raw]),
    /^A file system on the disk is marked .* The container is intact: .* Inside: ext4, marked as having errors\.$/,
    "Warning",
  ],
];

for (const [name, spoil, words, sign] of CASES) {
  test(`the verdict and Facts say what is inside: ext4 ${name}`, async ({ page }) => {
    requireTool(test, ...TOOLS);
    await withFolder(async (folder) => {
      const raw = sparse(`${folder}/e4.raw`, 256 * MIB);
      run("mkfs.ext4", ["-q", "-F", raw]);
      spoil(raw);
      await qemuImg("convert", "-f", "raw", "-O", "vhdx", raw, `${folder}/e4.vhdx`);
      await openImage(page, `${folder}/e4.vhdx`);
      await expect(page.getByRole("status", { name: "Verdict" })).toHaveText(words);
      await expect(page.getByRole("heading", { name: `Verdict: ${sign}` })).toBeAttached();
      const inside = words.source.replace(/^.* Inside: |\\\.\$$/g, "");
      await expect(page.getByRole("row", { name: /^Inside/ })).toContainText(inside);
      await saveByDownload(page);
      expect((await exportedReport(page)).inside?.words).toBe(inside);
    });
  });
}

test("a disk that was cut off at 60 % is damaged, and says what is inside", async ({ page }) => {
  requireTool(test, ...TOOLS);
  await withFolder(async (folder) => {
    const raw = sparse(`${folder}/e4.raw`, 256 * MIB);
    run("mkfs.ext4", ["-q", "-F", raw]);
    await writeFile(`${folder}/filler`, new Uint8Array(64 * MIB).fill(1));
    run("debugfs", ["-w", "-R", `write ${folder}/filler filler`, raw]);
    await qemuImg("convert", "-f", "raw", "-O", "vhdx", raw, `${folder}/e4.vhdx`);
    const size = Number(run("stat", ["-c", "%s", `${folder}/e4.vhdx`]));
    run("truncate", ["-s", String(Math.floor(size * 0.6)), `${folder}/e4.vhdx`]);
    await openImage(page, `${folder}/e4.vhdx`);
    await expect(page.getByRole("status", { name: "Verdict" })).toHaveText(
      /^Damaged.* can't be read: .* Inside: ext4\.$/,
    );
  });
});

test("a disk that has lost its partition table: Show files leads to what a partition held, a full check says it", async ({
  page,
}) => {
  requireTool(test, ...TOOLS);
  await withFolder(async (folder) => {
    mkdirSync(`${folder}/tree`);
    guestTree(`${folder}/tree`);
    const inner = rawExt4(`${folder}/tree`, `${folder}/inner.raw`);
    const raw = sparse(`${folder}/disk.raw`, 80 * MIB);
    place(inner, raw, MIB);
    overwrite(raw, 0, new Uint8Array(4096).fill(0x5a));
    await qemuImg("convert", "-f", "raw", "-O", "vhdx", raw, `${folder}/disk.vhdx`);
    await openImage(page, `${folder}/disk.vhdx`);
    await expect(page.getByText(/^From 1 MiB on: ext4, \d+ files and folders, /)).toBeVisible();
    await page.getByRole("button", { name: "Run full check" }).click();
    await expect(page.getByRole("status", { name: "Verdict" })).toHaveText(
      /^The disk's partition table, or its copy, is damaged or missing\. .* Inside: no partition table, but an ext4 file system from 1 MiB on\.$/,
    );
    await showFiles(page, "etc");
    await expect(entry(page, "big.bin")).toBeVisible();
  });
});
