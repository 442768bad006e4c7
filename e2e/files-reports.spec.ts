import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { fillDisk } from "./support/editing.ts";
import { dirtyChain, rawDisk, storedDisk } from "./support/file-system-disks.ts";
import { details, entry, folderGrid, reportRows, showFiles } from "./support/files-screen.ts";
import { dropFiles, expect, openPlatter, test } from "./support/fixtures.ts";
import { blocksOf, debugfs, GUEST_BLOCK, guestTree, rawExt4 } from "./support/guest.ts";
import { type Need, requireTool } from "./support/needs.ts";
import { withFolder } from "./support/qemu.ts";
import { chooseLayer, goToDisk, openImage, showScreen, untilChecked } from "./support/workbench.ts";

const MIB = 2 ** 20;
const TOOLS: readonly Need[] = ["mkfs.ext4", "debugfs"];

/** Names at the root as the kernel's mount showed them, those that are plain text. */
function kernelNames(manifest: string): readonly string[] {
  const entries = JSON.parse(
    gunzipSync(readFileSync(`workers/testing/fs/ext/${manifest}.json.gz`)).toString(),
  ) as readonly { readonly path: string }[];
  return plain(entries.map(({ path }) => path).filter((path) => !path.includes("/")));
}

const plain = (names: readonly string[]) => names.filter((name) => /^[\w.-]+$/.test(name)).toSorted();

/** Plain names in the folder that is shown. */
async function shownNames(page: Page): Promise<readonly string[]> {
  const names = await folderGrid(page)
    .getByRole("row")
    .evaluateAll((rows) =>
      rows.slice(1).map((row) => row.querySelector("[title]")?.getAttribute("title") ?? ""),
    );
  return plain(names);
}

/** A tall window, in which all entries of a folder are in sight. */
const TALL = { width: 1280, height: 1600 };

test.describe("the journal", () => {
  test.use({ viewport: TALL });

  test("as stored, applied, and up to each of its transactions", async ({ page }) => {
    await withFolder(async (folder) => {
      await storedDisk("ext4-dirty", `${folder}/dirty.vhdx`);
      await openImage(page, `${folder}/dirty.vhdx`);
      await showFiles(page, "newlink");
      const journal = page.getByRole("radiogroup", { name: "Journal", exact: true });
      await expect(journal.getByRole("radio", { name: "Applied" })).toBeChecked();
      const [stored, applied] = [kernelNames("ext4-dirty.stored"), kernelNames("ext4-dirty")];
      expect(stored).not.toEqual(applied);
      expect(await shownNames(page)).toEqual(applied);

      const slider = page.getByRole("slider", { name: "Applied up to transaction" });
      const most = Number(await slider.getAttribute("max"));
      expect(most).toBeGreaterThan(1);
      const seen: (readonly string[])[] = [];
      for (let upTo = 1; upTo <= most; upTo += 1) {
        // One after the other: there is one page.
        // oxlint-disable no-await-in-loop
        await slider.fill(String(upTo));
        await expect(page.getByText(`${upTo} of ${most}`, { exact: true })).toBeVisible();
        const said = upTo === most ? "applies them" : `applies ${upTo} of them`;
        await expect(page.getByText(new RegExp(`Platter ${said} in memory`))).toBeVisible();
        await expect(entry(page, "lost+found")).toBeVisible();
        seen.push(await shownNames(page));
        // oxlint-enable no-await-in-loop
      }
      expect(seen.at(-1)).toEqual(applied);

      await journal.getByRole("radio", { name: "As stored" }).check();
      await expect(slider).toHaveCount(0);
      await expect(entry(page, "newlink")).toHaveCount(0);
      expect(await shownNames(page)).toEqual(stored);
      await expect(page.getByRole("button", { name: "Changed files" })).toHaveCount(0);
      await journal.getByRole("radio", { name: "Applied" }).check();
      await expect(entry(page, "newlink")).toBeVisible();

      await page.getByRole("button", { name: "Changed files" }).click();
      await page.getByRole("menuitem", { name: "the volume as stored" }).click();
      const rows = await reportRows(page, "Changed files");
      const changeOf = (path: string) => rows.find(([first]) => first === path)?.[1] ?? "none";
      for (const name of applied.filter((each) => !stored.includes(each)))
        expect([name, changeOf(name)]).toEqual([name, "added"]);
      for (const name of stored.filter((each) => !applied.includes(each)))
        expect([name, changeOf(name)]).toEqual([name, "removed"]);
      await expectAccessible(page);
    });
  });

  test("deleted files, with what of them is free still", async ({ page }) => {
    await withFolder(async (folder) => {
      await storedDisk("ext4-dirty", `${folder}/dirty.vhdx`);
      await openImage(page, `${folder}/dirty.vhdx`);
      await showFiles(page, "newlink");
      const gone = folderGrid(page).getByRole("row", { name: /^Deleted / });
      const toggle = page.getByRole("checkbox", { name: "Deleted files" });
      await expect(gone).toHaveCount(0);
      await toggle.check();
      await expect(page.getByText(/^\d+ deleted files were found/)).toBeVisible();
      const count = await gone.count();
      expect(count).toBeGreaterThan(0);
      await expect(page.getByText(new RegExp(`^\\d+ entries, ${count} deleted$`))).toBeVisible();
      // Files that the guest deleted have such names. None has the name of a file that has its inode since.
      for (const row of await gone.all())
        // oxlint-disable-next-line no-await-in-loop
        await expect(row).toHaveAccessibleName(/^Deleted (\(name lost\)|deleted-\d\.txt|d\d\.txt) /);
      await gone
        .filter({ hasText: /deleted-\d\.txt|d\d\.txt/ })
        .first()
        .click();
      await expect(details(page).getByText(/^Deleted\. /)).toBeVisible();
      await expectAccessible(page);
      await toggle.uncheck();
      await expect(gone).toHaveCount(0);
    });
  });
});

