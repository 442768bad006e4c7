import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { unpack } from "./support/corpus.ts";
import { fillDisk } from "./support/editing.ts";
import { dropFiles, expect, openPlatter, test } from "./support/fixtures.ts";
import { requireTool } from "./support/needs.ts";
import { openImage, showScreen, untilChecked } from "./support/workbench.ts";
import { QUICK } from "./support/full.ts";
import { sampleFile } from "./support/samples.ts";

const MIB = 1024 * 1024;

const differences = (page: Page) => page.getByRole("table", { name: "Differences" });
const pane = (page: Page, side: "A" | "B") => page.getByRole("grid", { name: `Bytes of side ${side}` });

async function openCompare(page: Page): Promise<void> {
  await openPlatter(page, "sample=crashed");
  await showScreen(page, "Compare");
  await expect(differences(page).getByRole("row")).toHaveCount(11);
}

test("N and P go through the differences, and both panes follow", QUICK, async ({ page }) => {
  await openCompare(page);
  await expect(page.getByText("BAT: 10 entries changed.")).toBeVisible();
  await page.keyboard.press("n");
  await expect(page.getByText("1 of 10", { exact: true })).toBeVisible();
  await page.keyboard.press("p");
  await expect(page.getByText("10 of 10", { exact: true })).toBeVisible();
  const row = differences(page).locator("[aria-current=true]");
  await expect(row).toContainText(/NOT_PRESENT -> FULLY_PRESENT/);
  const offset = /0x([0-9a-f]{8})/.exec((await row.textContent()) ?? "")?.[1] ?? "";
  const line = `${offset.slice(0, -1)}0`;
  for (const side of ["A", "B"] as const)
    // oxlint-disable-next-line no-await-in-loop
    await expect(pane(page, side).getByRole("row", { name: new RegExp(`^${line}`) })).toBeInViewport();
});

test("panes scroll together, row beside row, also where the offsets differ", async ({ page }) => {
  await openCompare(page);
  await page.getByRole("radio", { name: "Header 1 and 2" }).check();
  await expect(page.getByText(/^Header: \d+ difference/)).toBeVisible();
  const left = pane(page, "A").getByRole("row", { name: /^00010040/ });
  const right = pane(page, "B").getByRole("row", { name: /^00020040/ });
  await expect(right).toBeVisible();
  expect((await left.boundingBox())?.y).toBe((await right.boundingBox())?.y);
  await pane(page, "A").hover();
  await page.mouse.wheel(0, 220);
  await expect(pane(page, "A").getByRole("row", { name: /^00010000/ })).toHaveCount(0);
  await expect(pane(page, "B").getByRole("row", { name: /^00020000/ })).toHaveCount(0);

  await page.getByRole("radio", { name: "Region table 1 and 2" }).check();
  await expect(page.getByText("Both sides are the same, byte for byte.")).toBeVisible();
});

test("any two steps of the replay can be compared", async ({ page }) => {
  await openCompare(page);
  await page.getByRole("spinbutton", { name: "Side B replayed up to entry" }).fill("4");
  await expect(differences(page).getByRole("row")).toHaveCount(5);
  await page.getByRole("radiogroup", { name: "Side A" }).getByRole("radio", { name: "Replayed" }).check();
  await page.getByRole("spinbutton", { name: "Side A replayed up to entry" }).fill("3");
  await expect(differences(page).getByRole("row")).toHaveCount(2);
  await page.getByRole("spinbutton", { name: "Side A replayed up to entry" }).fill("1");
  await expect(differences(page).getByRole("row")).toHaveCount(4);
  await page.keyboard.press("Escape");
  await differences(page).getByRole("row").nth(2).getByRole("button").click();
  const place = page.getByText("2 of 3", { exact: true });
  await expect(place).toBeVisible();
  await showScreen(page, "Map");
  await showScreen(page, "Compare");
  await expect(place).toBeVisible();
  await expect(page).toHaveURL(/screen=compare.*a=replayed-1&b=replayed-4&difference=1$/);
  await page.reload();
  await expect(place).toBeVisible();
  await expect(page.getByRole("spinbutton", { name: "Side B replayed up to entry" })).toHaveValue("4");

  await page.getByRole("radio", { name: "Header 1 and 2" }).check();
  await expect(page).toHaveURL(/compare=headers/);
  await showScreen(page, "Map");
  await expect(page).toHaveURL(/screen=map/);
  await page.goBack();
  await expect(page.getByRole("radio", { name: "Header 1 and 2" })).toBeChecked();
});

