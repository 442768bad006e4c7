import { readdir, stat, utimes } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { changesList, fillDisk } from "./support/editing.ts";
import { expect, openPlatter, test } from "./support/fixtures.ts";
import { requireTool } from "./support/needs.ts";
import { qemuCheck, qemuImg, qemuIo, withFolder } from "./support/qemu.ts";
import { openImage, sha256Of, showScreen } from "./support/workbench.ts";
import { withWritablePage } from "./support/writable.ts";
import { QUICK } from "./support/full.ts";

const KIB = 1024;
const MIB = 1024 * KIB;

async function makeDisk(folder: string, size: string, subformat: "dynamic" | "fixed"): Promise<string> {
  const file = path.join(folder, "server.vhdx");
  await qemuImg("create", "-q", "-f", "vhdx", "-o", `subformat=${subformat}`, file, size);
  const { status, stderr } = await qemuIo(file, ["write -P 0x11 0 2M"]);
  expect(status, stderr).toBe(0);
  return file;
}

async function askToReplace(page: Page) {
  await showScreen(page, "Export");
  await page.getByRole("button", { name: "Replace original" }).click();
  return page.getByRole("dialog", { name: "Replace original" });
}

async function confirm(page: Page, name: string) {
  const dialog = await askToReplace(page);
  const button = dialog.getByRole("button", { name: "Replace original" });
  await expect(button).toBeDisabled();
  await dialog.getByRole("textbox").fill(name);
  await button.click();
  return dialog;
}

test("edits, undoes, redoes and replaces the original, which QEMU then reads", QUICK, async ({ server }) => {
  requireTool(test, "qemu-img", "qemu-io");
  await withFolder(async (folder) => {
    const file = await makeDisk(folder, "64M", "dynamic");
    await withWritablePage(server, folder, file, async (page) => {
      await openImage(page, file);
      await fillDisk(page, MIB, 64 * KIB, "c3");
      await fillDisk(page, 40 * MIB, 8 * KIB, "a1 b2");
      await fillDisk(page, 0, 512, "ff");
      await page.getByRole("button", { name: "Undo" }).click();
      await page.getByRole("button", { name: "Undo" }).click();
      await page.getByRole("button", { name: "Redo" }).click();
      const before = await sha256Of(file);
      const dialog = await askToReplace(page);
      await expect(dialog).toContainText("free space");
      await expect(dialog).toContainText("atomic");
      await expectAccessible(page);
      await dialog.getByRole("textbox").fill("other.vhdx");
      await expect(dialog.getByRole("button", { name: "Replace original" })).toBeDisabled();
      await dialog.getByRole("button", { name: "Cancel" }).click();
      await expect(changesList(page).getByRole("listitem")).toHaveCount(2);
      expect(await sha256Of(file)).toBe(before);

      await confirm(page, "server.vhdx");
      await expect(page.getByText("Replaced server.vhdx.")).toBeVisible({ timeout: 60_000 });
      await expect(page.getByRole("radio", { name: "Edited" })).toBeDisabled();
      await expect(changesList(page)).toHaveCount(0);
      await expect(page.getByRole("contentinfo")).not.toContainText("0 bytes written");
    });
    const { status, stdout } = await qemuIo(
      file,
      [
        "read -P 0x11 0 1M",
        "read -P 0xc3 1M 64k",
        `read -P 0x11 ${MIB + 64 * KIB} ${MIB - 64 * KIB}`,
        "read -P 0 2M 38M",
        "read -v 40M 16",
        `read -P 0 ${40 * MIB + 8 * KIB} 4M`,
      ],
      true,
    );
    expect(status, stdout).toBe(0);
    expect(stdout).not.toContain("verification failed");
    expect(stdout).toContain("a1 b2 a1 b2");
    expect((await qemuCheck(file)).status).toBe(0);
    expect(await readdir(folder)).toEqual(["profile", "server.vhdx"]);
  });
});

test("Cancel in the middle leaves the file and the changes as they are", async ({ server }) => {
  requireTool(test, "qemu-img", "qemu-io");
  await withFolder(async (folder) => {
    // The browser first copies the whole file, which takes long enough to press a button.
    const file = await makeDisk(folder, "1G", "fixed");
    const before = { sha256: await sha256Of(file), time: (await stat(file)).mtimeMs };
    await withWritablePage(server, folder, file, async (page) => {
      await openImage(page, file);
      await fillDisk(page, MIB, 64 * KIB, "c3");
      const dialog = await confirm(page, "server.vhdx");
      await expect(dialog.getByRole("status")).toHaveText("The browser copies the file");
      await dialog.getByRole("button", { name: "Cancel" }).click();
      await expect(page.getByText("Cancelled. server.vhdx is unchanged")).toBeVisible({ timeout: 120_000 });
      await expect(changesList(page).getByRole("listitem")).toHaveCount(1);
    });
    expect({ sha256: await sha256Of(file), time: (await stat(file)).mtimeMs }).toEqual(before);
    expect(await readdir(folder)).toEqual(["profile", "server.vhdx"]);
  });
});

test("a file that changed since it was opened is not written, and the changes stay", async ({ server }) => {
  requireTool(test, "qemu-img", "qemu-io");
  await withFolder(async (folder) => {
    const file = await makeDisk(folder, "64M", "dynamic");
    await withWritablePage(server, folder, file, async (page) => {
      await openImage(page, file);
      await fillDisk(page, MIB, 512, "c3");
      const time = new Date(Date.now() + 60_000);
      await utimes(file, time, time);
      const before = await sha256Of(file);
      const dialog = await confirm(page, "server.vhdx");
      await expect(dialog.getByRole("alert")).toContainText("changed since it was opened");
      await dialog.getByRole("button", { name: "Cancel" }).click();
      await expect(changesList(page).getByRole("listitem")).toHaveCount(1);
      expect(await sha256Of(file)).toBe(before);
    });
  });
});

test("without a handle of the file it says why the original can't be replaced", async ({ page }) => {
  await openPlatter(page, "sample=clean");
  await expect(page.getByRole("status", { name: "Verdict" })).toHaveText(/\S/);
  await fillDisk(page, 0, 512, "c3");
  await showScreen(page, "Export");
  const button = page.getByRole("button", { name: "Replace original" });
  await expect(button).toBeDisabled();
  await expect(button).toHaveAccessibleDescription(/no way to write to the file/);
});

test("where the browser refuses to write, the changes stay", async ({ page }) => {
  requireTool(test, "qemu-img", "qemu-io");
  await withFolder(async (folder) => {
    const file = await makeDisk(folder, "64M", "dynamic");
    const before = await sha256Of(file);
    await page.addInitScript(() => {
      Object.assign(FileSystemFileHandle.prototype, { requestPermission: async () => "denied" });
    });
    await openImage(page, file);
    await fillDisk(page, MIB, 512, "c3");
    const dialog = await confirm(page, "server.vhdx");
    await expect(dialog.getByRole("alert")).toContainText("was not allowed to write to server.vhdx");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(changesList(page).getByRole("listitem")).toHaveCount(1);
    expect(await sha256Of(file)).toBe(before);
  });
});