/** A guest's disk in the order of the disk, with files of some MiB. */
async function largeGuest(folder: string): Promise<{ readonly raw: string; readonly vhdx: string }> {
  const tree = `${folder}/tree`;
  mkdirSync(tree);
  guestTree(tree);
  for (const name of ["kept.bin", "gone.bin"])
    writeFileSync(
      `${tree}/${name}`,
      Uint8Array.from({ length: 8 * MIB }, (_, at) => (at * 13 + (at >> 10) + name.length) & 255 || 1),
    );
  const raw = rawExt4(tree, `${folder}/guest.raw`);
  const vhdx = `${folder}/guest.vhdx`;
  return { raw, vhdx };
}

test("my own edit: the file that it changed", async ({ page }) => {
  requireTool(test, ...TOOLS);
  await withFolder(async (folder) => {
    const { raw, vhdx } = await largeGuest(folder);
    await rawDisk(raw, vhdx);
    await openImage(page, vhdx);
    await fillDisk(page, blocksOf(raw, "etc/hosts")[0] ?? 0, 4, "58");
    await showScreen(page, "Files");
    await chooseLayer(page, "Edited");
    await page.getByRole("button", { name: "Changed files" }).click();
    await page.getByRole("menuitem", { name: "the original layer" }).click();
    expect(await reportRows(page, "Changed files")).toEqual([["etc/hosts", "changed", "content"]]);
    await page
      .getByRole("table", { name: "Changed files" })
      .getByRole("button", { name: "etc/hosts" })
      .dblclick();
    await expect(entry(page, "hosts")).toHaveAttribute("aria-selected", "true");
    await expect(details(page).getByRole("region", { name: "Preview" })).toContainText("XXXX");
  });
});

