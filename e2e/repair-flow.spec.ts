import { readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { corpusImage, unpack } from "./support/corpus.ts";
import { dropFiles, expect, openPlatter, test } from "./support/fixtures.ts";
import { findPwsh, requireTool } from "./support/needs.ts";
import { copyImage, qemuCheck, qemuImg, tool, withFolder } from "./support/qemu.ts";
import { downloaded, openImage, sha256Of, showScreen, untilChecked } from "./support/workbench.ts";

const KIB = 1024;
const MIB = 1024 * KIB;

/** Clicks that a person makes, counted. */
class Clicks {
  count = 0;

  async on(target: Locator): Promise<void> {
    this.count += 1;
    await target.click();
  }
}

const button = (within: Page | Locator, name: string | RegExp) =>
  within.getByRole("button", { name, exact: true });
const dialogOf = (page: Page) => page.getByRole("dialog", { name: /^Repair / });
/** The button of Overview that opens the dialog: it names what the dialog has to offer. */
const offer = (page: Page) => button(page, /^(Repair…|Save the repaired disk…)$/);
const result = (page: Page) => dialogOf(page).getByRole("status", { name: "Result of the check" });

/** From the verdict, or from the open dialog, to the result of the check. */
async function makeFixes(page: Page, clicks: Clicks, open: Locator | null = null): Promise<void> {
  if (open === null) await clicks.on(button(page, "Repair…"));
  const dialog = open ?? dialogOf(page);
  const make = dialog.getByRole("button", { name: /^(Make .* and check|Choose a fix first)$/ });
  await expect(make).toBeVisible();
  if (!(await make.isEnabled())) {
    const losing = dialog.getByRole("region", { name: "Fixes that lose something" });
    await clicks.on(losing.getByText(/^Make (this fix|these \d+ fixes|all these fixes, .*)$/).first());
  }
  await clicks.on(make);
  await expect(result(page)).toContainText(/findings? fixed/, { timeout: 60_000 });
}

/** Drops a file, repairs it in the dialog, takes the patch and applies it with its script. */
async function repairByPatch(page: Page, image: string, folder: string): Promise<Clicks> {
  const clicks = new Clicks();
  await openPlatter(page);
  await dropFiles(page, [image]);
  await untilChecked(page, path.basename(image));
  const before = await sha256Of(image);
  await makeFixes(page, clicks);
  const zip = await downloaded(page, () => clicks.on(button(dialogOf(page), "Export patch")));
  await expect(dialogOf(page).getByRole("status", { name: "Saved" })).toContainText("platter-patch.zip");
  await expect(dialogOf(page).getByLabel("Command")).toContainText(path.basename(image));
  expect(await sha256Of(image), "the page has written nothing").toBe(before);

  const patch = path.join(folder, "patch");
  expect(await tool("python3", ["-m", "zipfile", "-e", zip, patch])).toMatchObject({ status: 0 });
  const pwsh = findPwsh();
  const copy = pwsh === null ? null : await copyImage(image, folder, "for-powershell.vhdx");
  const script = path.join(patch, "apply");
  expect(await tool("python3", [`${script}.py`, image])).toMatchObject({ status: 0, stderr: "" });
  if (pwsh !== null && copy !== null) {
    expect(await tool(pwsh, ["-NoProfile", "-File", `${script}.ps1`, copy])).toMatchObject({ status: 0 });
    expect(await sha256Of(copy), "both scripts do the same").toBe(await sha256Of(image));
  }
  return clicks;
}

/** The virtual disk as QEMU reads it, as a raw file. */
async function rawOf(image: string, folder: string, name: string): Promise<string> {
  const raw = path.join(folder, name);
  await qemuImg("convert", "-f", "vhdx", "-O", "raw", image, raw);
  return raw;
}

test("a dirty disk: from the drop to a patched file in four clicks at most", async ({ page }) => {
  requireTool(test, "corpus", "qemu-img", "python3");
  await withFolder(async (folder) => {
    const name = "log-ten.vhdx";
    const image = await copyImage(await unpack(name), folder);
    const clicks = await repairByPatch(page, image, folder);
    expect(clicks.count).toBeLessThanOrEqual(4);
    expect(await qemuCheck(image)).toMatchObject({ status: 0 });
    expect(await sha256Of(await rawOf(image, folder, "disk.raw"))).toBe(corpusImage(name).virtual_sha256);
  });
});

test("one header damaged: the same", async ({ page }) => {
  requireTool(test, "corpus", "qemu-img", "python3");
  await withFolder(async (folder) => {
    const name = "clean-dynamic.vhdx";
    const image = path.join(folder, "one header gone $x.vhdx");
    const bytes = await readFile(await unpack(name));
    bytes.fill(0, 128 * KIB, 132 * KIB);
    await writeFile(image, bytes);
    const clicks = await repairByPatch(page, image, folder);
    expect(clicks.count).toBeLessThanOrEqual(4);
    const repaired = await readFile(image);
    expect(repaired.subarray(128 * KIB, 128 * KIB + 4).toString()).toBe("head");
    expect(await qemuCheck(image)).toMatchObject({ status: 0 });
    expect(await sha256Of(await rawOf(image, folder, "disk.raw"))).toBe(corpusImage(name).virtual_sha256);
  });
});

test("a file that was cut off: the same, once the loss is agreed to", async ({ page }) => {
  requireTool(test, "corpus", "qemu-img", "python3");
  await withFolder(async (folder) => {
    const whole = await unpack("clean-dynamic.vhdx");
    const cut = 6 * MIB + 1000;
    const image = path.join(folder, "cut.vhdx");
    await writeFile(image, (await readFile(whole)).subarray(0, cut));
    const before = await readFile(await rawOf(whole, folder, "whole.raw"));

    const clicks = await repairByPatch(page, image, folder);
    expect(clicks.count).toBeLessThanOrEqual(4);
    const read = await readFile(await rawOf(image, folder, "cut.raw"));
    expect(read.length).toBe(before.length);
    // Each sector is what QEMU reads of the whole disk, or zeros where it lay past the cut.
    let lost = 0;
    for (let at = 0; at < read.length; at += 512) {
      const sector = read.subarray(at, at + 512);
      if (sector.equals(before.subarray(at, at + 512))) continue;
      expect(sector.every((byte) => byte === 0)).toBe(true);
      lost += 512;
    }
    expect(lost).toBeGreaterThan(0);
    expect(lost).toBeLessThan(before.length);
  });
});

test("says what is lost before and after, and makes no such fix by itself", async ({ page }) => {
  requireTool(test, "corpus");
  await withFolder(async (folder) => {
    const image = path.join(folder, "cut.vhdx");
    await writeFile(image, (await readFile(await unpack("clean-dynamic.vhdx"))).subarray(0, 6 * MIB + 1000));
    await openImage(page, image);
    await button(page, "Repair…").click();
    const dialog = dialogOf(page);
    const losing = dialog.getByRole("region", { name: "Fixes that lose something" });
    await expect(losing).toContainText("Lost: ");
    await expect(losing.getByRole("checkbox").first()).not.toBeChecked();
    await expect(button(dialog, "Choose a fix first")).toBeDisabled();
    await expectAccessible(page);
    await losing.getByRole("checkbox").first().check();
    await dialog.getByRole("button", { name: /and check$/ }).click();
    await expect(result(page)).toContainText("fixed", { timeout: 60_000 });
    await expect(dialog.getByRole("list", { name: "What is lost" })).not.toBeEmpty();
    await expectAccessible(page);

    // The result is there again, as long as the changes are.
    await button(dialog, "Close").last().click();
    await offer(page).click();
    await expect(result(page)).toContainText("read as zeros");
    await expect(dialog.getByRole("list", { name: "What is lost" })).not.toBeEmpty();
    await button(dialog, "Close").last().click();

    // Pressed at once, while the undo is under way.
    await page.keyboard.press("Control+z");
    await offer(page).click();
    await expect(losing).toBeVisible();
    await button(dialog, "Cancel").click();

    // A press that begins before the undo and ends after it.
    await page.keyboard.press("Control+y");
    await expect(page.getByRole("button", { name: /^\d+ pending changes?$/ })).toBeVisible();
    await offer(page).focus();
    await page.keyboard.down(" ");
    await page.keyboard.press("Control+z");
    await expect(button(page, "no pending changes")).toBeVisible();
    await page.keyboard.up(" ");
    await expect(losing).toBeVisible();
  });
});

/** A button that is filled with the accent colour, as one at a time is. */
const isPrimary = async (place: Locator): Promise<boolean> =>
  place.evaluate((element) => {
    const { backgroundColor, color } = getComputedStyle(element);
    const light = (text: string) =>
      (text.match(/\d+/g) ?? []).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
    return light(backgroundColor) < light(color);
  });

test("a file without its first MiB: the next repair comes before the save, and the save when nothing is left", async ({
  page,
}) => {
  requireTool(test, "corpus");
  await withFolder(async (folder) => {
    const image = path.join(folder, "first.vhdx");
    const bytes = await readFile(await unpack("clean-dynamic.vhdx"));
    await writeFile(image, bytes.fill(0, 0, MIB));
    await openImage(page, image);
    await makeFixes(page, new Clicks());
    const dialog = dialogOf(page);
    const next = button(dialog, "Faults and fixes");
    const take = button(dialog, "Export patch");
    let rounds = 0;
    for (; await next.isVisible(); rounds++) {
      expect(rounds, "rounds until nothing is left to repair").toBeLessThan(5);
      expect(await isPrimary(next)).toBe(true);
      expect(await isPrimary(take)).toBe(false);
      await button(dialog, "Close").last().click();
      await expect(offer(page)).toHaveText("Repair…");
      await offer(page).click();
      await next.click();
      await makeFixes(page, new Clicks(), dialog);
    }
    expect(rounds).toBeGreaterThan(0);
    expect(await isPrimary(take)).toBe(true);
    await button(dialog, "Close").last().click();
    await expect(offer(page)).toHaveText("Save the repaired disk…");
    await offer(page).click();
    await expect(take).toBeVisible();
  });
});

test("the ways to take it have the names of the places they lead to", async ({ page }) => {
  requireTool(test, "corpus");
  await openImage(page, await unpack("log-ten.vhdx"));
  const clicks = new Clicks();
  await makeFixes(page, clicks);
  const ways = dialogOf(page).getByRole("region", { name: "How to take the repaired disk" });
  const size = await stat(await unpack("log-ten.vhdx"));
  await expect(ways).toContainText(`A copy of the file, ${size.size / MIB} MiB`);
  await expect(ways).toContainText(/A patch for the file, [\d.]+ (K|M)iB at most/);
  await expect(ways).toContainText("the browser empties a file that you pick");
  await expectAccessible(page);
  const replace = button(ways, "Replace original");
  await replace.click();
  await expect(page.getByRole("dialog", { name: "Replace original" })).toBeVisible();
  await button(page, "Cancel").click();
  await showScreen(page, "Export");
  for (const name of ["Export patch", "Save edited copy", "Replace original"])
    // oxlint-disable-next-line no-await-in-loop
    await expect(button(page, name)).toBeVisible();
});

test("the command of a patch is filled in and copied", async ({ page, context }) => {
  requireTool(test, "corpus");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openImage(page, await unpack("log-single.vhdx"));
  await makeFixes(page, new Clicks());
  await downloaded(page, () => button(dialogOf(page), "Export patch").click());
  const dialog = dialogOf(page);
  await dialog.getByText("Windows", { exact: true }).click();
  await dialog.getByRole("textbox", { name: "Folder of log-single.vhdx" }).fill(String.raw`D:\VM's`);
  const lines = [
    "Expand-Archive -Force -LiteralPath (Join-Path $HOME 'Downloads\\log-single.edited.platter-patch.zip') (Join-Path $HOME 'Downloads\\log-single.edited.platter-patch')",
    "powershell -ExecutionPolicy Bypass -File (Join-Path $HOME 'Downloads\\log-single.edited.platter-patch\\apply.ps1') 'D:\\VM''s\\log-single.vhdx'",
  ];
  await expect(dialog.getByLabel("Command")).toHaveText(lines.join("\n"));
  await expect(dialog).toContainText("PowerShell as administrator");
  await expectAccessible(page);
  await button(dialog, "Copy command").click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(lines.join("\n"));
});
