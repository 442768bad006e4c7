import { readFile, stat } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, openPlatter, test } from "./support/fixtures.ts";
import { picked, withPicker } from "./support/picker.ts";
import { type ExportTitle, exportButton, exported, saveByDownload, sha256Of } from "./support/workbench.ts";
import { QUICK, quickIf } from "./support/full.ts";

async function openSample(page: Page): Promise<void> {
  await openPlatter(page, "sample=crashed");
  await expect(page.getByRole("status", { name: "Verdict" })).toHaveText(/\S/);
}

async function saveToPicked(page: Page, title: ExportTitle): Promise<void> {
  await page
    .getByRole("radiogroup", { name: "Save as" })
    .getByRole("radio", { name: "Choose a place" })
    .check();
  await exportButton(page, title).click();
}

for (const title of ["Export replayed copy", "Export raw disk"] as const) {
  test(
    `${title}: a picked file gets the bytes that a download has`,
    quickIf(title === "Export raw disk"),
    async ({ page }) => {
      await withPicker(page);
      await openSample(page);
      await saveByDownload(page);
      const download = await exported(page, title);
      const expected = { size: (await stat(download)).size, sha256: await sha256Of(download) };
      await saveToPicked(page, title);
      await expect.poll(() => picked(page)).toEqual(expected);
      // The page says what it has written.
      const last = page.getByRole("status", { name: "Last export" });
      await expect(last).toContainText(`SHA-256 of what was written: ${expected.sha256}`);
    },
  );
}

test("the report as a page shows the verdict, asks for nothing and runs nothing", QUICK, async ({ page }) => {
  await openSample(page);
  const verdict = await page.getByRole("status", { name: "Verdict" }).textContent();
  await saveByDownload(page);
  const report = await readFile(await exported(page, "Export report (HTML)"), "utf8");
  const shown = await page.context().newPage();
  await shown.setContent(report);
  await expect(shown.locator("h1")).toHaveText(/crashed/);
  await expect(shown.locator(".verdict")).toContainText((verdict ?? "").split(".")[0] ?? "");
  expect(await shown.locator("script, link, img").count()).toBe(0);
});
