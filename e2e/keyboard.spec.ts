import { stat } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { expect, openPlatter, test } from "./support/fixtures.ts";
import { downloaded, untilChecked } from "./support/workbench.ts";
import { QUICK } from "./support/full.ts";

/** More Tab stops than any screen has before a control that a test wants. */
const MOST_STOPS = 40;

/** Goes to a control as a user without a mouse does. Fails where Tab doesn't lead there. */
async function tabTo(page: Page, control: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  const isThere = () => control.evaluate((element) => element === document.activeElement);
  for (let stops = 0; stops < MOST_STOPS && !(await isThere()); stops += 1) {
    // Each press depends on where the one before led.
    // oxlint-disable-next-line no-await-in-loop
    await page.keyboard.press(key);
  }
  await expect(control).toBeFocused();
}

async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  // oxlint-disable-next-line no-await-in-loop
  for (const key of keys) await page.keyboard.press(key);
}

const layer = (page: Page, name: string) =>
  page.getByRole("radiogroup", { name: "Layer" }).getByRole("radio", { name });
const slider = (page: Page) => page.getByRole("slider", { name: "Replayed up to entry" });
const chosenDifference = (page: Page) =>
  page.getByRole("table", { name: "Differences" }).locator("[aria-current=true]");

test("open, replay, compare and export, without a mouse", QUICK, async ({ page }) => {
  await openPlatter(page);
  await tabTo(page, page.getByRole("button", { name: "Other samples" }));
  await press(page, "Enter");
  await expect(page.getByRole("menuitem", { name: /^Clean disk/ })).toBeFocused();
  await press(page, "Escape");
  await tabTo(page, page.getByRole("button", { name: "Open sample" }), "Shift+Tab");
  await press(page, "Enter");
  await untilChecked(page, "crashed.vhdx");
  await expect(page.getByRole("tab", { name: "Overview" })).toHaveAttribute("aria-selected", "true");

  await test.step("the first stop is what the verdict offers", async () => {
    const repair = page.getByRole("button", { name: "Repair…", exact: true });
    await repair.waitFor();
    await press(page, "Tab");
    await expect(repair).toBeFocused();
  });

  await test.step("through the layers", async () => {
    await expect(layer(page, "Replayed")).toBeChecked();
    await press(page, "m");
    await expect(layer(page, "Original")).toBeChecked();
    await tabTo(page, layer(page, "Original"), "Shift+Tab");
    await press(page, "ArrowRight");
    await expect(layer(page, "Replayed")).toBeChecked();
  });

  await test.step("back to an earlier entry of the log", async () => {
    await press(page, "4");
    await tabTo(page, slider(page));
    await press(page, "ArrowLeft", "ArrowLeft");
    await expect(slider(page)).toHaveAttribute("aria-valuetext", /^8 of 10: /);
    await press(page, "Home");
    await expect(slider(page)).toHaveAttribute("aria-valuetext", /^0 of 10: /);
    await press(page, "End", "ArrowLeft");
    await expect(slider(page)).toHaveAttribute("aria-valuetext", /^9 of 10: /);
  });

  await test.step("from difference to difference, and into one", async () => {
    await press(page, "5");
    await expect(page.getByText("BAT: 9 entries changed.")).toBeVisible();
    await press(page, "n", "n");
    await expect(page.getByText("2 of 9", { exact: true })).toBeVisible();
    const second = await chosenDifference(page).textContent();
    await press(page, "p");
    await expect(page.getByText("1 of 9", { exact: true })).toBeVisible();
    await expect(chosenDifference(page)).not.toHaveText(second ?? "");
    await tabTo(page, chosenDifference(page).getByRole("button"));
    await press(page, "Enter");
    await expect(page.getByRole("tab", { name: "Structure" })).toHaveAttribute("aria-selected", "true");
    await expect(
      page.getByRole("treegrid", { name: "Structures" }).getByRole("row", { selected: true }),
    ).toContainText("Block");
  });

  await test.step("a copy replayed so far, and the whole one", async () => {
    await press(page, "Control+s");
    await expect(page.getByRole("tab", { name: "Export" })).toHaveAttribute("aria-selected", "true");
    const place = page.getByRole("radiogroup", { name: "Save as" });
    await tabTo(page, place.getByRole("radio", { name: "Choose a place" }));
    await press(page, "ArrowRight");
    await expect(place.getByRole("radio", { name: "Download" })).toBeChecked();

    const copy = page.getByRole("button", { name: "Export replayed copy" });
    await tabTo(page, copy);
    await press(page, "Enter");
    const question = page.getByRole("alertdialog");
    await expect(question).toContainText("up to entry 9 of 10");
    await press(page, "Escape");
    await expect(question).toHaveCount(0);
    await expect(copy).toBeFocused();

    await press(page, "Control+k");
    await page.keyboard.type("replay whole");
    await press(page, "Enter");
    await expect(page.getByRole("combobox", { name: "Command" })).toHaveCount(0);
    await expect(page.getByRole("button", { name: /replay all/ })).toHaveCount(0);
    await tabTo(page, copy);
    const file = await downloaded(page, () => page.keyboard.press("Enter"));
    expect((await stat(file)).size).toBe(20 * 2 ** 20);
  });
});

test("the bytes are walked, selected and left with the keyboard", async ({ page }) => {
  await openPlatter(page, "sample=crashed");
  await untilChecked(page, "crashed.vhdx");
  await press(page, "6");
  const bytes = page.getByRole("grid", { name: "Bytes", exact: true });
  await tabTo(page, bytes);
  await press(page, "Control+g");
  await page.keyboard.type("block 10");
  await press(page, "Enter");
  await expect(page.getByRole("region", { name: "Block at the cursor" })).toContainText("Block 10");
  await tabTo(page, bytes);
  await press(page, "Shift+ArrowDown");
  await expect(page.getByText("Selected").locator("..")).toContainText(/1[67] bytes/);
  await press(page, "Tab");
  await expect(bytes).not.toBeFocused();
  await tabTo(page, bytes, "Shift+Tab");
});
