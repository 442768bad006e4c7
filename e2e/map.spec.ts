import path from "node:path";
import type { Page } from "@playwright/test";
import { corpusImage, unpack } from "./support/corpus.ts";
import { expect, openPlatter, test } from "./support/fixtures.ts";
import { requireTool } from "./support/needs.ts";
import { qemuImg, withFolder } from "./support/qemu.ts";
import { chooseLayer, openImage, showScreen } from "./support/workbench.ts";
import { QUICK } from "./support/full.ts";

const grid = (page: Page) => page.getByRole("application", { name: "Blocks of the virtual disk" });
const strip = (page: Page) => page.getByRole("application", { name: "Structures in the file" });
const states = (page: Page) => page.getByRole("table", { name: "Blocks by state" });
const selectedStructure = (page: Page) =>
  page.getByRole("treegrid", { name: "Structures" }).getByRole("row", { selected: true });

async function openMap(page: Page): Promise<void> {
  await openPlatter(page, "sample=crashed");
  await showScreen(page, "Map");
  await expect(states(page).getByRole("row", { name: /FULLY_PRESENT/ })).toContainText("16");
}

/** Number of the canvas's pixels that differ from its most frequent colour. */
function painted(page: Page): Promise<number> {
  return grid(page)
    .locator("canvas")
    .evaluate((canvas) => {
      if (!(canvas instanceof HTMLCanvasElement)) return 0;
      const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      const counts = new Map<number, number>();
      for (let at = 0; at < pixels.length; at += 4) {
        const color = ((pixels[at] ?? 0) << 16) | ((pixels[at + 1] ?? 0) << 8) | (pixels[at + 2] ?? 0);
        counts.set(color, (counts.get(color) ?? 0) + 1);
      }
      return pixels.length / 4 - Math.max(...counts.values());
    });
}

test("legends count blocks by state and bytes by structure, on every layer", QUICK, async ({ page }) => {
  await openMap(page);
  await expect(states(page).getByRole("row", { name: /Changed by replay/ })).toContainText("10");
  await expect(page.getByRole("table", { name: "Sizes by structure" })).toContainText("Payload blocks16 MiB");
  await chooseLayer(page, "Original");
  await expect(states(page).getByRole("row", { name: /FULLY_PRESENT/ })).toContainText("6");
  await expect(states(page).getByRole("row", { name: /Changed by replay/ })).toContainText("0");
});

test("the counts are those of the corpus", async ({ page }) => {
  requireTool(test, "corpus");
  for (const file of ["log-many-descriptors.vhdx", "dissect-differencing.avhdx"]) {
    const names = [
      "NOT_PRESENT",
      "UNDEFINED",
      "ZERO",
      "UNMAPPED",
      "",
      "",
      "FULLY_PRESENT",
      "PARTIALLY_PRESENT",
    ];
    // Each image in its own page load.
    // oxlint-disable no-await-in-loop
    await openImage(page, await unpack(file));
    await showScreen(page, "Map");
    for (const [key, count] of Object.entries(corpusImage(file).bat_states ?? {})) {
      const [, state] = /^payload-(\d)$/.exec(key) ?? [];
      if (state === undefined || count === 0) continue;
      const row = states(page).getByRole("row", { name: new RegExp(`^${names[Number(state)]} `) });
      await expect(row.getByRole("cell").first()).toHaveText(count.toLocaleString("en-US"));
    }
    // oxlint-enable no-await-in-loop
  }
});

test("blocks are walked with the keyboard, told, and shown in Structure", async ({ page }) => {
  await openMap(page);
  const said = grid(page).locator("xpath=following-sibling::*[@role='status']");
  await grid(page).focus();
  await page.keyboard.press("Control+Home");
  for (let step = 0; step < 10; step += 1) await page.keyboard.press("ArrowRight");
  await expect(said).toContainText(/^Block 10\. .*State: FULLY_PRESENT.*Before replay: NOT_PRESENT/);
  await page.keyboard.press("Enter");
  await expect(selectedStructure(page)).toContainText("10");
  await showScreen(page, "Map");
  await grid(page).focus();
  await expect(said).toContainText(/^Block 10\./);
});

