import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test, withoutHandles } from "./support/fixtures.ts";
import { fillDisk } from "./support/editing.ts";
import { isFirefox } from "./support/firefox.ts";
import { giveFile, withGivenFiles } from "./support/given-file.ts";
import { expectNoHandles } from "./support/no-handles.ts";
import { sampleFile } from "./support/samples.ts";
import { openSingle, SINGLE } from "./support/single.ts";
import {
  exportButton,
  exported,
  saveByDownload,
  sha256Of,
  showEveryScreen,
  showScreen,
  untilChecked,
} from "./support/workbench.ts";
import { withWritablePage } from "./support/writable.ts";

// The single file, opened from a disk, and handles of files: Chromium gives it some, Firefox none.

test("what needs a handle of a file is not offered, and that is said @firefox", async ({ page }) => {
  if (!isFirefox(page)) await withoutHandles(page);
  await openSingle(page);
  await expectNoHandles(page);
});

test("a file is opened by the button, and its disk saved to a chosen place", async () => {
  const { outputDir } = test.info();
  const file = await sampleFile(outputDir, "clean");
  const target = path.join(outputDir, "chosen.raw");
  await writeFile(target, "");
  await withWritablePage({ url: SINGLE }, outputDir, target, async (page) => {
    await withGivenFiles(page);
    await openSingle(page);
    await giveFile(page, file);
    await page.getByRole("button", { name: "Open file" }).click();
    await untilChecked(page, "clean.vhdx");
    await showEveryScreen(page);
    await saveByDownload(page);
    const downloaded = await sha256Of(await exported(page, "Export raw disk"));
    await giveFile(page, target);
    await page
      .getByRole("radiogroup", { name: "Save as" })
      .getByRole("radio", { name: "Choose a place" })
      .check();
    await exportButton(page, "Export raw disk").click();
    await expect.poll(() => sha256Of(target), { timeout: 60_000 }).toBe(downloaded);
  });
});

test("the original is replaced, and the file is listed and opened again as a recent one", async () => {
  const { outputDir } = test.info();
  const file = await sampleFile(outputDir, "clean");
  await withWritablePage({ url: SINGLE }, outputDir, file, async (page) => {
    await withGivenFiles(page);
    await openSingle(page);
    await giveFile(page, file);
    await page.getByRole("button", { name: "Open file" }).click();
    await untilChecked(page, "clean.vhdx");
    await fillDisk(page, 0, 512, "c3");
    await showScreen(page, "Export");
    await page.getByRole("button", { name: "Replace original" }).click();
    const dialog = page.getByRole("dialog", { name: "Replace original" });
    await dialog.getByRole("textbox").fill("clean.vhdx");
    await dialog.getByRole("button", { name: "Replace original" }).click();
    await expect(page.getByText("Replaced clean.vhdx.")).toBeVisible({ timeout: 60_000 });
    expect((await readFile(file)).includes(Buffer.alloc(512, 0xc3))).toBe(true);

    await page.reload();
    const recent = page.getByRole("region", { name: "Recent files" });
    await recent.getByRole("button", { name: /^clean\.vhdx/ }).click();
    await untilChecked(page, "clean.vhdx");
  });
});
