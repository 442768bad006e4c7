import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { corpusImage, unpack } from "./support/corpus.ts";
import { expect, openPlatter, test } from "./support/fixtures.ts";
import { requireTool } from "./support/needs.ts";
import { chooseLayer, downloaded, openImage, saveByDownload, showScreen } from "./support/workbench.ts";
import { QUICK } from "./support/full.ts";

const bytes = (page: Page) => page.getByRole("grid", { name: "Bytes", exact: true });
const block = (page: Page) => page.getByRole("region", { name: "Block at the cursor" });

async function goTo(page: Page, place: string): Promise<void> {
  const field = page.getByRole("textbox", { name: "Go to offset, LBA or block" });
  await field.fill(place);
  await field.press("Enter");
}

async function openDisk(page: Page): Promise<void> {
  await openPlatter(page, "sample=crashed");
  await showScreen(page, "Disk");
  await expect(bytes(page).getByRole("row", { name: /^00000000/ })).toBeVisible();
}

test("offsets, sectors and blocks are gone to, and the block is named", async ({ page }) => {
  await openDisk(page);
  await goTo(page, "block 10");
  await expect(block(page)).toContainText(/Block 10\s*FULLY_PRESENT/);
  await expect(bytes(page).getByRole("row", { name: /^00a00000/ })).toBeInViewport();
  await goTo(page, "lba 63");
  await expect(bytes(page).getByRole("row", { name: /^00007e00/ })).toBeInViewport();
  await expect(block(page)).toContainText("LBA63");
  await page.keyboard.press("Control+g");
  await page.getByRole("combobox").fill("12M");
  await page.keyboard.press("Enter");
  await expect(block(page)).toContainText("Block 12");
  await goTo(page, "lba 999999999");
  await expect(page.getByText(/The virtual disk ends at/)).toBeVisible();
});

test("a block that has no storage says why it reads as zeros", async ({ page }) => {
  await openDisk(page);
  await goTo(page, "block 10");
  await expect(block(page)).toContainText("FULLY_PRESENT");
  await chooseLayer(page, "Original");
  await expect(block(page)).toContainText(/Block 10 is NOT_PRESENT: .*reads as zeros/);
});

test("stored and changed blocks are jumped to", async ({ page }) => {
  await openDisk(page);
  await page.getByRole("button", { name: "Next changed block" }).click();
  await expect(block(page)).toContainText("Block 7");
  await page.keyboard.press("n");
  await expect(block(page)).toContainText("Block 9");
  await page.keyboard.press("p");
  await expect(block(page)).toContainText("Block 7");
  await page.keyboard.press("p");
  await expect(page.getByText("No changed block before this one")).toBeVisible();
  await page.getByRole("button", { name: "Previous stored block" }).click();
  await expect(block(page)).toContainText("Block 4");
});

test("bytes lead to the file and its BAT entry", QUICK, async ({ page }) => {
  await openDisk(page);
  await goTo(page, "block 10");
  await block(page).getByRole("button", { name: /^0x/ }).click();
  await expect(page.getByRole("tab", { name: "Structure" })).toHaveAttribute("aria-selected", "true");
  await expect(
    page.getByRole("treegrid", { name: "Structures" }).getByRole("row", { selected: true }),
  ).toContainText("10");
});

test("what is read, found and saved is what was written", async ({ page }) => {
  requireTool(test, "corpus");
  await openImage(page, await unpack("iotest-dirtylog-10G-4M.vhdx"));
  await saveByDownload(page);
  await showScreen(page, "Disk");
  await expect(bytes(page).getByRole("row", { name: /^0+ / })).toBeVisible();
  await page.keyboard.press("Control+f");
  await page.getByRole("searchbox", { name: "Find in the disk" }).fill("a5 a5 a5 a5");
  await page.keyboard.press("F3");
  await expect(block(page)).toContainText("FULLY_PRESENT");
  await bytes(page).focus();
  for (let step = 0; step < 15; step += 1) await page.keyboard.press("Shift+ArrowRight");
  const saved = await downloaded(page, () =>
    page.getByRole("button", { name: "Save the selected bytes" }).click(),
  );
  expect([...new Set(await readFile(saved))]).toEqual([0xa5]);
});

test("bytes of a parent are shown as such, not as zeros", async ({ page }) => {
  requireTool(test, "corpus");
  await openImage(page, await unpack(corpusImage("dissect-differencing.avhdx").file));
  await showScreen(page, "Disk");
  await expect(block(page)).toContainText("in the parent disk, which is not open");
  await expect(page.getByRole("region", { name: "Data inspector" })).toHaveCount(0);
});

test("a disk that can't be read says why, and can be read anyway where only the log is at fault", async ({
  page,
}) => {
  requireTool(test, "corpus");
  await openImage(page, await unpack("region-unknown-required.vhdx"));
  await showScreen(page, "Disk");
  await expect(page.getByText("The virtual disk can't be read.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Read anyway" })).toHaveCount(0);

  await openImage(page, await unpack("log-no-valid-entry.vhdx"));
  await showScreen(page, "Disk");
  await page.getByRole("button", { name: "Read anyway" }).click();
  await expect(bytes(page).getByRole("row", { name: /^00000000/ })).toBeVisible();
  await expect(page.getByRole("alert")).toBeVisible();
});
