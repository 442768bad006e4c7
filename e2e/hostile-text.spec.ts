import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";
import { dropFiles, expect, openPlatter, test } from "./support/fixtures.ts";
import { ITEMS, SpoiltImage } from "./support/hostile.ts";
import { requireTool } from "./support/needs.ts";
import { withFolder } from "./support/qemu.ts";
import { exportButton, saveByDownload, SCREENS, showScreen, untilChecked } from "./support/workbench.ts";
import { QUICK } from "./support/full.ts";

/** A crashed child with a parent locator. */
const CHILD = "chain-dirty-child-1-child.vhdx";
const TEXT = `"><img src=x onerror=alert(1)><script>alert(2)</script>\u202Egnp.\u2066exe\u200B`;
const NAME = `'"<img src=x onerror=alert(3)>\u202Exdhv.vhdx`;
const SHOWN_NAME = NAME.replace("\u202E", "\\u{202e}");

/** Writes a text over another, in UTF-16, cut or filled with spaces to the same length. */
const overwrite = (bytes: Buffer, offset: number, length: number) =>
  bytes.write(TEXT.slice(0, length / 2).padEnd(length / 2), offset, "utf16le");

async function hostileImage(folder: string): Promise<string> {
  const image = await SpoiltImage.of(CHILD);
  overwrite(image.bytes, 8, 256);
  image.metadataItem(ITEMS.parentLocator, (item) => {
    for (let at = 20; at < 20 + 12 * item.readUInt16LE(18); at += 12) {
      const key = item.toString(
        "utf16le",
        item.readUInt32LE(at),
        item.readUInt32LE(at) + item.readUInt16LE(at + 8),
      );
      if (!key.startsWith("parent_linkage"))
        overwrite(item, item.readUInt32LE(at + 4), item.readUInt16LE(at + 10));
    }
  });
  const file = path.join(folder, NAME);
  await writeFile(file, image.bytes);
  return file;
}

/** The texts, for users and for screen readers, that contain characters which must not be in them. */
async function hiddenText(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const told = [document.title, document.body.innerText];
    for (const element of document.querySelectorAll("*"))
      for (const name of ["title", "aria-label", "placeholder", "alt"])
        told.push(element.getAttribute(name) ?? "");
    return told.filter((text) => /[\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/u.test(text));
  });
}

test(
  "texts of an image and a file's name are shown as text, on every screen, with nothing hidden",
  QUICK,
  async ({ page }) => {
    requireTool(test, "corpus");
    page.on("dialog", (dialog) => {
      throw new Error(`the page ran a text: ${dialog.message()}`);
    });
    await withFolder(async (folder) => {
      await openPlatter(page);
      await dropFiles(page, [await hostileImage(folder)]);
      await untilChecked(page, SHOWN_NAME);
      await expect(page).toHaveTitle(`${SHOWN_NAME} – Platter`);
      const panel = page.getByRole("tabpanel");
      await expect(panel.getByText("\\u{202e}").first()).toBeVisible();
      await expect(panel.getByText("<script>alert(2)</script>").first()).toBeVisible();
      for (const screen of SCREENS) {
        // One after the other: there is one page.
        // oxlint-disable no-await-in-loop
        await showScreen(page, screen);
        await expect(panel).toBeVisible();
        expect(await hiddenText(page), screen).toEqual([]);
        await expect(page.locator('img[src="x"], [onerror]'), screen).toHaveCount(0);
        // oxlint-enable no-await-in-loop
      }
      await showScreen(page, "Structure");
      await page
        .getByRole("treegrid", { name: "Structures" })
        .getByRole("row", { name: /identifier/ })
        .click();
      await expect(page.getByRole("grid", { name: "Fields" })).toContainText("\\u{202e}");
      expect(await hiddenText(page)).toEqual([]);

      await saveByDownload(page);
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        exportButton(page, "Export report (HTML)").click(),
      ]);
      expect(download.suggestedFilename()).not.toMatch(/[\p{Cc}\p{Cf}"<>]/u);
    });
  },
);
