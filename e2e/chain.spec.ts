import { copyFile, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";
import { corpusImage, unpack } from "./support/corpus.ts";
import { changesList, fillDisk } from "./support/editing.ts";
import { dropFiles, expect, openPlatter, test } from "./support/fixtures.ts";
import { requireTool } from "./support/needs.ts";
import { expectUnchanged } from "./support/originals.ts";
import { qemuCheck, qemuImg, qemuInfo, tool } from "./support/qemu.ts";
import {
  chooseLayer,
  computeHashes,
  downloaded,
  goToDisk,
  openImage,
  saveByDownload,
  sha256Of,
  showScreen,
  untilChecked,
} from "./support/workbench.ts";
import { QUICK } from "./support/full.ts";

const [BASE, MIDDLE, TOP] = ["chain-0-base.vhdx", "chain-1-middle.vhdx", "chain-2-top.vhdx"] as const;
const [DIRTY_BASE, DIRTY] = ["chain-dirty-child-0-base.vhdx", "chain-dirty-child-1-child.vhdx"] as const;
const [WRONG_BASE, WRONG] = ["linkage-wrong-0-base.vhdx", "linkage-wrong-1-child.vhdx"] as const;

const tree = (page: Page) => page.getByRole("tree", { name: "Chain", exact: true });
const item = (page: Page, name: string | RegExp) => tree(page).getByRole("treeitem", { name });
const heading = (page: Page) => page.getByRole("heading", { level: 1 });
const verdict = (page: Page) => page.getByRole("status", { name: "Verdict" });
const virtualDigest = (page: Page) =>
  page.getByRole("table", { name: "Hashes" }).getByRole("row", { name: /^Disk, / });

async function drop(page: Page, ...names: readonly string[]): Promise<void> {
  await dropFiles(page, await Promise.all(names.map(unpack)));
}

async function showFile(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: /^\d+ files$/ }).click();
  await page.getByRole("menuitem", { name }).click();
  await expect(heading(page)).toHaveText(name);
}

