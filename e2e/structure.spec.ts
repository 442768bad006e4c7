import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { Locator, Page } from "@playwright/test";
import { corpusImage, unpack } from "./support/corpus.ts";
import { expect, openPlatter, test } from "./support/fixtures.ts";
import { requireTool } from "./support/needs.ts";
import { qemuImg, withFolder } from "./support/qemu.ts";
import { downloaded, openImage, saveByDownload, showScreen } from "./support/workbench.ts";
import { QUICK } from "./support/full.ts";

const structures = (page: Page) => page.getByRole("treegrid", { name: "Structures" });
const bytes = (page: Page) => page.getByRole("grid", { name: "Bytes", exact: true });
const fields = (page: Page) => page.getByRole("grid", { name: "Fields" });
const bat = (page: Page) => page.getByRole("grid", { name: "BAT" });
const find = (page: Page) => page.getByRole("search", { name: "Find bytes" });

/** Waits until the grid's active cell, as a screen reader is told, has the name. */
async function expectCursor(grid: Locator, name: RegExp): Promise<void> {
  await expect(async () => {
    const id = await grid.getAttribute("aria-activedescendant");
    await expect(grid.page().locator(`[id="${id}"]`)).toHaveAccessibleName(name, { timeout: 1000 });
  }).toPass({ timeout: 20_000 });
}

async function selectStructure(page: Page, name: RegExp): Promise<void> {
  const row = structures(page).getByRole("row", { name });
  await row.click();
  await expect(row).toHaveAttribute("aria-selected", "true");
}

/** Opens the crashed sample, which holds a log entry that was never applied. */
async function openCrashed(page: Page): Promise<void> {
  await openPlatter(page, "sample=crashed");
  await showScreen(page, "Structure");
  await expect(structures(page).getByRole("row", { name: /Header 1/ })).toBeVisible();
}

async function goTo(page: Page, place: string): Promise<void> {
  await page.keyboard.press("Control+g");
  await page.getByRole("combobox").fill(place);
  await page.keyboard.press("Enter");
}

test("a structure, its bytes and its fields move together, whichever is chosen", QUICK, async ({ page }) => {
  await openCrashed(page);

  await selectStructure(page, /Header 1/);
  await expect(bytes(page).getByRole("row", { name: /^00010000/ })).toContainText("head");
  await expect(fields(page).getByRole("row", { name: /Signature/ })).toBeVisible();

  await fields(page)
    .getByRole("row", { name: /SequenceNumber/ })
    .click();
  await expectCursor(bytes(page), /^0x1000f, .*SequenceNumber/);
  await page.keyboard.press("]");
  await expect(fields(page).getByRole("row", { selected: true })).toContainText("FileWriteGuid");
  await page.keyboard.press("[");
  await page.keyboard.press("[");
  await expect(fields(page).getByRole("row", { selected: true })).toContainText("Checksum");

  await goTo(page, "0x20000");
  await expect(structures(page).getByRole("row", { selected: true })).toContainText("Header 2");
  await expect(fields(page).getByRole("row", { selected: true })).toContainText("Signature");
  await bytes(page)
    .getByRole("row", { name: /^00020040/ })
    .getByRole("gridcell")
    .first()
    .click();
  await expect(fields(page).getByRole("row", { selected: true })).toContainText("LogVersion");
});

test("a value that points somewhere leads there", async ({ page }) => {
  await openCrashed(page);
  await selectStructure(page, /Header 1/);
  await fields(page)
    .getByRole("row", { name: /LogOffset/ })
    .getByRole("button", { name: /Go to/ })
    .click();
  await expect(structures(page).getByRole("row", { selected: true })).toContainText("Log");
  await expect(bytes(page).getByRole("row", { name: /^00100000/ })).toBeVisible();
});

test("the tree is walked with the keyboard alone", QUICK, async ({ page }) => {
  await openCrashed(page);
  const tree = structures(page);
  await tree.focus();
  await page.keyboard.press("Home");
  await expect(tree.getByRole("row", { selected: true })).toContainText("File type identifier");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const table = tree.getByRole("row", { name: /Region table 1/ });
  await expect(table).toHaveAttribute("aria-selected", "true");
  await expect(table).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.press("ArrowRight");
  await expect(table).toHaveAttribute("aria-expanded", "true");
  await expect(tree.getByRole("row", { name: /BAT/ }).first()).toHaveAttribute("aria-level", "2");
  await page.keyboard.press("ArrowRight");
  const child = tree.getByRole("row", { selected: true });
  await expect(child).toHaveAttribute("aria-level", "2");
  await page.keyboard.press("ArrowLeft");
  await expect(table).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowLeft");
  await expect(table).toHaveAttribute("aria-expanded", "false");
});

