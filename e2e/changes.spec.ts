import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { changesList, fillDisk } from "./support/editing.ts";
import { expect, openPlatter, test } from "./support/fixtures.ts";
import { showScreen } from "./support/workbench.ts";
import { QUICK } from "./support/full.ts";

async function openSample(page: Page, id: string): Promise<void> {
  await openPlatter(page, `sample=${id}`);
  await expect(page.getByRole("status", { name: "Verdict" })).toHaveText(/\S/);
}

test("lists, undoes, redoes, compares, checks and discards what is pending", QUICK, async ({ page }) => {
  await openSample(page, "crashed");
  await fillDisk(page, 0x7e00, 16, "c3");
  await expect(page.getByRole("radio", { name: "Edited" })).toBeChecked();
  await fillDisk(page, 0x100000, 4096, "a1");
  const count = page.getByRole("button", { name: "2 pending changes" });
  await showScreen(page, "Map");
  await count.click();
  const items = changesList(page).getByRole("listitem");
  await expect(items).toHaveText([/Filled 16 bytes at 0x7e00/, /Filled 4 KiB at 0x100000/]);

  await items.first().getByRole("button", { name: "Show before and after" }).click();
  const bytes = items.first().getByRole("table", { name: "Changed bytes" });
  await expect(bytes).toContainText("16 bytes differ");
  await expect(bytes).toContainText("c3 c3 c3");
  await expectAccessible(page);

  await page.keyboard.press("Control+z");
  await expect(items).toHaveCount(1);
  await expect(page.getByRole("list", { name: "Undone changes" }).getByRole("listitem")).toHaveCount(1);
  await page.keyboard.press("Control+y");
  await expect(items).toHaveCount(2);

  await page.getByRole("button", { name: "Check the edited disk" }).click();
  const said = page.getByRole("status", { name: "Check of the edited disk" });
  await expect(said).toContainText(/After this: \d+ finding/);
  await expect(said.getByRole("list", { name: "Fixed findings" })).toContainText("never applied");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(said).toHaveText("");
  await page.getByRole("button", { name: "Redo" }).click();

  await page.getByRole("button", { name: "Compare", exact: true }).click();
  await expect(
    page.getByRole("radiogroup", { name: "Side B" }).getByRole("radio", { name: "Edited" }),
  ).toBeChecked();
  await expect(
    page.getByRole("radiogroup", { name: "Side A" }).getByRole("radio", { name: "Replayed" }),
  ).toBeChecked();

  await count.click();
  await items
    .last()
    .getByRole("button", { name: /Filled 4 KiB/ })
    .click();
  await expect(page.getByRole("tab", { name: "Disk" })).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("contentinfo")).toContainText("0x00100000 +4 KiB");

  await count.click();
  await page.getByRole("button", { name: "Discard all" }).click();
  const question = page.getByRole("alertdialog", { name: "Discard all changes?" });
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(items).toHaveCount(2);
  await page.getByRole("button", { name: "Discard all" }).click();
  await question.getByRole("button", { name: "Discard changes" }).click();
  await expect(page.getByRole("group", { name: "Pending changes" })).toHaveCount(0);
  await expect(page.getByRole("radio", { name: "Edited" })).toBeDisabled();
});

test("asks before pending changes are left behind", async ({ page }) => {
  await openSample(page, "clean");
  await fillDisk(page, 0, 512, "c3");
  const question = page.getByRole("alertdialog", { name: "Close the file?" });
  await page.getByRole("button", { name: "Close file" }).click();
  await expect(question).toContainText("clean.vhdx has 1 pending change.");
  await expectAccessible(page);
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("button", { name: "1 pending change" })).toBeVisible();

  const asked = page.waitForEvent("dialog");
  const left = page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  await left;

  await page.getByRole("button", { name: "Close file" }).click();
  await question.getByRole("button", { name: "Discard changes" }).click();
  await expect(page.getByRole("button", { name: "Open file" })).toBeVisible();
});

test("keeps pending changes for later, where the user wants that", async ({ page }) => {
  await openSample(page, "clean");
  await fillDisk(page, 0, 512, "c3");
  await page.getByRole("button", { name: "Close file" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Keep for later" }).click();
  await expect(page.getByRole("button", { name: "Open file" })).toBeVisible();
  await page.getByRole("button", { name: "Other samples" }).click();
  await page.getByRole("menuitem", { name: /^Clean disk/ }).click();
  await page.getByRole("button", { name: "Restore" }).click();
  await expect(page.getByRole("button", { name: "1 pending change" })).toBeVisible();
});
