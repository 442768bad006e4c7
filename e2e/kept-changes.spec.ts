import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { changesList, fillDisk } from "./support/editing.ts";
import { dropFiles, expect, openPlatter, test } from "./support/fixtures.ts";
import { goToDisk, showScreen, untilChecked } from "./support/workbench.ts";

const SAMPLES = fileURLToPath(new URL("../src/samples/", import.meta.url));
const MIB = 1024 * 1024;

const kept = (page: Page) => page.getByRole("note").filter({ hasText: "earlier visit" });
const keptDialog = (page: Page) => page.getByRole("dialog", { name: "Kept in this browser" });
const byteRow = (page: Page, offset: string) =>
  page.getByRole("grid", { name: "Bytes", exact: true }).getByRole("row", { name: new RegExp(`^${offset}`) });

/** One of the page's samples as a file of this machine. */
async function sampleFile(folder: string, sample: "clean" | "crashed"): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${sample}.vhdx`);
  await writeFile(file, gunzipSync(await readFile(path.join(SAMPLES, `${sample}.vhdx.gz`))));
  return file;
}

async function open(page: Page, file: string): Promise<void> {
  await dropFiles(page, [file]);
  await untilChecked(page, path.basename(file));
}

/** As after a reload, or a crash of the browser: nothing is open. */
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

test("pending changes are kept over a reload and restored, on a disk that has to be replayed too", async ({
  page,
}, { outputDir }) => {
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
});

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
  await run(page, "What this browser keeps");
  await expect(keptDialog(page)).toContainText("of 2 files");
  await expectAccessible(page);
  await keptDialog(page).getByRole("button", { name: "Close" }).last().click();

  await kept(page).getByRole("button", { name: "Forget" }).click();
  await expect(kept(page)).toHaveCount(0);
  await run(page, "What this browser keeps");
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
  await page.getByRole("button", { name: "Kept in this browser" }).click();
  await keptDialog(page).getByRole("checkbox", { name: "Private session" }).check();
  await keptDialog(page).getByRole("button", { name: "Close" }).last().click();
  await expect(page.getByRole("button", { name: "Private session" })).toBeVisible();
  await open(page, file);
  await fillDisk(page, 0, 512, "11");
  await expect(page.getByRole("button", { name: "Private" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("button", { name: "Kept in this browser" })).toBeVisible();
  await expect(recent).toHaveCount(0);
  await open(page, file);
  await expect(kept(page)).toHaveCount(0);

  // The session ended with the reload; turning it on again forgets what is kept by now.
  await fillDisk(page, 0, 512, "11");
  await comeBack(page, file);
  await expect(kept(page)).toBeVisible();
  await run(page, "Begin a private session");
  await expect(kept(page)).toHaveCount(0);
  await comeBack(page, file);
  await expect(kept(page)).toHaveCount(0);
});
