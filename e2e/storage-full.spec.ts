import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { changesList, fillDisk } from "./support/editing.ts";
import { dropFiles, openPlatter } from "./support/fixtures.ts";
import { expect, test } from "./support/persistent.ts";
import { goToDisk, makeWorkingDisk, showScreen, untilChecked, workingDisks } from "./support/workbench.ts";

const MIB = 1024 * 1024;
const SAMPLE = fileURLToPath(new URL("../src/samples/clean.vhdx.gz", import.meta.url));

/** Limits the page's storage to so many bytes beyond its present use; null removes the limit. */
async function leaveRoom(page: Page, bytes: number | null): Promise<void> {
  const origin = await page.evaluate(() => location.origin);
  const used = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  const session = await page.context().newCDPSession(page);
  await session.send("Storage.overrideQuotaForOrigin", {
    origin,
    ...(bytes !== null && { quotaSize: used + bytes }),
  });
}

const byteRow = (page: Page, offset: string) =>
  page.getByRole("grid", { name: "Bytes", exact: true }).getByRole("row", { name: new RegExp(`^${offset}`) });

test("a working disk that finds no room is not made, and leaves nothing behind", async ({ page }) => {
  await openPlatter(page);
  await expect(page.getByRole("button", { name: "New disk" })).toBeVisible();
  await leaveRoom(page, 8 * MIB);
  await page.getByRole("button", { name: "New disk" }).click();
  const dialog = page.getByRole("dialog", { name: "New disk" });
  await dialog.getByLabel("Type").selectOption("fixed");
  await dialog.getByLabel("Size", { exact: true }).fill("64 MiB");
  await dialog.getByRole("radio", { name: "Working disk" }).check();
  await dialog.getByRole("button", { name: "Create" }).click();
  // Browsers don't tell the real free space, so the failure comes while the disk is made.
  await expect(dialog.getByRole("alert")).toContainText("The browser's storage for this page is full.");

  await dialog.getByLabel("Size", { exact: true }).fill("40 TiB");
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(dialog.getByRole("alert")).toContainText(
    "The disk's file takes 40.00 TiB, and the browser's storage for this page has room for",
  );
  await page.reload();
  await expect(page.getByRole("button", { name: "New disk" })).toBeVisible();
  await expect(workingDisks(page)).toHaveCount(0);
});

test("a working disk that outgrows its room says so, and holds what was written before", async ({ page }) => {
  await openPlatter(page);
  await makeWorkingDisk(page, "full.vhdx", "64 MiB", "Open it");
  await untilChecked(page, "full.vhdx");
  await fillDisk(page, MIB, 4096, "c3");
  await leaveRoom(page, 3 * MIB);
  await page.getByRole("button", { name: "Fill range", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Fill range" });
  await dialog.getByLabel("Offset").fill(String(8 * MIB));
  await dialog.getByLabel("Length").fill(String(40 * MIB));
  await dialog.getByLabel("Pattern", { exact: true }).fill("a1");
  await dialog.getByRole("button", { name: "Fill", exact: true }).click();
  await expect(page.getByText("The browser's storage for this page is full.")).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel" }).click();

  await page.reload();
  await leaveRoom(page, null);
  await workingDisks(page).getByRole("button", { name: "full.vhdx", exact: true }).click();
  await untilChecked(page, "full.vhdx");
  await showScreen(page, "Disk");
  await goToDisk(page, "1M");
  await expect(byteRow(page, "00100000")).toContainText("c3c3c3c3");
  await fillDisk(page, 2 * MIB, 4096, "b2");
  await goToDisk(page, "2M");
  await expect(byteRow(page, "00200000")).toContainText("b2b2b2b2");
  await expect(page.getByRole("status", { name: "Verdict" })).toContainText(
    "The container is intact: a dynamic disk",
  );
});

test("changes that find no room to be kept are made all the same, and it says so", async ({ page }, {
  outputDir,
}) => {
  await mkdir(outputDir, { recursive: true });
  const file = path.join(outputDir, "clean.vhdx");
  await writeFile(file, gunzipSync(await readFile(SAMPLE)));
  await openPlatter(page);
  await dropFiles(page, [file]);
  await untilChecked(page, "clean.vhdx");
  await leaveRoom(page, 0);
  await fillDisk(page, 0, 512, "c3");
  await expect(page.getByRole("alert")).toContainText(
    "storage for this page is full, so pending changes would not survive a reload",
  );
  await showScreen(page, "Export");
  await expect(changesList(page).getByRole("listitem")).toHaveCount(1);
  await leaveRoom(page, null);
  await fillDisk(page, 512, 512, "c3");
  await expect(page.getByText("would not survive a reload")).toHaveCount(0);
});
