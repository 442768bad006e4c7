import { stat } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { fillDisk } from "./support/editing.ts";
import { expect, openPlatter, test } from "./support/fixtures.ts";
import { requireTool } from "./support/needs.ts";
import { copyImage, qemuCheck, qemuIo, withFolder } from "./support/qemu.ts";
import {
  downloaded,
  exportButton,
  goToDisk,
  makeWorkingDisk,
  saveByDownload,
  showScreen,
  untilChecked,
  workingDisks,
} from "./support/workbench.ts";
import { QUICK } from "./support/full.ts";

const MIB = 1024 * 1024;

const title = (page: Page) => page.getByRole("heading", { level: 1 });
const byteRow = (page: Page, offset: string) =>
  page.getByRole("grid", { name: "Bytes", exact: true }).getByRole("row", { name: new RegExp(`^${offset}`) });

async function close(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Close file" }).click();
  await expect(title(page)).toHaveText("Platter");
}

test(
  "a working disk is made, edited in place, closed, and has its bytes when it is opened again",
  QUICK,
  async ({ page }) => {
    await openPlatter(page);
    await expect(workingDisks(page)).toHaveCount(0);
    await makeWorkingDisk(page, "lab.vhdx", "64 MiB", "Open it");
    await untilChecked(page, "lab.vhdx");
    await expect(page.getByRole("radio", { name: "Edited" })).toBeDisabled();

    await fillDisk(page, 3 * MIB, 4096, "c3");
    await fillDisk(page, 40 * MIB, 64 * 1024, "a1 b2");
    await expect(page.getByRole("note")).toContainText("every change is written at once");
    await goToDisk(page, "40M");
    await expect(byteRow(page, "02800000")).toContainText("a1b2a1b2");
    // Writes go to the working disk at once, so they can't be undone or saved elsewhere.
    await expect(page.getByRole("button", { name: "Undo" })).toHaveCount(0);
    await expect(page.getByRole("contentinfo")).toContainText("changes are written at once");
    await showScreen(page, "Export");
    await expect(page.getByRole("button", { name: "Replace original" })).toHaveCount(0);
    await expect(page.getByRole("list", { name: "Changes" })).toHaveCount(0);

    await page.reload();
    await expect(workingDisks(page)).toContainText(/lab\.vhdx.*6 MiB/);
    await expect(workingDisks(page)).toContainText(/MiB of .*(MiB|GiB|TiB) used/);
    await expectAccessible(page);
    await workingDisks(page).getByRole("button", { name: "lab.vhdx", exact: true }).click();
    await untilChecked(page, "lab.vhdx");
    await expect(page.getByRole("status", { name: "Verdict" })).toContainText(
      "The container is intact: a dynamic disk of 64 MiB",
    );
    await showScreen(page, "Disk");
    await goToDisk(page, "3M");
    await expect(byteRow(page, "00300000")).toContainText("c3c3c3c3");
    await goToDisk(page, "40M");
    await expect(byteRow(page, "02800000")).toContainText("a1b2a1b2");
    await expectAccessible(page);
  },
);

test("its export is its file, and QEMU reads what was written", async ({ page }) => {
  requireTool(test, "qemu-img", "qemu-io");
  await openPlatter(page);
  await makeWorkingDisk(page, "lab.vhdx", "64 MiB", "Open it");
  await untilChecked(page, "lab.vhdx");
  await fillDisk(page, 3 * MIB + 512, 4096, "c3");
  await close(page);
  await workingDisks(page).getByRole("button", { name: "Export lab.vhdx" }).click();
  await expect(title(page)).toHaveText("lab.vhdx");
  await expect(page.getByRole("tab", { name: "Export" })).toHaveAttribute("aria-selected", "true");
  await saveByDownload(page);
  const file = await downloaded(page, () => exportButton(page, "Export copy").click());
  await withFolder(async (folder) => {
    const copy = await copyImage(file, folder, "lab.vhdx");
    expect((await stat(copy)).size).toBe(5 * MIB);
    expect((await qemuCheck(copy)).status).toBe(0);
    const { status, stdout } = await qemuIo(
      copy,
      [
        `read -P 0 0 ${3 * MIB + 512}`,
        `read -P 0xc3 ${3 * MIB + 512} 4096`,
        `read -P 0 ${3 * MIB + 512 + 4096} 8M`,
      ],
      true,
    );
    expect(status, stdout).toBe(0);
    expect(stdout).not.toContain("verification failed");
  });
});

test("a working disk that another tab has open is neither opened nor deleted, and says so", async ({
  page,
  context,
}) => {
  await openPlatter(page);
  await makeWorkingDisk(page, "shared.vhdx", "32 MiB", "Open it");
  await untilChecked(page, "shared.vhdx");

  const other = await context.newPage();
  await openPlatter(other);
  await workingDisks(other).getByRole("button", { name: "shared.vhdx", exact: true }).click();
  await expect(other.getByRole("alert")).toContainText("open in another tab");
  await other.getByRole("button", { name: "Dismiss" }).click();
  await workingDisks(other).getByRole("button", { name: "Delete shared.vhdx" }).click();
  const asked = other.getByRole("alertdialog", { name: "Delete shared.vhdx?" });
  await asked.getByRole("button", { name: "Delete" }).click();
  await expect(asked.getByRole("alert")).toContainText("is open. Close it, then delete it.");

  await close(page);
  await asked.getByRole("button", { name: "Delete" }).click();
  await expect(asked).toHaveCount(0);
  await expect(workingDisks(other)).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("button", { name: "New disk" })).toBeVisible();
  await expect(workingDisks(page)).toHaveCount(0);
});

test("a name that is taken is refused, and the disk that has it stays as it was", async ({ page }) => {
  await openPlatter(page);
  await makeWorkingDisk(page, "twice.vhdx", "32 MiB", "Close");
  await page.getByRole("button", { name: "New disk" }).click();
  const dialog = page.getByRole("dialog", { name: "New disk" });
  await dialog.getByLabel("Size", { exact: true }).fill("1 GiB");
  await dialog.getByLabel("File name").fill("twice.vhdx");
  await dialog.getByRole("radio", { name: "Working disk" }).check();
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(dialog.getByRole("alert")).toContainText("There is a working disk named twice.vhdx already.");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await workingDisks(page).getByRole("button", { name: "twice.vhdx", exact: true }).click();
  await untilChecked(page, "twice.vhdx");
  await expect(page.getByText("32 MiB", { exact: false }).first()).toBeVisible();
});
