import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { run } from "./support/file-systems.ts";
import { dropFiles, expect, openPlatter, test } from "./support/fixtures.ts";
import { ext4Disk, guestTree } from "./support/guest.ts";
import { requireTool } from "./support/needs.ts";
import { withFolder } from "./support/qemu.ts";
import { openSingle } from "./support/single.ts";
import { downloaded, saveByDownload, showScreen, untilChecked } from "./support/workbench.ts";

const MIB = 2 ** 20;

/** Drops a disk with files on a page that is loaded, and takes all its files as a tar and one folder as a zip. */
async function takeFiles(page: Page): Promise<void> {
  requireTool(test, "qemu-img", "mkfs.ext4", "unzip");
  await withFolder(async (folder) => {
    const tree = path.join(folder, "tree");
    const out = path.join(folder, "out");
    const vhdx = path.join(folder, "guest.vhdx");
    for (const each of [tree, out]) mkdirSync(each);
    guestTree(tree);
    await ext4Disk(tree, vhdx, 8 * MIB);
    await dropFiles(page, [vhdx]);
    await untilChecked(page, "guest.vhdx");
    await saveByDownload(page);
    await showScreen(page, "Files");
    const rows = page.getByRole("grid", { name: "Folder", exact: true }).getByRole("row");
    await expect(rows.filter({ hasText: "many" })).toBeVisible();
    const take = (as: string) => async () =>
      page.getByRole("button", { name: `Extract as ${as}`, exact: true }).click();
    run("tar", ["-xpf", await downloaded(page, take("tar")), "-C", out]);
    expect(run("diff", ["-r", "--no-dereference", "--exclude=lost+found", tree, out])).toBe("");
    await rows.filter({ hasText: "many" }).click();
    const zip = await downloaded(page, take("zip"));
    expect(run("unzip", ["-p", zip, "many/file77.txt"])).toBe("77\n");
  });
}

test("the files of a disk are shown, and taken by download @firefox", async ({ page }) => {
  await openPlatter(page);
  await takeFiles(page);
});

test("the page as one file shows the files of a disk, and gives them by download @firefox", async ({
  page,
}) => {
  const loaded = await openSingle(page);
  await takeFiles(page);
  expect(loaded).toEqual([]);
});