test("two headers are compared where there are no two layers", async ({ page }) => {
  requireTool(test, "corpus");
  await openImage(page, await unpack("headers-both-corrupt.vhdx"));
  await showScreen(page, "Compare");
  await expect(page.getByRole("radio", { name: "Header 1 and 2" })).toBeChecked();
  await expect(pane(page, "B").getByRole("row", { name: /^00020000/ })).toBeVisible();
});

test("a difference leads to its structure", async ({ page }) => {
  await openCompare(page);
  await differences(page).getByRole("rowheader").first().getByRole("button").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tab", { name: "Structure" })).toHaveAttribute("aria-selected", "true");
  await expect(
    page.getByRole("treegrid", { name: "Structures" }).getByRole("row", { selected: true }),
  ).toBeVisible();
});

test("a file that the replay makes longer is compared to its new end", async ({ page }) => {
  requireTool(test, "corpus");
  await openImage(page, await unpack("log-last-beyond-file.vhdx"));
  await showScreen(page, "Compare");
  await expect(differences(page).getByRole("row", { name: /^File / })).toContainText("10 MiB to 11 MiB");
  await expect(page.getByRole("status").filter({ hasText: "File: grows by 1 MiB" })).toBeVisible();
  await pane(page, "B").focus();
  await page.keyboard.press("Control+End");
  await expect(pane(page, "B").getByRole("row").last()).toBeVisible();
});

test("two open files are held against each other: structures, then disks block by block", async ({ page }, {
  outputDir,
}) => {
  await openPlatter(page);
  await dropFiles(page, [await sampleFile(outputDir, "clean", "one.vhdx")]);
  await untilChecked(page, "one.vhdx");
  await showScreen(page, "Compare");
  await expect(page.getByRole("radio", { name: "Other file" })).toHaveCount(0);
  await dropFiles(page, [await sampleFile(outputDir, "clean", "other.vhdx")]);
  await untilChecked(page, "other.vhdx");
  // Some bytes of two blocks, and so the BAT, the log and the headers.
  await fillDisk(page, 3 * MIB + 512, 16, "a1");
  await fillDisk(page, 6 * MIB, 1024, "b2");
  await showScreen(page, "Compare");
  await page.getByRole("radio", { name: "Other file" }).check();

  const status = page.getByRole("status").filter({ hasText: /Header|BAT/ });
  await expect(status).toBeVisible();
  await expect(differences(page).getByRole("row", { name: /^Header \d FileWriteGuid/ })).not.toHaveCount(0);
  await page.keyboard.press("n");
  await expect(page.getByText(/^1 of \d+$/)).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("radio", { name: "Virtual disks" }).check();
  await expect(page.getByText("Not compared yet")).toBeVisible();
  await page.getByRole("button", { name: "Compare disks" }).click();
  const found = page.getByRole("status").filter({ hasText: /^Of blocks/ });
  await expect(found).toContainText("2 differ");
  await expect(differences(page).getByRole("row", { name: /^Block / })).toHaveCount(2);
  await expectAccessible(page);
  await page.keyboard.press("n");
  await page.keyboard.press("n");
  await expect(page.getByText("2 of 2", { exact: true })).toBeVisible();
  await expect(pane(page, "B").getByRole("row", { name: /^00600000/ })).toContainText("b2b2b2b2");
  await expect(pane(page, "A").getByRole("row", { name: /^00600000/ })).not.toContainText("b2b2");

  // The result is still there after a look at the place, and a range of blocks is a question of its own.
  await differences(page).getByRole("rowheader").last().getByRole("button").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tab", { name: "Disk" })).toHaveAttribute("aria-selected", "true");
  await expect(page).toHaveURL(/screen=disk/);
  await page.goBack();
  await expect(found).toContainText("2 differ");
  await page.getByRole("spinbutton", { name: "To block" }).fill("0");
  await expect(page.getByText("Not compared yet")).toBeVisible();
  await page.getByRole("button", { name: "Compare disks" }).click();
  await expect(page.getByText("No difference in block 0.")).toBeVisible();
  await expect(page.getByText("The disks read the same in these blocks.")).toBeVisible();
});