test("the file is walked, zoomed and shown in Structure with the keyboard", async ({ page }) => {
  await openMap(page);
  const said = strip(page).locator("xpath=following-sibling::*[@role='status']");
  await strip(page).focus();
  await page.keyboard.press("Home");
  await expect(said).toContainText("File identifier");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(said).toContainText("Header");
  await page.keyboard.press("+");
  await expect(page.getByText(/MiB in sight/)).toBeVisible();
  await page.keyboard.press("0");
  await expect(page.getByText(/MiB in sight/)).toHaveCount(0);
  await page.keyboard.press("Enter");
  await expect(selectedStructure(page)).toContainText("Header");
});

test("a drag zooms to what was drawn, and a menu zooms back", async ({ page }) => {
  await openMap(page);
  const box = await strip(page).boundingBox();
  if (box === null) throw new Error("no strip");
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.5, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.25, y, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByText(/MiB in sight/)).toBeVisible();

  await strip(page).focus();
  await page.keyboard.press("Home");
  // The structures in the new part of the file may not be known yet: the menu opens once they are.
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menu", { name: "File map" }).getByRole("menuitem", { name: "Whole file" }).click();
  await expect(page.getByText(/MiB in sight/)).toHaveCount(0);

  await grid(page).click({ position: { x: 100, y: 20 }, button: "right" });
  await page
    .getByRole("menu", { name: "Block map" })
    .getByRole("menuitem", { name: "Show on the Disk" })
    .click();
  await expect(page.getByRole("region", { name: "Block at the cursor" })).toContainText("Block 0");
});

test("pointing at a block tells about it, clicking selects it", async ({ page }) => {
  await openMap(page);
  await grid(page).hover({ position: { x: 100, y: 20 } });
  await expect(page.getByText("Block 0", { exact: true })).toBeVisible();
  await grid(page).click({ position: { x: 100, y: 20 } });
  await expect(page).toHaveURL(/disk=0x0|bat\/entry\/0|block\/0/);
});

test("the maps are repainted when colours change", async ({ page }) => {
  await openMap(page);
  await page.getByRole("radiogroup", { name: "Colour by" }).getByRole("radio", { name: "Problems" }).check();
  await expect.poll(() => painted(page)).toBeGreaterThan(0);
  const before = await grid(page)
    .locator("canvas")
    .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  await page.emulateMedia({ colorScheme: "dark" });
  await expect
    .poll(() =>
      grid(page)
        .locator("canvas")
        .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL()),
    )
    .not.toBe(before);
});

test("64 TiB: from the whole disk to its last single block", async ({ page }) => {
  requireTool(test, "qemu-img");
  await withFolder(async (folder) => {
    const file = path.join(folder, "64tib.vhdx");
    await qemuImg("create", "-q", "-f", "vhdx", "-o", "block_size=1M", file, "64T");
    await openImage(page, file);
    await showScreen(page, "Map");
    await expect(
      states(page)
        .getByRole("row", { name: /ZERO|NOT_PRESENT/ })
        .last(),
    ).toContainText("67,108,864", {
      timeout: 60_000,
    });
    const scale = page.getByText(/one cell is/);
    const coarsest = await scale.textContent();
    await grid(page).hover({ position: { x: 100, y: 40 } });
    await page.mouse.down();
    await grid(page).hover({ position: { x: 200, y: 60 } });
    await page.mouse.up();
    await expect(scale).not.toHaveText(coarsest ?? "");
    await grid(page).focus();
    await page.keyboard.press("0");
    await expect(scale).toHaveText(coarsest ?? "");

    await page.keyboard.press("Control+End");
    for (let step = 0; step < 20; step += 1) await page.keyboard.press("+");
    await expect(page.getByText("one cell is 1 block")).toBeVisible();
    await page.keyboard.press("Control+End");
    const said = grid(page).locator("xpath=following-sibling::*[@role='status']");
    await expect(said).toContainText(/^Block 67,108,863\. .*BAT entry: 67,125,246/);
  });
});
