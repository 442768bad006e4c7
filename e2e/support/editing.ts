import { expect, type Page } from "@playwright/test";
import { showScreen } from "./workbench.ts";

/** The pending changes, as the Export screen lists them. */
export const changesList = (page: Page) => page.getByRole("list", { name: "Changes", exact: true });

/**
 * Fills a run of the virtual disk through the Disk screen's dialog.
 *
 * @param pattern hex bytes
 */
export async function fillDisk(page: Page, offset: number, length: number, pattern: string): Promise<void> {
  await showScreen(page, "Disk");
  await page.getByRole("button", { name: "Fill range", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Fill range" });
  await dialog.getByLabel("Offset").fill(String(offset));
  await dialog.getByLabel("Length").fill(String(length));
  await dialog.getByLabel("Pattern", { exact: true }).fill(pattern);
  await dialog.getByRole("button", { name: "Fill", exact: true }).click();
  await expect(dialog).toHaveCount(0);
}