test(
  "bytes are selected with the keyboard and the mouse, copied and checked",
  QUICK,
  async ({ page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await openCrashed(page);
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
    const grid = bytes(page);

    await goTo(page, "0");
    await expectCursor(grid, /^0x0, 76, v/);
    await grid.focus();
    for (let step = 0; step < 7; step += 1) await page.keyboard.press("Shift+ArrowRight");
    await expect(grid.getByRole("gridcell", { selected: true })).toHaveCount(8);
    await page.keyboard.press("Control+c");
    await expect.poll(clipboard).toBe("76 68 64 78 66 69 6c 65");
    // CRC-32C of "vhdxfile".
    await expect(page.getByRole("region", { name: "Data inspector" })).toContainText("0xfe8155fc");

    await page.keyboard.press("Shift+F10");
    await page.getByRole("menuitem", { name: "Copy as C array" }).click();
    await expect.poll(clipboard).toContain("0x76, 0x68, 0x64, 0x78, 0x66, 0x69, 0x6c, 0x65");

    await page.keyboard.press("Control+End");
    await expectCursor(grid, /^0x[0-9a-f]+fffff,/);
    await page.keyboard.press("Control+Home");
    await expectCursor(grid, /^0x0, 76/);

    const row = grid.getByRole("row", { name: /^00000000/ }).getByRole("gridcell");
    await row.nth(2).hover();
    await page.mouse.down();
    await row.nth(5).hover();
    await page.mouse.up();
    await expect(grid.getByRole("gridcell", { selected: true })).toHaveText(["64", "78", "66", "69"]);
  },
);

test("a byte tells its field at the pointer and at the cursor, and each field has a colour", async ({
  page,
}) => {
  await openCrashed(page);
  await selectStructure(page, /Header 1/);
  const cell = (index: number) =>
    bytes(page)
      .getByRole("row", { name: /^00010000/ })
      .getByRole("gridcell")
      .nth(index);
  const told = (text: string) => page.getByText(text, { exact: true });
  await cell(9).hover();
  await expect(told("0x00010009, byte 2 of 8, Header 1")).toBeVisible();
  const colour = (index: number) => cell(index).evaluate((each) => getComputedStyle(each).backgroundColor);
  const colours = await Promise.all([0, 4, 8].map(colour));
  expect(new Set(colours).size).toBe(3);

  // A structure that is not the selected one.
  await goTo(page, "0x20009");
  await selectStructure(page, /File type identifier/);
  await goTo(page, "0x20010");
  await bytes(page).focus();
  await page.keyboard.press("ArrowRight");
  await expect(told("0x00020011, byte 2 of 16, Header 2")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(told("0x00020011, byte 2 of 16, Header 2")).toHaveCount(0);

  const field = fields(page).getByRole("row", { name: /^SequenceNumber/ });
  await field.click();
  await expect(page.getByRole("region", { name: "Chosen field" })).toContainText("0x00020008, 8 bytes");
  const heights = await fields(page)
    .getByRole("row")
    .evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height));
  expect(new Set(heights).size).toBe(1);
});

test("what is copied is what the column shows, and Ctrl+A selects all", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openCrashed(page);
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await goTo(page, "0");
  const row = bytes(page).getByRole("row", { name: /^00000000/ });
  const box = await row.getByRole("gridcell").last().boundingBox();
  if (box === null) throw new Error("no text column");
  const at = (character: number) => box.x + (box.width / 16) * (character + 0.5);
  await page.mouse.move(at(0), box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(at(7), box.y + box.height / 2);
  await page.mouse.up();
  await page.keyboard.press("Control+c");
  await expect.poll(clipboard).toBe("vhdxfile");

  await row.getByRole("gridcell").first().click();
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Control+c");
  await expect.poll(clipboard).toBe("76 68");

  await page.keyboard.press("Control+a");
  await expect(page.getByRole("contentinfo")).toContainText(/file 0x00000000 \+\d+ MiB/);
});

