import type { Page } from "@playwright/test";
import { fillDisk } from "./editing.ts";
import { expect } from "./fixtures.ts";
import { showScreen, untilChecked } from "./workbench.ts";

/** Opens a sample, changes it, and expects the page to offer nothing that needs a handle of a file, and to say so. */
export async function expectNoHandles(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Open sample" }).click();
  await untilChecked(page, "crashed.vhdx");
  await fillDisk(page, 0, 512, "c3");
  await showScreen(page, "Export");
  const exports = page.getByRole("tabpanel");
  await expect(exports).toContainText("This browser has no file picker: results go to Downloads.");
  await expect(exports).not.toContainText("Choose a new name");
  const places = page.getByRole("radiogroup", { name: "Save as" }).getByRole("radio");
  await expect(places).toHaveCount(1);
  await expect(places).toHaveAccessibleName("Download");
  await expect(places).toBeChecked();
  const replace = page.getByRole("button", { name: "Replace original" });
  await expect(replace).toBeDisabled();
  await expect(replace).toHaveAccessibleDescription(/The browser gave this page no way to write to the file/);
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Command" }).fill("Stored data");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Stored data" })).toContainText(
    "none: this browser gives the page no file handles",
  );
}
