import type { Page } from "@playwright/test";
import packageJson from "../package.json" with { type: "json" };
import { cspHeader } from "../scripts/csp.ts";
import { expectAccessible } from "./support/axe.ts";
import { expect, openPlatter, test } from "./support/fixtures.ts";
import { untilChecked } from "./support/workbench.ts";
import { QUICK } from "./support/full.ts";
import { withServerStopped } from "./support/stopped-server.ts";

const about = (page: Page) => page.getByRole("dialog", { name: "About Platter" });

/** Follows a link of the dialog, which opens a tab of its own, and gives that tab. */
async function follow(page: Page, name: string): Promise<Page> {
  const [tab] = await Promise.all([
    page.waitForEvent("popup"),
    about(page).getByRole("link", { name }).click(),
  ]);
  await tab.waitForLoadState();
  return tab;
}

const textOf = (tab: Page) => tab.evaluate(() => document.body.textContent);

test.describe("leading to a text, beside which a browser looks for favicon.ico", () => {
  test.use({ expectedErrors: [/status of 404/] });

  test("About says the version and the promises, and shows the licences", QUICK, async ({ page }) => {
    await openPlatter(page);
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Command" }).fill("about");
    await page.keyboard.press("Enter");
    await expect(about(page)).toContainText(`Platter ${packageJson.version},`);
    await expect(about(page)).toContainText("Nothing leaves this computer.");
    await expectAccessible(page);

    const notices = page.context().waitForEvent("response", (answer) => answer.url().endsWith("NOTICES.txt"));
    const tab = await follow(page, "third-party notices");
    const answer = await notices;
    expect(answer.status()).toBe(200);
    expect(answer.headers()["content-type"]).toContain("text/plain");
    expect(answer.headers()["content-security-policy"]).toBe(cspHeader("/THIRD-PARTY-NOTICES.txt"));
    const text = await textOf(tab);
    // One package of the page alone, one of the workers alone, and a name that is not ASCII.
    for (const part of ["react-dom 19", "hash-wasm 4", "Dani Biró"]) expect(text).toContain(part);

    expect(await textOf(await follow(page, "MIT licence"))).toContain("MIT License");
    await page.keyboard.press("Escape");
    await expect(about(page)).toHaveCount(0);
  });
});

test("About is at the foot of an open disk, and on the start page", async ({ page }) => {
  await openPlatter(page);
  await page.getByRole("button", { name: "About Platter" }).click();
  await about(page).getByRole("button", { name: "Close" }).click();
  await openPlatter(page, "sample=crashed");
  await untilChecked(page, "crashed.vhdx");
  await page.getByRole("contentinfo").getByRole("button", { name: "About Platter" }).click();
  await expect(about(page)).toBeVisible();
});

test.describe("with the server stopped", () => {
  test.use({ expectedErrors: [/ERR_CONNECTION_REFUSED/], serviceWorkers: "allow" });

  test("the notices are still there", async ({ browser, build }) => {
    await withServerStopped(browser, build, async (page) => {
      await page.getByRole("button", { name: "About Platter" }).click();
      expect(await textOf(await follow(page, "third-party notices"))).toContain("hash-wasm 4");
    });
  });
});
