import { createHash } from "node:crypto";
import { open, readFile } from "node:fs/promises";
import path from "node:path";
import { expect, type Page } from "@playwright/test";
import type { Report } from "../../workers/api/index.ts";
import { dropFiles, openPlatter } from "./fixtures.ts";

/** What a user does with an open image, by the names that the page promises to scripts and screen readers. */

export type ScreenName = "Overview" | "Structure" | "Map" | "Log" | "Compare" | "Disk" | "Files" | "Export";
export type LayerTitle = "Original" | "Replayed" | "Edited";
export type ExportTitle =
  | "Export report (JSON)"
  | "Export report (HTML)"
  | "Export raw disk"
  | "Export raw disk, packed"
  | "Export copy"
  | "Export replayed copy"
  | "Export patch";

/**
 * Waits until the file is open and everything in it has been looked at.
 *
 * Uses `waitFor`, which sees a change with the next frame; a failed expectation is tried again only after up to a second. Nearly
 * all tests begin with this function.
 */
export async function untilChecked(page: Page, name: string): Promise<void> {
  const title = page.getByRole("heading", { level: 1 });
  const verdict = page.getByRole("status", { name: "Verdict" });
  const unchecked = page.getByText("Not checked yet");
  await title.filter({ hasText: name }).waitFor({ timeout: 20_000 });
  await expect(title).toHaveText(name);
  await verdict.filter({ hasText: /\S/ }).waitFor({ timeout: 20_000 });
  await unchecked.first().waitFor({ state: "detached", timeout: 60_000 });
  await expect(unchecked).toHaveCount(0);
}

/** Loads the page, drops a file of this machine on it and waits until the background check is done. */
export async function openImage(page: Page, file: string): Promise<void> {
  await openPlatter(page);
  await dropFiles(page, [file]);
  await untilChecked(page, path.basename(file));
}

export async function showScreen(page: Page, name: ScreenName): Promise<void> {
  const tab = page.getByRole("tablist", { name: "Screens" }).getByRole("tab", { name });
  await tab.click();
  await expect(tab).toHaveAttribute("aria-selected", "true");
}

/** All screens, with the one last that every file opens on. */
export const SCREENS: readonly ScreenName[] = [
  "Structure",
  "Map",
  "Log",
  "Compare",
  "Disk",
  "Files",
  "Export",
  "Overview",
];

/** Shows one screen after the other; each has something on it, and the page made no mistake. */
export async function showEveryScreen(page: Page): Promise<void> {
  for (const screen of SCREENS) {
    // oxlint-disable-next-line no-await-in-loop
    await showScreen(page, screen);
    // oxlint-disable-next-line no-await-in-loop
    await expect(page.getByRole("tabpanel")).toHaveText(/\S[^]{40}/);
    // oxlint-disable-next-line no-await-in-loop
    await expect(page.getByText("Platter made a mistake")).toHaveCount(0);
  }
}

/** Goes to a place of the virtual disk, such as `40M` or `block 3`, on the Disk screen. */
export async function goToDisk(page: Page, place: string): Promise<void> {
  const field = page.getByRole("textbox", { name: "Go to offset, LBA or block" });
  await field.fill(place);
  await field.press("Enter");
}

export async function chooseLayer(page: Page, name: LayerTitle): Promise<void> {
  const radio = page.getByRole("radiogroup", { name: "Layer" }).getByRole("radio", { name });
  await radio.check();
  await expect(radio).toBeChecked();
}

/** The list of working disks on the start page; absent if there are none. */
export const workingDisks = (page: Page) => page.getByRole("region", { name: "Working disks" });

/** Makes a working disk through the dialog, and leaves the dialog by one of its buttons. */
export async function makeWorkingDisk(
  page: Page,
  name: string,
  size: string,
  leave: "Open it" | "Close",
): Promise<void> {
  await page.getByRole("button", { name: "New disk" }).click();
  const dialog = page.getByRole("dialog", { name: "New disk" });
  await dialog.getByLabel("Size", { exact: true }).fill(size);
  await dialog.getByLabel("Block size").fill("1 MiB");
  await dialog.getByLabel("File name").fill(name);
  await dialog.getByRole("radio", { name: "Working disk" }).check();
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(dialog.getByRole("status")).toContainText(name);
  await dialog.getByRole("button", { name: leave, exact: true }).last().click();
}

/** Sets exports to go to downloads from now on; leaves the Export screen open. */
export async function saveByDownload(page: Page): Promise<void> {
  await showScreen(page, "Export");
  await page.getByRole("radiogroup", { name: "Save as" }).getByRole("radio", { name: "Download" }).check();
}

/** A button of the Export screen. */
export function exportButton(page: Page, title: ExportTitle) {
  return page.getByRole("button", { name: title, exact: true });
}

/**
 * Calls `act`, which starts a download, and waits for the whole file.
 *
 * @returns path of the file, which is removed when the test ends.
 */
export async function downloaded(page: Page, act: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent("download"), act()]);
  return download.path();
}

/** Exports through the Export screen, which must be shown and save by download. */
export function exported(page: Page, title: ExportTitle): Promise<string> {
  return downloaded(page, () => exportButton(page, title).click());
}

/** The JSON report as the page exports it. */
export async function exportedReport(page: Page): Promise<Report> {
  return JSON.parse(await readFile(await exported(page, "Export report (JSON)"), "utf8")) as Report;
}

/**
 * Presses `Compute hashes` on the Overview and waits for the digests.
 *
 * @param wholeDisk whether to hash every byte of the virtual disk, if the page offers the choice
 */
export async function computeHashes(page: Page, wholeDisk = true): Promise<void> {
  await showScreen(page, "Overview");
  const choice = page.getByRole("checkbox", { name: /^Every byte of the disk/ });
  if (!wholeDisk && (await choice.count()) > 0) await choice.uncheck();
  await page.getByRole("button", { name: "Compute hashes" }).click();
  await page.getByRole("table", { name: "Hashes" }).waitFor({ timeout: 600_000 });
}

/**
 * Lower-case SHA-256 of a file of this machine.
 *
 * @param zeroed runs that are hashed as zeros, whatever they hold
 */
export async function sha256Of(
  file: string,
  zeroed: readonly { readonly offset: number; readonly length: number }[] = [],
): Promise<string> {
  const hash = createHash("sha256");
  const handle = await open(file);
  try {
    // One buffer for the whole file: allocating one for each piece of a GiB takes longer than reading.
    const buffer = Buffer.allocUnsafe(4 * 1024 * 1024);
    for (let at = 0; ;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
      if (bytesRead === 0) return hash.digest("hex");
      for (const { offset, length } of zeroed) {
        const from = Math.max(0, offset - at);
        const to = Math.min(bytesRead, offset + length - at);
        if (from < to) buffer.fill(0, from, to);
      }
      hash.update(buffer.subarray(0, bytesRead));
      at += bytesRead;
    }
  } finally {
    await handle.close();
  }
}
