import type { Page } from "@playwright/test";
import { fillDisk } from "./support/editing.ts";
import { dropFiles, expect, openPlatter, test } from "./support/fixtures.ts";
import { sampleFile } from "./support/samples.ts";
import { goToDisk, showScreen, untilChecked } from "./support/workbench.ts";

const bytes = (page: Page) => page.getByRole("grid", { name: "Bytes", exact: true });
const structures = (page: Page) => page.getByRole("treegrid", { name: "Structures" });
const heading = (page: Page) => page.getByRole("heading", { level: 1 });
/** The selected structure. */
const selected = (page: Page) => structures(page).getByRole("row", { selected: true });

async function goTo(page: Page, place: string): Promise<void> {
  await page.keyboard.press("Control+g");
  await page.getByRole("combobox").fill(place);
  await page.keyboard.press("Enter");
}

test("Back and Forward go through positions, with the keys inside the bytes too", async ({ page }) => {
  await openPlatter(page, "sample=crashed");
  await untilChecked(page, "crashed.vhdx");
  await showScreen(page, "Structure");
  await structures(page)
    .getByRole("row", { name: /Header 2/ })
    .click();
  await expect(page).toHaveURL(/node=header\/2/);
  await goTo(page, "0x30000");
  await expect(selected(page)).toContainText("Region table 1");
  await expect(page).toHaveURL(/file=0x30000/);
  // A step of the cursor is no position of its own, but the position that Forward comes back to.
  await bytes(page).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(page).toHaveURL(/file=0x30002/);
  await goTo(page, "block 2");
  await expect(page).toHaveURL(/node=bat.*disk=0x/);
  const last = page.url();

  await bytes(page).focus();
  await page.keyboard.press("Alt+ArrowLeft");
  await expect(page).toHaveURL(/file=0x30002/);
  await expect(selected(page)).toContainText("Region table 1");
  await page.keyboard.press("Alt+ArrowLeft");
  await expect(selected(page)).toContainText("Header 2");
  await page.keyboard.press("Alt+ArrowRight");
  await expect(page).toHaveURL(/file=0x30002/);
  await page.goForward();
  await expect(page).toHaveURL(last);
  await page.keyboard.press("F8");
  await expect(page).toHaveURL(/finding=/);
  await page.goBack();
  await expect(page).toHaveURL(last);
});

/** Shows the Disk screen and waits until that is a position: what is done within a moment of it is one step with it. */
async function showDisk(page: Page): Promise<void> {
  await showScreen(page, "Disk");
  await expect(page).toHaveURL(/screen=disk/);
}

test("Back shows the file that a position is of", async ({ page }, { outputDir }) => {
  await openPlatter(page);
  await dropFiles(page, [await sampleFile(outputDir, "clean")]);
  await untilChecked(page, "clean.vhdx");
  await showDisk(page);
  await goToDisk(page, "3M");
  await expect(page).toHaveURL(/disk=0x300000/);
  await dropFiles(page, [await sampleFile(outputDir, "crashed")]);
  await untilChecked(page, "crashed.vhdx");
  await showDisk(page);
  await goToDisk(page, "5M");
  await expect(page).toHaveURL(/disk=0x500000/);

  await page.goBack();
  await expect(page).toHaveURL(/screen=disk/);
  await expect(heading(page)).toHaveText("crashed.vhdx");
  await page.goBack();
  await expect(page).toHaveURL(/screen=overview/);
  await page.goBack();
  await expect(heading(page)).toHaveText("clean.vhdx");
  await expect(page).toHaveURL(/screen=disk.*disk=0x300000/);

  // A position of a file that was closed is none in another one.
  await page.goForward();
  await expect(heading(page)).toHaveText("crashed.vhdx");
  await page.getByRole("button", { name: "Close file" }).click();
  await expect(heading(page)).toHaveText("clean.vhdx");
  await page.goBack();
  await page.goForward();
  await expect(heading(page)).toHaveText("clean.vhdx");
});

test("two jumps soon after each other are two steps", async ({ page }) => {
  await openPlatter(page, "sample=crashed");
  await untilChecked(page, "crashed.vhdx");
  await expect(page).toHaveURL(/screen=overview/);
  await showScreen(page, "Log");
  await showScreen(page, "Disk");
  await expect(page).toHaveURL(/screen=disk/);
  await page.goBack();
  await expect(page).toHaveURL(/screen=log/);
  await page.goBack();
  await expect(page).toHaveURL(/screen=overview/);
});

test("leaving the page by Back asks where something would be lost", async ({ page }, { outputDir }) => {
  await page.goto("about:blank");
  await openPlatter(page);
  await dropFiles(page, [await sampleFile(outputDir, "clean")]);
  await untilChecked(page, "clean.vhdx");
  await fillDisk(page, 0, 512, "c3");
  await expect(page).toHaveURL(/screen=disk/);
  await page.goBack();
  await expect(page).toHaveURL(/screen=overview/);
  const asked = page.waitForEvent("dialog");
  const left = page.evaluate(() => history.back());
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  await left;
  await expect(heading(page)).toHaveText("clean.vhdx");
  await expect(page.getByRole("button", { name: "1 pending change" })).toBeVisible();
});
