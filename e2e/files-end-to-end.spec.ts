import { copyFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { dirtyChain, rawDisk } from "./support/file-system-disks.ts";
import { run } from "./support/file-systems.ts";
import { entry, listing, reportRows, showFiles } from "./support/files-screen.ts";
import { dropFiles, expect, openPlatter, test } from "./support/fixtures.ts";
import { blocksOf, debugfs, ext4Disk, GUEST_BLOCK, guestTree, rawExt4 } from "./support/guest.ts";
import { type Need, requireTool } from "./support/needs.ts";
import { withFolder } from "./support/qemu.ts";
import {
  chooseLayer,
  downloaded,
  openImage,
  saveByDownload,
  showScreen,
  untilChecked,
} from "./support/workbench.ts";

/* From a dropped disk to files that GNU tar unpacks: on disks that are huge, crashed over a parent, and cut off. */

/** Of the VHDX that is cut off, bytes. */
const BLOCK = 2 ** 20;

const TOOLS: readonly Need[] = ["qemu-img", "mkfs.ext4", "debugfs", "tar"];

/** Extracts a folder of the root as a tar, and unpacks it. @returns where it was unpacked */
async function extracted(page: Page, name: string, folder: string): Promise<string> {
  await entry(page, name).click();
  const tar = await downloaded(page, () =>
    page.getByRole("button", { name: "Extract as tar", exact: true }).click(),
  );
  const to = `${folder}/out-${name}`;
  mkdirSync(to, { recursive: true });
  run("tar", ["-xpf", tar, "-C", to]);
  return `${to}/${name}`;
}

/** Downloads files from now on, and leads back to the files. */
async function downloadFiles(page: Page): Promise<void> {
  await saveByDownload(page);
  await showScreen(page, "Files");
}

test("a disk of 1 TiB: a folder as a tar", async ({ page }) => {
  requireTool(test, ...TOOLS);
  test.slow();
  await withFolder(async (folder) => {
    const tree = `${folder}/tree`;
    mkdirSync(tree);
    guestTree(tree);
    const vhdx = `${folder}/huge.vhdx`;
    await ext4Disk(tree, vhdx, 2 ** 40);
    await openImage(page, vhdx);
    await showFiles(page, "usr");
    await expect(page.getByText(/ext4, \d+ files and folders, .* used of 1 TiB/)).toBeVisible();
    await downloadFiles(page);
    const out = await extracted(page, "usr", folder);
    expect(listing(out)).toBe(listing(`${tree}/usr`));
    // The opened file was only read.
    await expect(page.getByText(/ 0 bytes written$/)).toBeVisible();
  });
});

test("a child whose log was not replayed: the files before and after, and what the replay changes", async ({
  page,
}) => {
  requireTool(test, ...TOOLS);
  await withFolder(async (folder) => {
    const tree = `${folder}/tree`;
    mkdirSync(tree);
    guestTree(tree);
    const before = rawExt4(tree, `${folder}/before.raw`);
    const after = `${folder}/after.raw`;
    copyFileSync(before, after);
    writeFileSync(`${folder}/new.conf`, "written by the child\n");
    debugfs(after, `write ${folder}/new.conf etc/new.conf`, "rm etc/hosts", "symlink etc/here deep/er");
    await dirtyChain(before, after, folder);

    await openPlatter(page);
    await dropFiles(page, [`${folder}/child.vhdx`, `${folder}/parent.vhdx`]);
    await untilChecked(page, "child.vhdx");
    await showFiles(page, "etc");
    await downloadFiles(page);

    await chooseLayer(page, "Original");
    expect(listing(await extracted(page, "etc", `${folder}/original`))).toBe(listing(`${tree}/etc`));

    await chooseLayer(page, "Replayed");
    const replayed = await extracted(page, "etc", `${folder}/replayed`);
    // What the disk is then, taken from the raw disk by another program.
    mkdirSync(`${folder}/judge`);
    debugfs(after, `rdump /etc ${folder}/judge`);
    expect(listing(replayed)).toBe(listing(`${folder}/judge/etc`));

    for (const against of ["the original layer", "the parent parent.vhdx"]) {
      // One after the other: there is one page.
      // oxlint-disable no-await-in-loop
      await page.getByRole("button", { name: "Changed files" }).click();
      await page.getByRole("menuitem", { name: against }).click();
      await expect(
        page.getByText(new RegExp(`^Against ${against.replace(".", "\\.")}: 2 added, 1 removed`)),
      ).toBeVisible();
      const rows = await reportRows(page, "Changed files");
      expect(rows.map(([path, change]) => [path, change])).toEqual(
        expect.arrayContaining([
          ["etc/new.conf", "added"],
          ["etc/here", "added"],
          ["etc/hosts", "removed"],
        ]),
      );
      expect(rows.filter(([, change]) => change !== "changed")).toHaveLength(3);
      await page.getByRole("button", { name: "Back to the folder" }).click();
      // oxlint-enable no-await-in-loop
    }
  });
});

test("a disk that is cut off: the damaged files in a table, the others whole in a tar", async ({ page }) => {
  requireTool(test, ...TOOLS);
  await withFolder(async (folder) => {
    const tree = `${folder}/tree`;
    mkdirSync(`${tree}/data`, { recursive: true });
    guestTree(tree);
    const names = Array.from({ length: 12 }, (_, at) => `data/part${at}.bin`);
    for (const [at, name] of names.entries())
      writeFileSync(
        `${tree}/${name}`,
        Uint8Array.from({ length: 2 ** 20 }, (_, byte) => (byte * (at + 3) + (byte >> 9)) & 255),
      );
    const raw = rawExt4(tree, `${folder}/cut.raw`);
    const vhdx = `${folder}/cut.vhdx`;
    await rawDisk(raw, vhdx);
    // Where a byte of the disk is stored, by the content of its block alone.
    const [image, disk] = [readFileSync(vhdx), readFileSync(raw)];
    const inFile = (offset: number): number => {
      const start = offset - (offset % BLOCK);
      const block = disk.subarray(start, start + BLOCK);
      let at = 0;
      while (at < image.length && !image.subarray(at, at + BLOCK).equals(block)) at += BLOCK;
      return at + offset - start;
    };
    // The file ends in the middle of what a file of the disk has.
    const middle = inFile(blocksOf(raw, "data/part6.bin")[128] ?? 0);
    truncateSync(vhdx, middle);
    expect((await stat(vhdx)).size).toBe(middle);
    const isHit = (path: string) =>
      blocksOf(raw, `"${path}"`).some((offset) => inFile(offset) + GUEST_BLOCK > middle);
    const found = (type: string) =>
      run("sh", ["-c", `cd '${tree}' && find . -mindepth 1 -type ${type} -printf '%P\\n'`])
        .trim()
        .split("\n");
    // What is in a folder whose names are lost can't be listed.
    const folders = found("d").filter(isHit);
    const isListed = (path: string) => !folders.some((lost) => path.startsWith(`${lost}/`));
    const hit = [...folders, ...found("f").filter(isHit)].filter(isListed);
    expect(hit).toContain("data/part6.bin");
    expect(hit).not.toContain("data/part0.bin");

    await openImage(page, vhdx);
    await showFiles(page, "data");
    await page.getByRole("button", { name: "Damaged files", exact: true }).click();
    const rows = await reportRows(page, "Damaged files");
    expect(new Set(rows.map(([path]) => path))).toEqual(new Set(hit));
    for (const [, , why] of rows) expect(why).toBe("cut off");
    const lost = folders.filter(isListed).length;
    if (lost > 0)
      await expect(page.getByText(new RegExp(`${lost} folders? (is|are) among them`))).toBeVisible();
    await page.getByRole("button", { name: "Back to the folder" }).click();
    await entry(page, "data").dblclick();
    await expect(entry(page, "part6.bin")).toContainText("Damaged");
    await expect(entry(page, "part0.bin")).not.toContainText("Damaged");
    await page.getByRole("navigation", { name: "Path" }).getByRole("button", { name: "Root" }).click();

    await downloadFiles(page);
    await entry(page, "data").click();
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Extract as tar", exact: true }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Continue with zeros" }).click();
    const tar = await (await download).path();
    mkdirSync(`${folder}/out`);
    run("tar", ["-xpf", tar, "-C", `${folder}/out`]);
    const whole = names.filter((name) => !hit.includes(name));
    expect(whole.length).toBeGreaterThan(0);
    for (const name of whole)
      expect(readFileSync(`${folder}/out/${name}`).equals(readFileSync(`${tree}/${name}`)), name).toBe(true);
    // What is there of the file in the middle, and zeros behind.
    const half = readFileSync(`${folder}/out/data/part6.bin`);
    const original = readFileSync(`${tree}/data/part6.bin`);
    expect(half).toHaveLength(original.length);
    expect(half.subarray(0, 128 * GUEST_BLOCK).equals(original.subarray(0, 128 * GUEST_BLOCK))).toBe(true);
    expect(half.subarray(128 * GUEST_BLOCK).every((byte) => byte === 0)).toBe(true);
    const notes = page.getByRole("status", { name: "Extracted" });
    await expect(notes).toContainText("data/part6.bin");
  });
});
