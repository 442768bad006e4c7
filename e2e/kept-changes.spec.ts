import { utimes } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { changesList, fillDisk } from "./support/editing.ts";
import { dropFiles, expect, openPlatter, test } from "./support/fixtures.ts";
import { computeHashes, goToDisk, showScreen, untilChecked } from "./support/workbench.ts";
import { sampleFile } from "./support/samples.ts";
import { QUICK } from "./support/full.ts";
import { withWritablePage } from "./support/writable.ts";

const MIB = 1024 * 1024;

const kept = (page: Page) => page.getByRole("note").filter({ hasText: "earlier visit" });
const keptDialog = (page: Page) => page.getByRole("dialog", { name: "Stored data" });
const byteRow = (page: Page, offset: string) =>
  page.getByRole("grid", { name: "Bytes", exact: true }).getByRole("row", { name: new RegExp(`^${offset}`) });

async function open(page: Page, file: string): Promise<void> {
  await dropFiles(page, [file]);
  await untilChecked(page, path.basename(file));
}

/** Reloads the page, so that nothing is open, and opens the file again. */
async function comeBack(page: Page, file: string): Promise<void> {
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Platter");
  await open(page, file);
}

async function run(page: Page, command: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Command" }).fill(command);
  await page.keyboard.press("Enter");
}

test(
  "pending changes are kept over a reload and restored, on a disk that has to be replayed too",
  QUICK,
  async ({ page }, { outputDir }) => {
    const file = await sampleFile(outputDir, "crashed");
    await openPlatter(page);
    await open(page, file);
    await expect(kept(page)).toHaveCount(0);
    await fillDisk(page, 10 * MIB, 4096, "c3");
    await fillDisk(page, 0, 512, "a1 b2");
    await comeBack(page, file);
    await expect(kept(page)).toContainText("2 pending changes were kept from an earlier visit of this file.");
    await expectAccessible(page);
    await kept(page).getByRole("button", { name: "Restore" }).click();
    await expect(kept(page)).toHaveCount(0);
    await expect(page.getByRole("radio", { name: "Edited" })).toBeChecked();
    await showScreen(page, "Disk");
    await goToDisk(page, "0");
    await expect(byteRow(page, "00000000")).toContainText("a1b2a1b2");
    await showScreen(page, "Export");
    await expect(changesList(page).getByRole("listitem")).toHaveCount(2);
    // They are pending again, so they are kept again.
    await comeBack(page, file);
    await expect(kept(page)).toContainText("2 pending changes");
  },
);

test("a new change neither loses nor follows what was kept; it comes after it", async ({ page }, {
  outputDir,
}) => {
  const file = await sampleFile(outputDir, "clean");
  await openPlatter(page);
  await open(page, file);
  await fillDisk(page, 0, 512, "11");
  await comeBack(page, file);
  await fillDisk(page, 0, 256, "22");
  await expect(kept(page)).toContainText("1 pending change was kept");
  await comeBack(page, file);
  await expect(kept(page)).toContainText("2 pending changes were kept");
  await kept(page).getByRole("button", { name: "Restore" }).click();
  await showScreen(page, "Disk");
  await goToDisk(page, "0");
  await expect(byteRow(page, "00000000")).toContainText("22222222");
  await expect(byteRow(page, "00000100")).toContainText("11111111");
});