test("a structure has a menu, by the mouse and by keys", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openCrashed(page);
  await structures(page)
    .getByRole("row", { name: /Header 2/ })
    .click({ button: "right" });
  await page.getByRole("menuitem", { name: "Copy offset" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe("0x00020000");

  await structures(page).focus();
  await page.keyboard.press("ArrowDown");
  await expect(structures(page).getByRole("row", { selected: true })).toContainText("Region table 1");
  await page.keyboard.press("Shift+F10");
  const menu = page.getByRole("menu", { name: "Region table 1" });
  await expect(menu.getByRole("menuitem", { name: "Open" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(structures(page).getByRole("row", { name: /Region table 1/ })).toHaveAttribute(
    "aria-expanded",
    "true",
  );
  await expect(structures(page)).toBeFocused();
});

test("the selection is saved byte for byte", async ({ page }) => {
  await openCrashed(page);
  await saveByDownload(page);
  await showScreen(page, "Structure");
  await selectStructure(page, /Header 1/);
  await fields(page)
    .getByRole("row", { name: /Signature/ })
    .click();
  const file = await downloaded(page, () =>
    page.getByRole("button", { name: "Save the selected bytes" }).click(),
  );
  expect(await readFile(file, "latin1")).toBe("head");
});

test("a pattern is found forward, backward, and everywhere at once", async ({ page }) => {
  await openCrashed(page);
  await page.keyboard.press("Control+f");
  await page.getByRole("searchbox", { name: "Find in the file" }).fill("68 65 61 64");
  await page.keyboard.press("Enter");
  await expect(structures(page).getByRole("row", { selected: true })).toContainText("Header 1");
  await page.keyboard.press("F3");
  await expect(structures(page).getByRole("row", { selected: true })).toContainText("Header 2");
  await page.keyboard.press("Shift+F3");
  await expect(structures(page).getByRole("row", { selected: true })).toContainText("Header 1");
  await page.keyboard.press("Shift+F3");
  await expect(structures(page).getByRole("row", { selected: true })).toContainText("Header 2");
  await expect(find(page).getByRole("status")).toHaveText("Went on from the end");

  await page.getByRole("button", { name: "Find all" }).click();
  const hits = find(page).getByRole("listbox", { name: "Found" });
  await expect(hits.getByRole("option")).toHaveText(["0x00010000", "0x00020000"]);
  await hits.getByRole("option", { name: "0x00010000" }).click();
  await expect(structures(page).getByRole("row", { selected: true })).toContainText("Header 1");
  await expect(find(page).getByRole("status")).toHaveText("1 of 2");

  await page.getByRole("button", { name: /Look for/ }).click();
  await page.getByRole("option", { name: "GUID" }).click();
  await page.getByRole("searchbox").fill("2dc27766-f623-4200-9d64-115e9bfd4a08");
  await page.keyboard.press("Enter");
  await expect(structures(page).getByRole("row", { selected: true })).toContainText("BAT");
});

test("find takes a text for text, bytes for bytes, and says so", async ({ page }) => {
  await openCrashed(page);
  await page.keyboard.press("Control+f");
  const box = page.getByRole("searchbox", { name: "Find in the file" });
  await box.fill("head");
  await expect(find(page)).toContainText("Taken as text");
  await page.keyboard.press("Enter");
  await expect(structures(page).getByRole("row", { selected: true })).toContainText("Header 1");

  await box.fill("72 65 67 69");
  await expect(find(page)).toContainText("Taken as hex bytes");
  await page.keyboard.press("Enter");
  await expect(structures(page).getByRole("row", { selected: true })).toContainText("Region table 1");
  await find(page).getByRole("button", { name: "Take as text" }).click();
  await box.press("Enter");
  await expect(find(page).getByRole("status")).toHaveText("Not found");
});

test("find on the Log screen looks in the log", async ({ page }) => {
  await openCrashed(page);
  await showScreen(page, "Log");
  await expect(page.getByRole("table", { name: "Log entries" })).toBeVisible();
  await page.keyboard.press("Control+f");
  const box = page.getByRole("searchbox", { name: "Find in the log" });
  await expect(box).toBeFocused();
  await box.fill("64 65 73 63");
  await page.keyboard.press("Enter");
  await expect(structures(page).getByRole("row", { selected: true })).toContainText("descriptor");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("68 65 61 64");
  await page.keyboard.press("Enter");
  await expect(find(page).getByRole("status")).toHaveText("Not found");
});

test("a bookmark keeps its note and goes into the report", async ({ page }) => {
  await openCrashed(page);
  await selectStructure(page, /Header 2/);
  await page.keyboard.press("Control+d");
  await page.getByRole("textbox", { name: "Note for file 0x00020000" }).fill("look here");
  await selectStructure(page, /File type identifier/);
  await page
    .getByRole("region", { name: "Bookmarks" })
    .getByRole("button", { name: /0x00020000/ })
    .click();
  await expect(structures(page).getByRole("row", { selected: true })).toContainText("Header 2");

  await saveByDownload(page);
  const report = await downloaded(page, () =>
    page.getByRole("button", { name: "Export report (JSON)" }).click(),
  );
  expect(JSON.parse(await readFile(report, "utf8"))).toMatchObject({
    bookmarks: [{ space: "file", offset: "131072", note: "look here" }],
  });
});

test("two panes scroll together and point out what differs", async ({ page }) => {
  await openCrashed(page);
  await page.getByRole("button", { name: "Second pane", exact: true }).click();
  await page.getByRole("menuitem", { name: "Original" }).click();
  const other = page.getByRole("grid", { name: "Bytes, Original" });
  await selectStructure(page, /Block allocation table/);
  await expect(other.getByRole("row", { name: /^00300000/ })).toBeVisible();
  await goTo(page, "0x30000");
  await expect(other.getByRole("row", { name: /^00030000/ })).toBeVisible();

  await selectStructure(page, /Header 1/);
  await page.getByRole("button", { name: "Second pane", exact: true }).click();
  await page.getByRole("menuitem", { name: /other copy/ }).click();
  const twin = page.getByRole("grid", { name: "Bytes of the other copy" });
  const row = twin.getByRole("row", { name: /^00020000/ });
  await expect(row).toContainText("head");
  const [left, right] = [
    await bytes(page)
      .getByRole("row", { name: /^00010000/ })
      .boundingBox(),
    await row.boundingBox(),
  ];
  expect(right?.y).toBe(left?.y);
});

test("what the replay changed is named in the bytes and the BAT", async ({ page }) => {
  requireTool(test, "corpus");
  await openImage(page, await unpack(corpusImage("log-ten.vhdx").file));
  await showScreen(page, "Structure");
  await selectStructure(page, /Block allocation table/);
  const changed = bat(page).getByRole("row", { name: /Changed by replay/ });
  await expect(changed).toHaveCount(3);
  await changed.first().click();
  await expect(
    fields(page)
      .getByRole("row", { name: /Changed by replay/ })
      .first(),
  ).toBeVisible();
  // Entry 7, whose state is in its lowest byte.
  await goTo(page, "0x300038");
  await expectCursor(bytes(page), /^0x300038, 06, .*changed by replay$/);

  await page.getByRole("radiogroup", { name: "Layer" }).getByRole("radio", { name: "Original" }).check();
  await expect(changed).toHaveCount(0);
  await expectCursor(bytes(page), /^0x300038, 00/);
  await expect(structures(page).getByRole("row", { selected: true })).toBeVisible();
});

test("64 TiB: the BAT's table and the bytes reach their last row", async ({ page }) => {
  requireTool(test, "qemu-img");
  await withFolder(async (folder) => {
    const file = path.join(folder, "64tib.vhdx");
    await qemuImg("create", "-q", "-f", "vhdx", "-o", "block_size=1M", file, "64T");
    await openImage(page, file);
    await showScreen(page, "Structure");
    await selectStructure(page, /Block allocation table/);

    await bat(page).focus();
    await page.keyboard.press("End");
    const last = bat(page).getByRole("row", { selected: true });
    await expect(last).toContainText("67,125,246");
    await expect(last).toContainText("0x3ffffff00000");
    await expect(structures(page).getByRole("row", { selected: true })).toContainText("67,125,246");
    await page.keyboard.press("Home");
    await expect(bat(page).getByRole("row", { selected: true })).toContainText("0x00000000");

    const { size } = await stat(file);
    await bytes(page).focus();
    await page.keyboard.press("Control+End");
    const end = new RegExp(`^0x${(size - 1).toString(16)},`);
    await expectCursor(bytes(page), end);
  });
});
