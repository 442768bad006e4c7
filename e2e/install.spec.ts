import type { Page } from "@playwright/test";
import { expect, openPlatter, test } from "./support/fixtures.ts";
import { isFirefox } from "./support/firefox.ts";
import { openSingle } from "./support/single.ts";

// A double click on a disk needs an installed page (`launch.spec.ts`). Firefox, WebKit and a page from a disk offer no installation.

/** Looks in the palette for the entry that installs the page. */
async function expectInstallEntry(page: Page, entries: 0 | 1): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Command" }).fill("Platter");
  await expect(page.getByRole("option", { name: /About Platter/ })).toBeVisible();
  await expect(page.getByRole("option", { name: /Install Platter/ })).toHaveCount(entries);
  await page.keyboard.press("Escape");
}

/** Offers to install the page, as a browser that can do so. */
const offer = (page: Page) =>
  page.evaluate(() =>
    dispatchEvent(Object.assign(new Event("beforeinstallprompt", { cancelable: true }), { prompt() {} })),
  );

const places = { "the hosted page": openPlatter, "the single file": openSingle } as const;

for (const [place, open] of Object.entries(places))
  test(`Install is in the palette only where the browser offers it: ${place} @firefox`, async ({ page }) => {
    await open(page);
    await expect(page.getByRole("button", { name: "Open file" })).toBeVisible();
    if (isFirefox(page)) expect(await page.evaluate(() => "launchQueue" in window)).toBe(false);
    if (place === "the single file") await expect(page.locator("link[rel=manifest]")).toHaveCount(0);
    await expectInstallEntry(page, 0);
    await offer(page);
    await expectInstallEntry(page, 1);
  });