test("space that could be given back, on Overview and on the map", async ({ page }) => {
  requireTool(test, ...TOOLS);
  await withFolder(async (folder) => {
    const { raw, vhdx } = await largeGuest(folder);
    const gone = new Set(blocksOf(raw, "gone.bin"));
    debugfs(raw, "rm gone.bin");
    await rawDisk(raw, vhdx);
    // Whole blocks of the disk that only the deleted file had.
    const per = MIB / GUEST_BLOCK;
    const unused = Array.from({ length: 64 }, (_, block) => block).filter((block) =>
      Array.from({ length: per }, (__, nth) => (block * per + nth) * GUEST_BLOCK).every((offset) =>
        gone.has(offset),
      ),
    );
    expect(unused.length).toBeGreaterThan(3);

    await openImage(page, vhdx);
    await page.getByRole("button", { name: "Measure unused space" }).focus();
    await page.keyboard.press("Enter");
    const said = page.getByText(
      new RegExp(`Space: ${unused.length} MiB of \\d+ MiB could be given back, in whole blocks of 1 MiB\\.`),
    );
    await expect(said).toBeVisible();
    // The button is gone.
    await expect(said).toBeFocused();
    await expectAccessible(page);

    await showScreen(page, "Map");
    await page
      .getByRole("radiogroup", { name: "Colour by" })
      .getByRole("radio", { name: "Unused space" })
      .check();
    const legend = page.getByRole("table", { name: "Blocks by state" });
    await expect(legend.getByRole("row", { name: /^Unused/ })).toContainText(String(unused.length));
    await expect(said).toBeVisible();
    const map = page.getByRole("application", { name: "Blocks of the virtual disk" });
    const card = map.locator("xpath=following-sibling::*[@role='status']");
    await map.focus();
    await page.keyboard.press("Control+Home");
    for (let block = 0; block <= Math.max(...unused); block += 1) {
      // oxlint-disable no-await-in-loop
      await expect(card).toContainText(new RegExp(`^Block ${block}\\.`));
      const words = (await card.textContent()) ?? "";
      expect([block, words.includes("no file system uses the block")]).toEqual([
        block,
        unused.includes(block),
      ]);
      await page.keyboard.press("ArrowRight");
      // oxlint-enable no-await-in-loop
    }
    await expectAccessible(page);
  });
});

/** The file that is chosen on the screen Files. */
async function expectChosen(page: Page, name: string): Promise<void> {
  await expect(page.getByRole("tab", { name: "Files" })).toHaveAttribute("aria-selected", "true");
  await expect(entry(page, name)).toHaveAttribute("aria-selected", "true");
}

test("from a byte, a block of the map and a block of the log back to the file that owns it", async ({
  page,
}) => {
  requireTool(test, ...TOOLS);
  await withFolder(async (folder) => {
    const { raw } = await largeGuest(folder);
    const after = `${folder}/after.raw`;
    copyFileSync(raw, after);
    writeFileSync(`${folder}/added.bin`, new Uint8Array(6 * MIB).fill(7));
    debugfs(after, `write ${folder}/added.bin added.bin`);
    await dirtyChain(raw, after, folder);
    await openPlatter(page);
    await dropFiles(page, [`${folder}/child.vhdx`, `${folder}/parent.vhdx`]);
    await untilChecked(page, "child.vhdx");
    await chooseLayer(page, "Replayed");

    await showScreen(page, "Disk");
    await goToDisk(page, String((blocksOf(after, "etc/hosts")[0] ?? 0) + 3));
    await page
      .getByRole("region", { name: "Block at the cursor" })
      .getByRole("button", { name: "Find the file" })
      .click();
    await expectChosen(page, "hosts");

    const first = (name: string) => blocksOf(after, name).find((offset) => offset % MIB === 0) ?? -1;
    await showScreen(page, "Disk");
    await goToDisk(page, String(first("kept.bin")));
    await showScreen(page, "Map");
    await page.getByRole("application", { name: "Blocks of the virtual disk" }).focus();
    await page.keyboard.press("Shift+F10");
    await page.getByRole("menuitem", { name: "Show the file that owns its first byte" }).click();
    await expectChosen(page, "kept.bin");

    await showScreen(page, "Log");
    const changed = page.getByRole("table", { name: "Changed BAT entries" });
    await changed
      .getByRole("button", {
        name: `Block ${first("added.bin") / MIB}: show the file that owns its first byte`,
      })
      .click();
    await expectChosen(page, "added.bin");
    // A byte that is no file's.
    await showScreen(page, "Disk");
    await goToDisk(page, "1024");
    await page.getByRole("button", { name: "Find the file" }).click();
    await expect(page.getByText("This byte belongs to no file: structure of the file system.")).toBeVisible();
  });
});

test("a file system of Windows: attributes, and what its records are called", async ({ page }) => {
  await withFolder(async (folder) => {
    await storedDisk("ntfs", `${folder}/ntfs.vhdx`);
    await openImage(page, `${folder}/ntfs.vhdx`);
    await page.getByRole("button", { name: "Show files", exact: true }).click();
    await expect(folderGrid(page).getByRole("columnheader", { name: "Attributes" })).toBeVisible();
    await folderGrid(page).getByRole("row").nth(1).click();
    await expect(details(page).getByText("MFT record", { exact: true })).toBeVisible();
    await expect(page.getByRole("radiogroup", { name: "Journal" })).toHaveCount(0);
  });
});
