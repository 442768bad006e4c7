import { mkdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { overwrite, run } from "./support/file-systems.ts";
import {
  details,
  entry,
  folderGrid as grid,
  listing,
  showFiles,
  volumesTree as tree,
} from "./support/files-screen.ts";
import { dropFiles, expect, openPlatter, test, withoutHandles } from "./support/fixtures.ts";
import { QUICK } from "./support/full.ts";
import { ext4Disk, guestTree } from "./support/guest.ts";
import { layoutFaults } from "./support/layout-faults.ts";
import { type Need, requireTool } from "./support/needs.ts";
import { withFolder } from "./support/qemu.ts";
import { downloaded, openImage, saveByDownload, showScreen, untilChecked } from "./support/workbench.ts";

const TOOLS: readonly Need[] = ["qemu-img", "mkfs.ext4"];

/** Opens an ext4 disk with the files of `guestTree`, and shows them. */
async function openGuest(page: Page, folder: string): Promise<{ tree: string; vhdx: string }> {
  const paths = { tree: `${folder}/tree`, vhdx: `${folder}/guest.vhdx` };
  mkdirSync(paths.tree);
  guestTree(paths.tree);
  await ext4Disk(paths.tree, paths.vhdx);
  await openImage(page, paths.vhdx);
  await showFiles(page, "etc");
  return paths;
}

test("a person who wants files: show them, look into one, take all as a tar", QUICK, async ({ page }) => {
  requireTool(test, ...TOOLS);
  await withFolder(async (folder) => {
    const paths = await openGuest(page, folder);
    await expect(page.getByText(/ext4, \d+ files and folders, .* used of 64 MiB/)).toBeVisible();
    await expect(grid(page).getByRole("row")).toHaveCount(10);

    await entry(page, "usr").dblclick();
    await entry(page, "share").dblclick();
    await entry(page, "latin.txt").click();
    await expect(details(page).getByText("Text, Windows-1252")).toBeVisible();
    await expect(details(page).getByRole("region", { name: "Preview" })).toHaveText("Grüße aus Köln");
    await entry(page, "page.html").click();
    // Text, and no page: nothing of it is run or loaded. The rules of `test` see any request.
    await expect(details(page).getByRole("region", { name: "Preview" })).toContainText("<script>");
    await entry(page, "pixel.png").click();
    const picture = details(page).getByRole("img", { name: "Picture: pixel.png" });
    await expect(picture).toHaveJSProperty("naturalWidth", 1);
    await page.getByRole("navigation", { name: "Path" }).getByRole("button", { name: "Root" }).click();

    await saveByDownload(page);
    await showScreen(page, "Files");
    await expect(entry(page, "etc")).toBeVisible();
    const tar = await downloaded(page, () =>
      page.getByRole("button", { name: "Extract as tar", exact: true }).click(),
    );
    const done = page.getByRole("status", { name: "Extracted" });
    await expect(done).toContainText("wsl --import");
    mkdirSync(`${folder}/out`);
    run("tar", ["-xpf", tar, "-C", `${folder}/out`]);
    expect(listing(`${folder}/out`)).toBe(listing(paths.tree));

    const manifest = await downloaded(page, () =>
      done.getByRole("button", { name: "Save manifest" }).click(),
    );
    const hosts = run("sha256sum", [`${paths.tree}/etc/hosts`]).slice(0, 64);
    expect(await readFile(manifest, "utf8")).toContain(hosts);
  });
});

test("the keyboard alone: sort, type to find, open, pick, go up, find by name", async ({ page }) => {
  requireTool(test, ...TOOLS);
  await withFolder(async (folder) => {
    await openGuest(page, folder);
    await grid(page).focus();
    await page.keyboard.type("many");
    await expect(entry(page, "many")).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("Enter");
    await expect(page.getByText("120 entries")).toBeVisible();
    await page.keyboard.press("End");
    await expect(entry(page, "file120.txt")).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("Shift+ArrowUp");
    await page.keyboard.press("Shift+ArrowUp");
    await expect(page.getByText("3 selected")).toBeVisible();
    await page.keyboard.press("Control+a");
    await expect(page.getByText("120 selected")).toBeVisible();
    await page.keyboard.press("Backspace");
    await expect(entry(page, "many")).toHaveAttribute("aria-selected", "true");

    await tree(page).focus();
    await page.keyboard.press("Home");
    await expect(tree(page).getByRole("treeitem", { name: /guest/ })).toHaveAttribute(
      "aria-expanded",
      "true",
    );
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await expect(tree(page).getByRole("treeitem", { name: "deep" })).toBeVisible();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(entry(page, "er")).toBeVisible();

    await page.keyboard.press("Control+f");
    await expect(page.getByRole("searchbox", { name: "Find file" })).toBeFocused();
    await page.keyboard.type("*.conf");
    await page.keyboard.press("Enter");
    const found = page.getByRole("table", { name: "Found files", exact: true });
    await expect(found.getByRole("row")).toHaveCount(2);
    await found.getByRole("button", { name: "etc/deep/er/still/here.conf" }).focus();
    await page.keyboard.press("Enter");
    await expect(entry(page, "here.conf")).toHaveAttribute("aria-selected", "true");
    await expect(details(page)).toContainText("depth = 4");
  });
});

test("Back and Forward, an address in numbers, the layer, and where a file lies", async ({ page }) => {
  requireTool(test, ...TOOLS);
  await withFolder(async (folder) => {
    const { vhdx } = await openGuest(page, folder);
    await entry(page, "etc").dblclick();
    // A position that lasted a moment is none.
    await expect.poll(() => page.url()).toMatch(/&folder=\d+$/);
    await entry(page, "deep").dblclick();
    await expect.poll(() => page.url()).toMatch(/&folder=\d+\.\d+$/);
    await page.goBack();
    await expect(entry(page, "hosts")).toBeVisible();
    await page.goForward();
    await expect(entry(page, "er")).toBeVisible();
    await page.goBack();
    await entry(page, "hosts").click();
    await expect.poll(() => page.url()).toMatch(/&volume=1&folder=\d+&entry=\d+$/);
    expect(page.url()).not.toMatch(/etc|hosts/);
    const hash = new URL(page.url()).hash.slice(1);

    await page.getByRole("radiogroup", { name: "Layer" }).getByRole("radio", { name: "Replayed" }).check();
    await expect(entry(page, "hosts")).toHaveAttribute("aria-selected", "true");
    await details(page)
      .getByRole("button", { name: /on Disk$/ })
      .first()
      .click();
    await expect(page.getByRole("tab", { name: "Disk" })).toHaveAttribute("aria-selected", "true");
    await expect(page.getByRole("grid", { name: "Bytes" })).toContainText("127.0.0.1");

    await page.goto("about:blank");
    await openPlatter(page, hash);
    await dropFiles(page, [vhdx]);
    await untilChecked(page, "guest.vhdx");
    await expect(entry(page, "hosts")).toHaveAttribute("aria-selected", "true");
    await expect(details(page)).toContainText("localhost");
  });
});

test("a folder of the browser takes files, and what is picked alone", async ({ page }) => {
  requireTool(test, ...TOOLS);
  await page.addInitScript(() => {
    Object.assign(window, {
      showDirectoryPicker: async () =>
        (await navigator.storage.getDirectory()).getDirectoryHandle("taken", { create: true }),
    });
  });
  await withFolder(async (folder) => {
    await openGuest(page, folder);
    await entry(page, "etc").click();
    await entry(page, "empty").click({ modifiers: ["Control"] });
    await page.getByRole("button", { name: "Extract to folder", exact: true }).click();
    await expect(page.getByRole("status", { name: "Extracted" })).toContainText("3 files");
    const taken = await page.evaluate(async () => {
      const names: string[] = [];
      const list = async (at: FileSystemDirectoryHandle, before: string): Promise<void> => {
        for await (const [name, handle] of (
          at as unknown as { entries(): AsyncIterable<[string, FileSystemHandle]> }
        ).entries()) {
          names.push(before + name);
          if (handle.kind === "directory")
            await list(handle as FileSystemDirectoryHandle, `${before}${name}/`);
        }
      };
      const root = await navigator.storage.getDirectory();
      await list(await root.getDirectoryHandle("taken"), "");
      return names;
    });
    expect(taken).toEqual(
      expect.arrayContaining(["etc", "etc/hosts", "etc/deep/er/still/here.conf", "empty"]),
    );
    expect(taken.filter((name) => name.startsWith("usr"))).toEqual([]);
  });
});

test("a zip is downloaded where the browser has no pickers", async ({ page }) => {
  requireTool(test, ...TOOLS, "unzip");
  await withoutHandles(page);
  await withFolder(async (folder) => {
    await openGuest(page, folder);
    await expect(page.getByRole("button", { name: "Extract to folder" })).toHaveCount(0);
    await entry(page, "many").click();
    const zip = await downloaded(page, () =>
      page.getByRole("button", { name: "Extract as zip", exact: true }).click(),
    );
    const tested = run("unzip", ["-t", zip]);
    expect(tested).toContain("No errors detected");
    // The files, and a manifest where one goes with them.
    expect(tested.match(/testing: .*[^/\s] +OK/g)?.length).toBeGreaterThanOrEqual(120);
  });
});

test("a disk without files, and a file system that is gone, say so", async ({ page }) => {
  requireTool(test, ...TOOLS);
  await openPlatter(page, "sample=clean");
  await untilChecked(page, "clean.vhdx");
  await expect(page.getByRole("button", { name: "Show files" })).toHaveCount(0);
  await showScreen(page, "Files");
  await expect(
    page.getByText("No file system was found on the virtual disk.", { exact: true }),
  ).toBeVisible();
  await expectAccessible(page);
});

test("axe and the layout, in a wide and in a narrow window", async ({ page }) => {
  requireTool(test, ...TOOLS);
  test.slow();
  await withFolder(async (folder) => {
    await openGuest(page, folder);
    await entry(page, "big.bin").click();
    await details(page)
      .getByText(/^Location/)
      .click();
    await details(page).getByRole("radio", { name: "Bytes" }).check();
    await expect(page.getByRole("grid", { name: "Bytes of the file" })).toBeVisible();
    expect(await layoutFaults(page), "bytes").toEqual([]);
    await expectAccessible(page);
    await details(page).getByRole("radio", { name: "Structures" }).check();
    await expect(details(page).getByText("i_mode")).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("searchbox", { name: "Find file" }).fill("file1");
    await page.getByRole("searchbox", { name: "Find file" }).press("Enter");
    await expect(page.getByRole("table", { name: "Found files" })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Back to the folder" }).click();
    for (const size of [
      { width: 800, height: 700 },
      { width: 640, height: 400 },
    ]) {
      // One after the other: there is one page.
      // oxlint-disable-next-line no-await-in-loop
      await page.setViewportSize(size);
      // oxlint-disable-next-line no-await-in-loop
      await expect.poll(() => layoutFaults(page), String(size.width)).toEqual([]);
    }
  });
});

test("ext4 under a new partition table shows its files all the same", async ({ page }) => {
  requireTool(test, ...TOOLS, "sgdisk");
  await withFolder(async (folder) => {
    mkdirSync(`${folder}/tree`);
    guestTree(`${folder}/tree`);
    const vhdx = `${folder}/over.vhdx`;
    await ext4Disk(`${folder}/tree`, vhdx, 256 * 2 ** 20, (raw) => {
      run("sgdisk", ["-o", "-n", "1:2048:", "-t", "1:0C01", raw]);
      overwrite(raw, 1024, new Uint8Array(1024));
    });
    await openImage(page, vhdx);
    await showFiles(page, "etc");
    await entry(page, "many").dblclick();
    await expect(page.getByText("120 entries")).toBeVisible();
  });
});