test("what was kept is forgotten on demand, for one file or for all", async ({ page }, { outputDir }) => {
  const clean = await sampleFile(outputDir, "clean");
  const crashed = await sampleFile(outputDir, "crashed");
  await openPlatter(page);
  await open(page, clean);
  await fillDisk(page, 0, 512, "11");
  await comeBack(page, crashed);
  await fillDisk(page, 0, 512, "22");
  await comeBack(page, crashed);
  await expect(kept(page)).toBeVisible();
  await run(page, "Stored data");
  await expect(keptDialog(page)).toContainText("of 2 files");
  await expectAccessible(page);
  await keptDialog(page).getByRole("button", { name: "Close" }).last().click();

  await kept(page).getByRole("button", { name: "Forget" }).click();
  await expect(kept(page)).toHaveCount(0);
  await run(page, "Stored data");
  await expect(keptDialog(page)).toContainText("of 1 file,");
  await keptDialog(page).getByRole("button", { name: "Forget pending changes" }).click();
  await expect(keptDialog(page).getByRole("button", { name: "Forget pending changes" })).toBeDisabled();
  for (const file of [clean, crashed]) {
    // One after the other: there is one page.
    // oxlint-disable-next-line no-await-in-loop
    await comeBack(page, file);
    // oxlint-disable-next-line no-await-in-loop
    await expect(kept(page)).toHaveCount(0);
  }
});

test("a private session keeps neither changes nor recent files", async ({ page }, { outputDir }) => {
  const file = await sampleFile(outputDir, "clean");
  const recent = page.getByRole("region", { name: "Recent files" });
  await openPlatter(page);
  await page.getByRole("button", { name: "Stored data" }).click();
  await keptDialog(page).getByRole("checkbox", { name: "Private session" }).check();
  await keptDialog(page).getByRole("button", { name: "Close" }).last().click();
  await expect(page.getByRole("button", { name: "Private session" })).toBeVisible();
  await open(page, file);
  await fillDisk(page, 0, 512, "11");
  await expect(page.getByRole("button", { name: "Private" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("button", { name: "Stored data" })).toBeVisible();
  await expect(recent).toHaveCount(0);
  await open(page, file);
  await expect(kept(page)).toHaveCount(0);

  // The session ended with the reload; a new one clears the stored changes.
  await fillDisk(page, 0, 512, "11");
  await comeBack(page, file);
  await expect(kept(page)).toBeVisible();
  await run(page, "Begin a private session");
  await expect(kept(page)).toHaveCount(0);
  await comeBack(page, file);
  await expect(kept(page)).toHaveCount(0);
});

test("kept changes that are damaged are left out with a sentence, and the file opens all the same", async ({
  page,
}, { outputDir }) => {
  const file = await sampleFile(outputDir, "clean");
  await openPlatter(page);
  await open(page, file);
  await fillDisk(page, 0, 512, "11");
  await fillDisk(page, 512, 512, "22");
  const damage = (action: string) =>
    page.evaluate(async (name) => {
      const root = await navigator.storage.getDirectory();
      for await (const folder of (await root.getDirectoryHandle("pending-edits")).values()) {
        const writable = await (
          await (folder as FileSystemDirectoryHandle).getFileHandle(name)
        ).createWritable();
        await writable.write("no action");
        await writable.close();
      }
    }, action);
  const lost = page.getByRole("alert").filter({ hasText: "are left out" });
  await damage("1");
  await comeBack(page, file);
  await expect(kept(page)).toHaveText(/^1 pending change was kept/);
  await expect(lost).toHaveText(/^Some of the pending changes .* can't be read/);
  await damage("0");
  await comeBack(page, file);
  await expect(kept(page)).toHaveCount(0);
  await expect(lost).toHaveText(/^The pending changes .* can't be read/);
  // The next stored changes take their place.
  await fillDisk(page, 0, 512, "33");
  await comeBack(page, file);
  await expect(kept(page)).toHaveText(/^1 pending change was kept/);
  await expect(lost).toHaveCount(0);
});

test("a recent file is listed after a reload, and opened again", async ({ server }, { outputDir }) => {
  const file = await sampleFile(outputDir, "clean");
  await withWritablePage(server, outputDir, file, async (page) => {
    await openPlatter(page);
    await open(page, file);
    await page.reload();
    const recent = page.getByRole("region", { name: "Recent files" });
    await recent.getByRole("button", { name: /^clean\.vhdx/ }).click();
    await untilChecked(page, "clean.vhdx");
  });
});

test("a recent file whose record is damaged goes off the list with a sentence", async ({ page }) => {
  await openPlatter(page);
  await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const handle = await root.getFileHandle("whole.vhdx", { create: true });
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.open("platter-recent", 1);
      request.onerror = () => reject(new Error("no storage"));
      request.onsuccess = () => {
        const store = request.result.transaction("files", "readwrite").objectStore("files");
        store.add({ name: "whole.vhdx", size: 1, openedAt: 1, handle });
        store.add({ name: 7, size: "x", handle: null });
        store.transaction.oncomplete = () => resolve();
      };
    });
  });
  await page.reload();
  const recent = page.getByRole("region", { name: "Recent files" });
  await expect(recent.getByRole("listitem")).toHaveText([/^whole\.vhdx/]);
  await expect(page.getByText("1 recent file could not be read from the browser's storage")).toBeVisible();
  await page.reload();
  await expect(recent.getByRole("listitem")).toHaveCount(1);
  await expect(page.getByText("could not be read from the browser's storage")).toHaveCount(0);
});

