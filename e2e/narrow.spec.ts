import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { unpack } from "./support/corpus.ts";
import { dropFiles, expect, openPlatter, test } from "./support/fixtures.ts";
import { quickIf } from "./support/full.ts";
import { layoutFaults } from "./support/layout-faults.ts";
import { requireTool } from "./support/needs.ts";
import { openImage, type ScreenName, showScreen, untilChecked } from "./support/workbench.ts";

/** A small window, a small screen, and 1280x800 at a zoom of 200 %: half as many CSS pixels each way. */
const SIZES = [
  { name: "800 px", width: 800, height: 700, axe: true },
  { name: "1024 px", width: 1024, height: 768 },
  { name: "1280x800 at 200 %", width: 640, height: 400, zoom: 2 },
] as const;

/** For each screen something that is there once it is laid out. */
const SCREENS: readonly { readonly name: ScreenName; readonly ready: (page: Page) => Promise<void> }[] = [
  {
    name: "Overview",
    ready: (page) => expect(page.getByRole("table", { name: "Findings" })).toBeVisible(),
  },
  {
    name: "Structure",
    ready: async (page) => {
      await page
        .getByRole("treegrid", { name: "Structures" })
        .getByRole("row", { name: /Header 1/ })
        .click();
      await expect(page.getByRole("grid", { name: "Fields" }).getByRole("row").nth(3)).toBeAttached();
    },
  },
  {
    name: "Map",
    ready: (page) => expect(page.getByRole("table", { name: "Blocks by state" })).toBeAttached(),
  },
  { name: "Log", ready: (page) => expect(page.getByRole("table", { name: "Log entries" })).toBeAttached() },
  { name: "Compare", ready: (page) => expect(page.getByText("BAT: 10 entries changed.")).toBeVisible() },
  {
    name: "Disk",
    ready: (page) => expect(page.getByRole("button", { name: "Next changed block" })).toBeEnabled(),
  },
  {
    name: "Files",
    ready: (page) => expect(page.getByText("No file system was found on the virtual disk.")).toBeVisible(),
  },
  {
    name: "Export",
    ready: (page) => expect(page.getByRole("button", { name: "Export patch" })).toBeEnabled(),
  },
];

/** Expects that each hex view shows its column of text in full, or says that it has no room for the column. */
async function expectText(page: Page): Promise<void> {
  for (const view of await page.getByRole("grid", { name: /^Bytes/ }).all()) {
    // One after the other: there is one page.
    // oxlint-disable no-await-in-loop
    const text = view.getByRole("columnheader", { name: "Text" });
    if ((await text.count()) === 0) {
      await expect(view.locator("xpath=..").getByText("Text column hidden")).toBeVisible();
      continue;
    }
    const room = await view.boundingBox();
    const cell = await view.getByRole("row").nth(1).getByRole("gridcell").last().boundingBox();
    expect((cell?.x ?? Infinity) + (cell?.width ?? 0)).toBeLessThanOrEqual(
      (room?.x ?? 0) + (room?.width ?? 0) + 1,
    );
    // oxlint-enable no-await-in-loop
  }
}

for (const { name, width, height, ...rest } of SIZES) {
  test.describe(name, () => {
    test.use({ viewport: { width, height }, deviceScaleFactor: "zoom" in rest ? rest.zoom : 1 });

    test("on every screen nothing overlaps or is cut off", quickIf("zoom" in rest), async ({ page }) => {
      test.slow("axe" in rest);
      const accessible = async () => {
        // Axe is slow, and colours are the same at every width.
        if ("axe" in rest) await expectAccessible(page);
      };
      await openPlatter(page);
      await expect(page.getByRole("button", { name: "Open file" })).toBeVisible();
      expect(await layoutFaults(page), "start page").toEqual([]);
      await accessible();
      await openPlatter(page, "sample=crashed");
      await untilChecked(page, "crashed.vhdx");
      for (const screen of SCREENS) {
        // One after the other: there is one page.
        // oxlint-disable no-await-in-loop
        await showScreen(page, screen.name);
        await screen.ready(page);
        expect(await layoutFaults(page), screen.name).toEqual([]);
        await expectText(page);
        await accessible();
        // oxlint-enable no-await-in-loop
      }
    });
  });
}

test("a pane without room for the text says so", async ({ page }) => {
  await page.setViewportSize({ width: 640, height: 700 });
  await openPlatter(page, "sample=crashed");
  await untilChecked(page, "crashed.vhdx");
  await showScreen(page, "Structure");
  await page.getByRole("button", { name: "Second pane", exact: true }).click();
  await page.getByRole("menuitem", { name: "Original" }).click();
  await expect(page.getByText("Text column hidden: this pane is too narrow for it.")).toHaveCount(2);
  await expect(page.getByRole("columnheader", { name: "Text" })).toHaveCount(0);
  await expectText(page);
});

test("with two files open the header has one row", async ({ page }) => {
  requireTool(test, "corpus");
  await page.setViewportSize({ width: 800, height: 700 });
  await openImage(page, await unpack("log-ten.vhdx"));
  await dropFiles(page, [await unpack("clean-dynamic.vhdx")]);
  await expect(page.getByRole("button", { name: "2 files" })).toBeVisible();
  const rowOf = async (part: Locator) => {
    const box = await part.boundingBox();
    return Math.round((box?.y ?? 0) + (box?.height ?? 0) / 2);
  };
  const name = await rowOf(page.getByRole("heading", { level: 1 }));
  for (const part of [
    page.getByRole("radiogroup", { name: "Layer" }),
    page.getByRole("button", { name: "2 files" }),
    page.getByRole("button", { name: "Open", exact: true }),
  ])
    // One after the other: there is one page.
    // oxlint-disable-next-line no-await-in-loop
    expect(Math.abs((await rowOf(part)) - name)).toBeLessThan(8);
  expect(await layoutFaults(page)).toEqual([]);
});
