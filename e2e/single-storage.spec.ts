import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "@playwright/test";
import { fillDisk } from "./support/editing.ts";
import { dropFiles, expect, test } from "./support/fixtures.ts";
import { isFirefox } from "./support/firefox.ts";
import { sampleFile } from "./support/samples.ts";
import { openSingle } from "./support/single.ts";
import { untilChecked, workingDisks } from "./support/workbench.ts";

// What the single file stores, opened from a disk. Chromium gives such a page no storage of its own (OPFS), Firefox does.

test("a working disk is made, or is not offered where there is no storage, and that is said @firefox", async ({
  page,
}) => {
  await openSingle(page);
  await page.getByRole("button", { name: "New disk" }).click();
  const dialog = page.getByRole("dialog", { name: "New disk" });
  const choice = dialog.getByRole("radio", { name: "Working disk" });
  await expect(dialog.getByRole("radio", { name: "Download" })).toBeVisible();
  if (isFirefox(page)) {
    await choice.check();
    await dialog.getByRole("button", { name: "Create" }).click();
    await dialog.getByRole("button", { name: "Open it" }).click();
    await untilChecked(page, "disk.vhdx");
    await page.reload();
    await expect(workingDisks(page)).toContainText("disk.vhdx");
    return;
  }
  await expect(dialog).toContainText(
    "No working disk here: the browser gives this page no storage of its own.",
  );
  await expect(choice).toHaveCount(0);
});

test("pending changes are there again after a reload, or are said not to be @firefox", async ({ page }, {
  outputDir,
}) => {
  const file = await sampleFile(outputDir, "clean");
  const open = async () => {
    await dropFiles(page, [file]);
    await untilChecked(page, "clean.vhdx");
  };
  await openSingle(page);
  await open();
  await fillDisk(page, 0, 512, "c3");
  const lost = page.getByText(/gives this page no storage .* pending changes would not survive/);
  if (isFirefox(page)) {
    await page.reload();
    await open();
    const kept = page.getByRole("note").filter({ hasText: "earlier visit" });
    await expect(kept).toContainText("1 pending change was kept");
    await kept.getByRole("button", { name: "Restore" }).click();
    await expect(page.getByRole("radio", { name: "Edited" })).toBeChecked();
    await expect(lost).toHaveCount(0);
    return;
  }
  await expect(lost).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Command" }).fill("Stored data");
  await page.keyboard.press("Enter");
  const stored = page.getByRole("dialog", { name: "Stored data" });
  await expect(stored.getByText("This browser gives the page no storage.")).toHaveCount(3);
  await expect(stored).toContainText("every HTML file that you open in this browser from a disk can read it");
});

/** Opens another HTML file, in a folder of its own. */
async function openOther(page: Page, outputDir: string, name: string): Promise<void> {
  const folder = path.join(outputDir, name);
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, "other.html");
  await writeFile(file, "<!doctype html><title>Another page</title>");
  await page.goto(pathToFileURL(file).href);
}

/** What a page from a disk finds: databases, the theme's key, and folders of the origin private file system. */
const findStored = (page: Page) =>
  page.evaluate(async () => {
    const databases = (await indexedDB.databases()).map(({ name }) => name);
    const folders: string[] = [];
    try {
      const root = await navigator.storage.getDirectory();
      for await (const [name] of root as unknown as AsyncIterable<[string]>) folders.push(name);
    } catch (thrown) {
      folders.push(String(thrown instanceof DOMException ? thrown.name : thrown));
    }
    return { databases, keys: Object.keys(localStorage), folders: folders.toSorted() };
  });

test("another HTML file, in another folder, reads what the single file stored @firefox", async ({ page }, {
  outputDir,
}) => {
  await openOther(page, outputDir, "before");
  const nothing = await findStored(page);
  expect(nothing).toMatchObject({ databases: [], keys: [] });

  await openSingle(page);
  const file = await sampleFile(outputDir, "clean");
  await dropFiles(page, [file]);
  await untilChecked(page, "clean.vhdx");
  await page.getByRole("button", { name: "Theme: system" }).click();
  await fillDisk(page, 0, 512, "c3");
  await openOther(page, outputDir, "after");
  const { databases, keys, folders } = await findStored(page);
  expect(keys).toEqual(["platter-theme"]);
  // Chromium gives the page handles, which are listed there; Firefox gives it the origin private file system.
  expect(databases).toEqual(["platter-recent"]);
  if (isFirefox(page)) expect(folders).toContain("pending-edits");
  else expect(folders).toEqual(["SecurityError"]);
});