test(
  "the parents that are missing are named, taken when they come, and read through",
  QUICK,
  async ({ page }) => {
    requireTool(test, "corpus");
    await openImage(page, await unpack(TOP));
    await expect(item(page, `Missing: ${MIDDLE}`)).toContainText(MIDDLE);
    await expect(item(page, `Missing: ${MIDDLE}`).getByRole("button", { name: "Add files" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Add files", exact: true })).toHaveCount(1);
    const alone = await verdict(page).textContent();
    expect(alone).toContain(MIDDLE);

    // A file that does not fit yet is opened all the same.
    await drop(page, BASE);
    await showFile(page, TOP);
    await showScreen(page, "Overview");
    await expect(item(page, `Missing: ${MIDDLE}`)).toBeVisible();
    await drop(page, MIDDLE);
    await expect(item(page, /./)).toHaveCount(3);
    await expect(heading(page)).toHaveText(TOP);
    for (const [at, name] of [TOP, MIDDLE, BASE].entries())
      // oxlint-disable-next-line no-await-in-loop
      await expect(item(page, name)).toHaveAttribute("aria-level", String(at + 1));
    for (const name of [MIDDLE, BASE])
      // oxlint-disable-next-line no-await-in-loop
      await expect(item(page, name)).toContainText("parent_linkage matches");
    await expect(verdict(page)).not.toHaveText(alone ?? "");
    await computeHashes(page, false);
    await expect(
      virtualDigest(page).filter({ hasText: corpusImage(TOP).virtual_sparse_sha256 ?? "?" }),
    ).toBeVisible();

    // Each of the others is read as far as its own parents go.
    await item(page, MIDDLE).click();
    await expect(heading(page)).toHaveText(MIDDLE);
    await expect(page.getByRole("table", { name: "Hashes" })).toHaveCount(0);
    await computeHashes(page, false);
    await expect(
      virtualDigest(page).filter({ hasText: corpusImage(MIDDLE).virtual_sparse_sha256 ?? "?" }),
    ).toBeVisible();
    await item(page, TOP).focus();
    await page.keyboard.press("Enter");
    await expect(heading(page)).toHaveText(TOP);
    await expect(page.getByRole("table", { name: "Hashes" })).toBeVisible();

    await page.getByRole("button", { name: "Close file" }).click();
    await page.getByRole("button", { name: "Close file" }).click();
    await expect(heading(page)).not.toHaveText(TOP);
    for (const name of [BASE, MIDDLE, TOP])
      // oxlint-disable-next-line no-await-in-loop
      await expectUnchanged(corpusImage(name));
  },
);

test("whose a sector is: on the map, on the disk, and against the parent", async ({ page }) => {
  requireTool(test, "corpus");
  await openPlatter(page);
  await drop(page, BASE, TOP, MIDDLE);
  await untilChecked(page, TOP);

  await showScreen(page, "Map");
  await page.getByRole("radiogroup", { name: "Colour by" }).getByRole("radio", { name: "Owner" }).check();
  const owners = page.getByRole("table", { name: "Bytes by owner" });
  for (const name of [TOP, MIDDLE, BASE])
    // oxlint-disable-next-line no-await-in-loop
    await expect(owners.getByRole("row", { name })).toContainText(/[1-9]/);
  const map = page.getByRole("application", { name: "Blocks of the virtual disk" });
  await map.focus();
  await page.keyboard.press("Home");
  await expect(page.getByRole("status").filter({ hasText: /^Block 0/ })).toContainText(/Owner|Zeros|chain-/);

  await showScreen(page, "Disk");
  const owner = page.getByRole("region", { name: "Owner of the sector" });
  await goToDisk(page, "0");
  await expect(page.getByRole("region", { name: "Block at the cursor" })).toContainText("Block 0");
  const stored = page.getByRole("button", { name: "Next stored block" });
  await expect(stored).toBeVisible();
  for (let block = 0; block < 40 && !(await owner.isVisible()); block++) {
    // Block after block, until one is not the disk's own.
    // oxlint-disable no-await-in-loop
    await goToDisk(page, `block ${block}`);
    await expect(page.getByRole("region", { name: "Block at the cursor" })).toContainText(`Block ${block}`);
    await expect(page.getByRole("region", { name: "Block at the cursor" })).not.toContainText("…");
    // oxlint-enable no-await-in-loop
  }
  const name = (await owner.locator("bdi").textContent()) ?? "";
  expect([MIDDLE, BASE]).toContain(name);
  await owner.getByRole("button").first().click();
  await expect(heading(page)).toHaveText(name);
  await expect(page.getByRole("tab", { name: "Structure" })).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("grid", { name: "BAT" }).getByRole("row", { selected: true })).toBeVisible();

  await showFile(page, TOP);
  await showScreen(page, "Compare");
  await page.getByRole("radio", { name: "Parent", exact: true }).check();
  const differences = page.getByRole("table", { name: "Differences" });
  await expect(differences.getByRole("row").nth(1)).toBeVisible();
  await page.keyboard.press("n");
  await expect(page.getByRole("grid", { name: "Bytes of side A" }).getByRole("row").first()).toBeVisible();
});

test("a dirty child is replayed over its parent, and pending changes outlive a switch of files", async ({
  page,
}) => {
  requireTool(test, "corpus");
  await openPlatter(page);
  await drop(page, DIRTY_BASE, DIRTY);
  await untilChecked(page, DIRTY);
  await expect(item(page, DIRTY)).toContainText("needs replay");
  await expect(page.getByRole("radio", { name: "Replayed" })).toBeChecked();
  await computeHashes(page);
  const replayed = corpusImage(DIRTY).virtual_sha256 ?? "?";
  await expect(virtualDigest(page).filter({ hasText: replayed })).toBeVisible();
  await chooseLayer(page, "Original");
  await computeHashes(page);
  await expect(virtualDigest(page).first()).toBeVisible();
  await expect(virtualDigest(page).filter({ hasText: replayed })).toHaveCount(0);

  await fillDisk(page, 0, 512, "5a");
  await showFile(page, DIRTY_BASE);
  await expect(page.getByRole("radio", { name: "Edited" })).not.toBeChecked();
  await drop(page, TOP);
  await expect(heading(page)).toHaveText(TOP);
  await showFile(page, DIRTY);
  await expect(page.getByRole("radio", { name: "Edited" })).toBeChecked();
  await showScreen(page, "Export");
  await expect(changesList(page).getByRole("listitem")).toHaveCount(1);
  await showScreen(page, "Overview");
  await expect(item(page, DIRTY)).toContainText("1 pending change");
});

test("a parent of another time is called out, read anyway, taken away and chosen by hand", async ({
  page,
}) => {
  requireTool(test, "corpus");
  await openPlatter(page);
  await drop(page, WRONG, WRONG_BASE);
  await untilChecked(page, WRONG);
  await expect(item(page, WRONG_BASE)).toContainText("name matches only");
  await expect(item(page, WRONG_BASE)).toContainText("written after this child was made");
  await expect(item(page, WRONG_BASE)).toContainText("not read");
  await page.getByRole("button", { name: "Read anyway" }).click();
  await expect(item(page, WRONG_BASE)).not.toContainText("not read");

  await page.getByRole("button", { name: "Unlink parent" }).click();
  const question = page.getByRole("alertdialog", { name: "Unlink parent" });
  await expect(question).toContainText("can't be read");
  await question.getByRole("button", { name: "Unlink parent" }).click();
  await expect(item(page, /^Parent unlinked/)).toBeVisible();
  await item(page, /^Parent unlinked/)
    .getByRole("button", { name: "Choose parent" })
    .click();
  const dialog = page.getByRole("dialog", { name: "Choose parent" });
  await dialog.getByRole("radio", { name: WRONG_BASE }).check();
  await expect(dialog.getByRole("status")).toContainText("mix two points in time");
  await dialog.getByRole("button", { name: "Link", exact: true }).click();
  // Until the link is drawn the parent stands there twice: below its child, and as a file of its own.
  await expect(item(page, /^Parent unlinked/)).toHaveCount(0);
  await expect(item(page, WRONG_BASE)).toHaveCount(1);
  await expect(item(page, WRONG_BASE)).toContainText("chosen by you");
});

test("a relink is a pending change: its sentence and risk, what it comes to, undo", async ({ page }) => {
  requireTool(test, "corpus");
  await openPlatter(page);
  await drop(page, WRONG, WRONG_BASE);
  await untilChecked(page, WRONG);
  await page.getByRole("button", { name: "Relink" }).click();
  const dialog = page.getByRole("dialog", { name: "Relink" });
  const apply = dialog.getByRole("button", { name: "Relink", exact: true });
  await expect(apply).toBeDisabled();
  await dialog.getByLabel("parent_linkage", { exact: true }).fill("nonsense");
  await expect(dialog.getByRole("status")).toContainText(/GUID/);
  await expect(apply).toBeDisabled();
  await dialog.getByLabel("parent_linkage", { exact: true }).fill(corpusImage(WRONG_BASE).data_write_guid);
  await expect(dialog.getByRole("img", { name: "Warning" })).toBeVisible();
  await apply.click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("radio", { name: "Edited" })).toBeChecked();
  await showScreen(page, "Export");
  await expect(changesList(page).getByRole("listitem")).toHaveCount(1);
  await page.keyboard.press("Control+z");
  await expect(changesList(page).getByRole("listitem")).toHaveCount(0);
});

test("flatten, merge and a child of the chain are what other tools take them for", async ({ page }, {
  outputDir,
}) => {
  requireTool(test, "corpus", "qemu-img", "vhdiinfo");
  await mkdir(outputDir, { recursive: true });
  await openPlatter(page);
  await drop(page, DIRTY_BASE, DIRTY);
  await untilChecked(page, DIRTY);
  await saveByDownload(page);
  const expected = corpusImage(DIRTY).virtual_sha256;
  const format = page.getByRole("radiogroup", { name: "Flatten into" });
  const raw = path.join(outputDir, "read.raw");
  for (const [name, button] of [
    ["Dynamic VHDX", "Flatten"],
    ["Fixed VHDX", "Flatten"],
    [null, "Merge"],
  ] as const) {
    // One after the other: there is one page.
    // oxlint-disable no-await-in-loop
    if (name !== null) await format.getByRole("radio", { name }).check();
    const got = await downloaded(page, () => page.getByRole("button", { name: button, exact: true }).click());
    const file = path.join(outputDir, "made.vhdx");
    await copyFile(got, file);
    expect((await qemuInfo(file))["dirty-flag"], `${button} ${name} needs no replay`).toBe(false);
    expect(await qemuCheck(file)).toMatchObject({ status: 0 });
    await qemuImg("convert", "-f", "vhdx", "-O", "raw", file, raw);
    expect(await sha256Of(raw), `${button} ${name}`).toBe(expected);
    // oxlint-enable no-await-in-loop
  }
  await format.getByRole("radio", { name: "Raw" }).check();
  const flat = await downloaded(page, () => page.getByRole("button", { name: "Flatten" }).click());
  expect(await sha256Of(flat)).toBe(expected);

  await showScreen(page, "Overview");
  const merge = page.getByRole("region", { name: "Chain" }).getByRole("button", { name: /^Merge/ });
  await downloaded(page, () => merge.click());
  await expect(page.getByRole("region", { name: "Messages" })).toContainText("Merge: saved to Downloads as ");

  await showFile(page, DIRTY_BASE);
  await showScreen(page, "Overview");
  await page.getByRole("button", { name: "Create child" }).click();
  const dialog = page.getByRole("dialog", { name: "Create child" });
  await dialog.getByRole("radio", { name: "Folder above" }).check();
  await expect(dialog.getByLabel("Relative path")).toHaveValue(`..\\${DIRTY_BASE}`);
  await dialog.getByLabel("File name").fill("new-child.vhdx");
  await dialog.getByRole("radio", { name: "Download" }).check();
  const child = await downloaded(page, () => dialog.getByRole("button", { name: "Create" }).click());
  const told = (await tool("vhdiinfo", [child])).stdout;
  expect(told).toContain(corpusImage(DIRTY_BASE).data_write_guid);
  expect(told).toMatch(/Differential/i);
  await dialog.getByRole("button", { name: "Open it" }).click();
  await expect(heading(page)).toHaveText("new-child.vhdx");
  await expect(item(page, "new-child.vhdx")).toHaveAttribute("aria-selected", "true");
  await expect(item(page, DIRTY_BASE).filter({ hasText: "parent_linkage matches" })).toHaveCount(2);
  await computeHashes(page);
  await expect(
    virtualDigest(page).filter({ hasText: corpusImage(DIRTY_BASE).virtual_sha256 ?? "?" }),
  ).toBeVisible();
});

test("a folder opens its disks, child first, and counts what is none", async ({ page }, { outputDir }) => {
  requireTool(test, "corpus");
  const folder = path.join(outputDir, "vm");
  await mkdir(path.join(folder, "disks"), { recursive: true });
  await writeFile(path.join(folder, "vm.vmcx"), "no disk");
  for (const name of [DIRTY_BASE, DIRTY])
    // oxlint-disable-next-line no-await-in-loop
    await copyFile(await unpack(name), path.join(folder, "disks", name));
  await openPlatter(page);
  await dropFiles(page, [folder]);
  await untilChecked(page, DIRTY);
  await expect(item(page, /./)).toHaveCount(2);
  await expect(page.getByRole("region", { name: "Messages" })).toContainText("1 file is not a VHDX");
});

test("whoever edits a parent is told whose parent it is", async ({ page }) => {
  requireTool(test, "corpus");
  await openPlatter(page);
  await drop(page, MIDDLE, BASE);
  await untilChecked(page, MIDDLE);
  const editing = page.getByRole("region", { name: "Editing" });
  await showScreen(page, "Disk");
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await expect(editing).toBeVisible();
  await expect(editing).not.toContainText("made from this disk");
  await showFile(page, BASE);
  await showScreen(page, "Disk");
  if (!(await editing.isVisible())) await page.getByRole("button", { name: "Edit", exact: true }).click();
  await expect(editing).toContainText(`${MIDDLE} was made from this disk`);
});
