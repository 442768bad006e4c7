import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { unpack } from "./support/corpus.ts";
import { changesList, fillDisk } from "./support/editing.ts";
import { dropFiles, expect, openPlatter, test } from "./support/fixtures.ts";
import { requireTool } from "./support/needs.ts";
import { openImage, type ScreenName, showScreen, untilChecked } from "./support/workbench.ts";
import { QUICK } from "./support/full.ts";

const bytes = (page: Page) => page.getByRole("grid", { name: "Bytes", exact: true });
const bat = (page: Page) => page.getByRole("grid", { name: "BAT" });
const structure = (page: Page, name: RegExp) =>
  page.getByRole("treegrid", { name: "Structures" }).getByRole("row", { name });

async function openSample(page: Page, name: string, screen: ScreenName): Promise<void> {
  await openPlatter(page, `sample=${name}`);
  await untilChecked(page, `${name}.vhdx`);
  await showScreen(page, screen);
}

async function openCorpus(page: Page, file: string): Promise<void> {
  requireTool(test, "corpus");
  await openImage(page, await unpack(file));
}

/** Axe is slow on a screen full of bytes, and checks each screen in light and in dark colours. */
test.beforeEach(() => test.slow());

test("the start page, its samples, and a file that is gone", async ({ page }, { outputDir }) => {
  await openPlatter(page);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Other samples" }).click();
  await expect(page.getByRole("menu", { name: "Other samples" })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await dropFiles(page, [path.join(outputDir, "gone.vhdx")]);
  await expect(page.getByText("Can't open gone.vhdx.")).toBeVisible();
  await expectAccessible(page);
});

test("Overview, also with hashes and while a finding is told", QUICK, async ({ page }) => {
  await openSample(page, "crashed", "Overview");
  await page.getByRole("button", { name: "Compute hashes" }).click();
  await expect(page.getByRole("table", { name: "Hashes" })).toBeVisible();
  await page.keyboard.press("F8");
  await showScreen(page, "Overview");
  await expect(page.getByRole("region", { name: "Messages" })).toContainText("Finding 1 of 1");
  await expectAccessible(page);
});

test("Structure, also with two panes, the BAT, a search, a note and a menu", async ({ page }) => {
  await openSample(page, "crashed", "Structure");
  await structure(page, /Header 1/).click();
  const fields = page.getByRole("grid", { name: "Fields" });
  await fields.getByRole("row", { name: /SequenceNumber/ }).click();
  await expectAccessible(page);

  await bytes(page).getByRole("gridcell").first().click({ button: "right" });
  await expect(page.getByRole("menu")).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Second pane", exact: true }).click();
  await page.getByRole("menuitem", { name: "Original" }).click();
  await structure(page, /Block allocation table/).click();
  await expect(bat(page)).toBeVisible();
  await page.keyboard.press("Control+f");
  await page.getByRole("searchbox", { name: "Find in the file" }).fill("6c 6f 67 65");
  await page.getByRole("button", { name: "Find all" }).click();
  await expect(page.getByRole("listbox", { name: "Found" })).toBeVisible();
  await page.keyboard.press("Control+d");
  await expect(page.getByRole("textbox", { name: /^Note for file/ })).toBeFocused();
  await expectAccessible(page);
});

test("Map, with the keyboard on a block", async ({ page }) => {
  await openSample(page, "crashed", "Map");
  await page.getByRole("application", { name: "Blocks of the virtual disk" }).focus();
  await expectAccessible(page);
});

test("Log, of a crash that hit the log itself", async ({ page }) => {
  await openSample(page, "torn-log", "Log");
  await expect(page.getByRole("table", { name: "Log entries" })).toBeVisible();
  await expectAccessible(page);
});

test("Compare, of layers and of headers", async ({ page }) => {
  await openSample(page, "crashed", "Compare");
  await expect(page.getByText("BAT: 10 entries changed.")).toBeVisible();
  await page.keyboard.press("n");
  await expect(page.getByText("1 of 10", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("radio", { name: "Header 1 and 2" }).check();
  await expect(page.getByText(/^Header: \d+ difference/)).toBeVisible();
  await expectAccessible(page);
});

test("Disk, with replayed bytes", async ({ page }) => {
  await openSample(page, "crashed", "Disk");
  // The key works only once the blocks are known.
  await expect(page.getByRole("button", { name: "Next changed block" })).toBeEnabled();
  await page.keyboard.press("n");
  await expect(page.getByRole("region", { name: "Block at the cursor" })).toContainText("Block 7");
  await expectAccessible(page);
});

test("Export, and the question before a replay that is not whole", async ({ page }) => {
  await openSample(page, "crashed", "Log");
  await page.getByRole("button", { name: "One entry back" }).click();
  await showScreen(page, "Export");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Export replayed copy" }).click();
  await expect(page.getByRole("alertdialog")).toContainText("not the whole replay");
  await expectAccessible(page);
});

test("the palette, what it goes to, and the shortcuts", async ({ page }) => {
  await openSample(page, "crashed", "Structure");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "Commands" })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+g");
  await page.getByRole("combobox", { name: "Command" }).fill("block 999");
  await expect(page.getByRole("dialog", { name: "Go to" })).toContainText("64");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await expectAccessible(page);
});

test("the palette with commands, an error message and nothing at all", async ({ page }) => {
  await openSample(page, "crashed", "Structure");
  await page.keyboard.press("Control+k");
  const command = page.getByRole("combobox", { name: "Command" });
  await command.fill("0x80070570");
  await expect(page.getByRole("option", { name: /0x80070570/ })).toBeVisible();
  await expectAccessible(page);
  await command.fill("no such command");
  await expect(page.getByText("No matching commands.")).toBeVisible();
  await expectAccessible(page);
});

test("the menus of a structure, a block, a part of the file and a log entry", async ({ page }) => {
  await openSample(page, "crashed", "Structure");
  await structure(page, /Header 1/).click({ button: "right" });
  await expect(page.getByRole("menu", { name: "Header 1" })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await showScreen(page, "Map");
  for (const [map, menu] of [
    ["Structures in the file", "File map"],
    ["Blocks of the virtual disk", "Block map"],
  ] as const) {
    // One after the other: there is one page.
    // oxlint-disable no-await-in-loop
    await page
      .getByRole("application", { name: map })
      .click({ position: { x: 100, y: 20 }, button: "right" });
    await expect(page.getByRole("menu", { name: menu })).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    // oxlint-enable no-await-in-loop
  }
  await showScreen(page, "Log");
  const entries = page.getByRole("table", { name: "Log entries" });
  await entries.getByRole("row").nth(1).click({ button: "right" });
  await expect(page.getByRole("menu")).toBeVisible();
  await expectAccessible(page);
});

test("the questions before a log is discarded and a file with changes is closed", async ({ page }) => {
  await openSample(page, "crashed", "Log");
  await page.getByRole("button", { name: "Discard log" }).click();
  const question = page.getByRole("alertdialog");
  await expect(question.getByRole("listitem").first()).toBeVisible();
  await expectAccessible(page);
  await question.getByRole("button", { name: "Discard log" }).click();
  await expect(page.getByText("Empty on the Edited layer")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Close file" }).click();
  await expect(question.getByRole("button", { name: "Discard changes" })).toBeVisible();
  await expectAccessible(page);
});

test.describe("800 px", () => {
  test.use({ viewport: { width: 800, height: 700 } });

  test("dialogs, the palette and a menu", async ({ page }) => {
    await openSample(page, "crashed", "Overview");
    await page.getByRole("button", { name: "Repair…" }).click();
    const repair = page.getByRole("dialog", { name: /^Repair / });
    await expect(repair.getByRole("button", { name: /and check$/ })).toBeVisible();
    await expectAccessible(page);
    await repair.getByRole("button", { name: "Cancel" }).click();
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("dialog", { name: "Commands" })).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await showScreen(page, "Disk");
    await page.getByRole("button", { name: "Fill range", exact: true }).click();
    await expect(page.getByRole("dialog", { name: "Fill range" })).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await bytes(page).getByRole("gridcell").first().click({ button: "right" });
    await expect(page.getByRole("menu")).toBeVisible();
    await expectAccessible(page);
  });
});

test("a damaged disk: what is wrong is marked everywhere", async ({ page }) => {
  await openCorpus(page, "bat-duplicate-offset.vhdx");
  await expectAccessible(page);
  await page.keyboard.press("F8");
  await expect(bat(page).getByRole("row", { selected: true })).toContainText("FULLY_PRESENT");
  await expectAccessible(page);
  await showScreen(page, "Map");
  await page.getByRole("radiogroup", { name: "Colour by" }).getByRole("radio", { name: "Problems" }).check();
  await expectAccessible(page);
});

test("a disk that can't be read, and one that is read anyway", async ({ page }) => {
  await openCorpus(page, "log-no-valid-entry.vhdx");
  await expectAccessible(page);
  await showScreen(page, "Log");
  await expect(page.getByText(/the log holds no sequence that can be replayed/)).toBeVisible();
  await expectAccessible(page);
  await showScreen(page, "Compare");
  await expect(page.getByText(/^Header: \d+ difference/)).toBeVisible();
  await page.getByRole("radio", { name: "Layers" }).check();
  await expect(page.getByText("Can't compare.")).toBeVisible();
  await expectAccessible(page);
  await showScreen(page, "Disk");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Read anyway" }).click();
  await expect(bytes(page).getByRole("row", { name: /^00000000/ })).toBeVisible();
  await expectAccessible(page);
});

test("a disk whose bytes are in its parent", async ({ page }) => {
  await openCorpus(page, "dissect-differencing.avhdx");
  await expectAccessible(page);
  await showScreen(page, "Disk");
  await expect(page.getByRole("region", { name: "Block at the cursor" })).toContainText("in the parent disk");
  await expectAccessible(page);
});

test("a chain: its files, whose the sectors are, and what can be done with it", async ({ page }) => {
  requireTool(test, "corpus");
  const child = "chain-dirty-child-1-child.vhdx";
  await openCorpus(page, child);
  const chain = page.getByRole("tree", { name: "Chain" });
  await expect(chain.getByRole("treeitem", { name: /^Missing/ })).toBeVisible();
  await expectAccessible(page);
  await dropFiles(page, [await unpack("chain-dirty-child-0-base.vhdx")]);
  await expect(chain.getByText("parent_linkage matches")).toBeVisible();
  await expectAccessible(page);
  for (const name of ["Relink", "Create child", "Choose parent"] as const) {
    // One after the other: there is one page.
    // oxlint-disable no-await-in-loop
    await page.getByRole("button", { name, exact: true }).click();
    await expect(page.getByRole("dialog", { name })).toContainText(/disk|parent/);
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    // oxlint-enable no-await-in-loop
  }
  await page.getByRole("button", { name: "2 files" }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await showScreen(page, "Map");
  await page.getByRole("radiogroup", { name: "Colour by" }).getByRole("radio", { name: "Owner" }).check();
  await expect(page.getByRole("table", { name: "Bytes by owner" }).getByRole("row").nth(1)).toBeVisible();
  await expectAccessible(page);
  await showScreen(page, "Compare");
  await page.getByRole("radio", { name: "Parent", exact: true }).check();
  await expect(page.getByRole("table", { name: "Differences" }).getByRole("row").nth(1)).toBeVisible();
  await expectAccessible(page);
  await showScreen(page, "Export");
  await expectAccessible(page);
});

test("a file that is not a VHDX, where it has little to show", async ({ page }, { outputDir }) => {
  await mkdir(outputDir, { recursive: true });
  const file = path.join(outputDir, "notes.txt");
  await writeFile(file, "Buy more disks.\n");
  await openImage(page, file);
  await expectAccessible(page);
  for (const screen of ["Structure", "Map", "Log", "Export"] as const) {
    // One after the other: there is one page.
    // oxlint-disable-next-line no-await-in-loop
    await showScreen(page, screen);
    // oxlint-disable-next-line no-await-in-loop
    await expectAccessible(page);
  }
});

test("changes of the user's, where they are made, compared and saved", async ({ page }) => {
  await openSample(page, "crashed", "Disk");
  await fillDisk(page, 0x700000, 4096, "c3");
  await expect(page.getByRole("radio", { name: "Edited" })).toBeChecked();
  await expect(bytes(page).getByRole("gridcell", { name: /changed by you/ })).toBeVisible();
  await expectAccessible(page);
  await showScreen(page, "Compare");
  await page.getByRole("radiogroup", { name: "Side B" }).getByRole("radio", { name: "Edited" }).check();
  await page.keyboard.press("n");
  await expectAccessible(page);
  await showScreen(page, "Export");
  await expect(changesList(page).getByRole("listitem")).toHaveCount(1);
  await expectAccessible(page);
});