test("bookmarks with their notes and hashes are kept, listed and forgotten", async ({ page }, {
  outputDir,
}) => {
  const file = await sampleFile(outputDir, "crashed");
  const bookmarks = page.getByRole("region", { name: "Bookmarks" });
  const note = page.getByRole("textbox", { name: /^Note for file/ });
  const hashes = page.getByRole("table", { name: "Hashes" });
  const forget = keptDialog(page).getByRole("button", { name: "Forget bookmarks and hashes" });
  const closeDialog = () => keptDialog(page).getByRole("button", { name: "Close" }).last().click();
  await openPlatter(page);
  await open(page, file);
  await computeHashes(page);
  const digest = await hashes.getByRole("row").nth(1).textContent();
  await showScreen(page, "Structure");
  // The second click of a double click does not take the bookmark back.
  await bookmarks.getByRole("button", { name: "Bookmark the selection" }).dblclick();
  await expect(note).toBeFocused();
  await page.keyboard.type("look here");
  await expect(note).toHaveCount(1);

  await comeBack(page, file);
  // The address led back to the bytes.
  await showScreen(page, "Overview");
  await expect(page.getByText(/^Computed on .* at an earlier visit/)).toBeVisible();
  await expect(hashes.getByRole("row").nth(1)).toHaveText(digest ?? "");
  await showScreen(page, "Structure");
  await expect(note).toHaveValue("look here");
  // A program may have written to the file since, as its time stamp says: its bookmarks stay, its hashes do not.
  await utimes(file, new Date(), new Date(Date.now() - 86_400_000));
  await page.getByRole("button", { name: "Close file" }).click();
  await open(page, file);
  await expect(page.getByText(/^The hashes of an earlier visit are left out/)).toBeVisible();
  await showScreen(page, "Overview");
  await expect(hashes).toHaveCount(0);
  await showScreen(page, "Structure");
  await expect(note).toHaveValue("look here");

  await run(page, "Stored data");
  await expect(
    keptDialog(page).getByRole("listitem").filter({ hasText: "Bookmarks and hashes" }),
  ).toContainText("of 1 file");
  await expectAccessible(page);
  await forget.click();
  await expect(forget).toBeDisabled();
  await closeDialog();
  await comeBack(page, file);
  await showScreen(page, "Overview");
  await expect(page.getByRole("button", { name: "Compute hashes" })).toBeVisible();
  await expect(hashes).toHaveCount(0);
  await showScreen(page, "Structure");
  await expect(bookmarks).toBeVisible();
  await expect(note).toHaveCount(0);

  await run(page, "Begin a private session");
  await bookmarks.getByRole("button", { name: "Bookmark the selection" }).click();
  await expect(note).toBeVisible();
  // A browser asks before the page is left, as this bookmark would be lost.
  page.once("dialog", (dialog) => void dialog.accept());
  await comeBack(page, file);
  await showScreen(page, "Structure");
  await expect(bookmarks).toBeVisible();
  await expect(note).toHaveCount(0);
});
