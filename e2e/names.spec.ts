import type { Page } from "@playwright/test";
import { unpack } from "./support/corpus.ts";
import { dropFiles, expect, openPlatter, test } from "./support/fixtures.ts";
import { requireTool } from "./support/needs.ts";
import { openImage, showScreen, untilChecked } from "./support/workbench.ts";
import { QUICK } from "./support/full.ts";

/** Names that scripts and users of screen readers rely on. They must not change. */

async function openCrashed(page: Page): Promise<void> {
  await openPlatter(page, "sample=crashed");
  await untilChecked(page, "crashed.vhdx");
}

test("Start", async ({ page }) => {
  await openPlatter(page);
  await expect(page.getByRole("button", { name: "Open file", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Open sample", exact: true }).click();
  await untilChecked(page, "crashed.vhdx");
});

test("an open image: file, verdict, layers, screens, command", QUICK, async ({ page }) => {
  await openCrashed(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  await expect(page.getByRole("heading", { level: 1, name: "crashed.vhdx", exact: true })).toBeVisible();

  const layers = page.getByRole("radiogroup", { name: "Layer", exact: true });
  await expect(layers.getByRole("radio")).toHaveCount(3);
  for (const name of ["Original", "Replayed", "Edited"])
    // oxlint-disable-next-line no-await-in-loop
    await expect(layers.getByRole("radio", { name, exact: true })).toBeAttached();

  const screens = page.getByRole("tablist", { name: "Screens", exact: true });
  for (const name of ["Overview", "Structure", "Map", "Log", "Compare", "Disk", "Files", "Export"] as const) {
    // One after the other: there is one page.
    // oxlint-disable no-await-in-loop
    await expect(screens.getByRole("tab", { name, exact: true })).toBeVisible();
    await showScreen(page, name);
    await expect(page.getByRole("tabpanel", { name, exact: true })).toBeVisible();
    await expect(page.getByRole("status", { name: "Verdict", exact: true })).toHaveText(
      /^The VM stopped in the middle of a write/,
    );
    // oxlint-enable no-await-in-loop
  }

  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox", { name: "Command", exact: true })).toBeFocused();
});

test("Overview and Structure", async ({ page }) => {
  await openCrashed(page);
  await expect(page.getByRole("table", { name: "Findings", exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Compute hashes", exact: true })).toBeVisible();

  await showScreen(page, "Structure");
  await expect(page.getByRole("grid", { name: "Bytes", exact: true })).toBeVisible();
  await expect(page.getByRole("grid", { name: "Fields", exact: true })).toBeVisible();
  await page
    .getByRole("treegrid", { name: "Structures", exact: true })
    .getByRole("row", { name: /Block allocation table/ })
    .click();
  await expect(page.getByRole("grid", { name: "BAT", exact: true })).toBeVisible();
});

test("Log, Compare and Disk", async ({ page }) => {
  await openCrashed(page);
  await showScreen(page, "Log");
  await expect(page.getByRole("slider", { name: "Replayed up to entry", exact: true })).toBeVisible();
  await expect(page.getByRole("table", { name: "Log entries", exact: true })).toBeVisible();
  await showScreen(page, "Compare");
  await expect(page.getByRole("table", { name: "Differences", exact: true })).toBeVisible();
  await showScreen(page, "Disk");
  await expect(page.getByRole("grid", { name: "Bytes", exact: true })).toBeVisible();
});

test("Export", async ({ page }) => {
  await openCrashed(page);
  await showScreen(page, "Export");
  const exports = [
    "report (JSON)",
    "report (HTML)",
    "raw disk",
    "raw disk, packed",
    "replayed copy",
    "patch",
  ];
  for (const name of exports)
    // oxlint-disable-next-line no-await-in-loop
    await expect(page.getByRole("button", { name: `Export ${name}`, exact: true })).toBeEnabled();
  const places = page.getByRole("radiogroup", { name: "Save as", exact: true });
  await expect(places.getByRole("radio")).toHaveCount(2);
  for (const name of ["Choose a place", "Download"])
    // oxlint-disable-next-line no-await-in-loop
    await expect(places.getByRole("radio", { name, exact: true })).toBeEnabled();
});

test("Read anyway, where only the log is at fault", async ({ page }) => {
  requireTool(test, "corpus");
  await openImage(page, await unpack("log-no-valid-entry.vhdx"));
  await expect(page.getByRole("button", { name: "Read anyway", exact: true })).toBeVisible();
});

test("a chain, and what can be done with it", async ({ page }) => {
  requireTool(test, "corpus");
  const child = "chain-dirty-child-1-child.vhdx";
  await openImage(page, await unpack(child));
  const chain = page.getByRole("tree", { name: "Chain", exact: true });
  await expect(chain.getByRole("button", { name: "Add files", exact: true })).toBeVisible();
  await dropFiles(page, [await unpack("chain-dirty-child-0-base.vhdx")]);
  await expect(chain.getByRole("treeitem")).toHaveCount(2);
  for (const name of ["Add files", "Create child", "Relink"])
    // oxlint-disable-next-line no-await-in-loop
    await expect(page.getByRole("button", { name, exact: true })).toBeEnabled();
  await showScreen(page, "Export");
  for (const name of ["Flatten", "Merge"])
    // oxlint-disable-next-line no-await-in-loop
    await expect(page.getByRole("button", { name, exact: true })).toBeEnabled();
  await showScreen(page, "Map");
  const colours = page.getByRole("radiogroup", { name: "Colour by", exact: true });
  await expect(colours.getByRole("radio", { name: "Owner", exact: true })).toBeVisible();
});

test("a long job, and its Cancel", async ({ page }) => {
  requireTool(test, "corpus");
  await openImage(page, await unpack("iotest-dirtylog-10G-4M.vhdx"));
  await page.getByRole("checkbox", { name: /^Every byte of the disk/ }).check();
  await page.getByRole("button", { name: "Compute hashes" }).click();
  const job = page.getByRole("group").filter({ has: page.getByRole("progressbar") });
  await expect(job.getByRole("progressbar")).toHaveAccessibleName(/hash/i);
  await job.getByRole("button", { name: "Cancel", exact: true }).click();
  await expect(page.getByRole("progressbar")).toHaveCount(0);
  await expect(page.getByRole("table", { name: "Hashes" })).toHaveCount(0);
});
