import { expectAccessible } from "./support/axe.ts";
import { expect, openPlatter, test } from "./support/fixtures.ts";
import { untilChecked } from "./support/workbench.ts";

test("Help on the start page finds a message by its code or its words", async ({ page }) => {
  await openPlatter(page);
  await page.getByRole("button", { name: "Help", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Help" });
  const search = dialog.getByRole("textbox", { name: "Error message" });
  const found = dialog.getByRole("list", { name: "Error messages" }).locator("> [role=listitem]");
  await expect(found.nth(20)).toBeAttached();
  await expectAccessible(page);
  await search.fill("0xC03A001A");
  await expect(found).toHaveCount(1);
  await expect(found).toContainText("fsutil sparse queryflag");
  await search.fill("being used by another process");
  await expect(found.first()).toContainText("wsl --shutdown");
  await search.fill("no such message");
  await expect(found).toHaveCount(0);
  await expect(dialog.getByRole("status")).toContainText("Not in this list.");
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(dialog).toHaveCount(0);
});

test("the palette leads to a message, with a file open or not", async ({ page }) => {
  await openPlatter(page);
  const palette = page.getByRole("combobox", { name: "Command" });
  const dialog = page.getByRole("dialog", { name: "Help" });
  await page.keyboard.press("Control+k");
  await palette.fill("0x80070570");
  await page.getByRole("option", { name: /0x80070570/ }).click();
  await expect(dialog).toContainText("The file or directory is corrupted and unreadable");
  await page.keyboard.press("Escape");
  await openPlatter(page, "sample=clean");
  await untilChecked(page, "clean.vhdx");
  await page.keyboard.press("Control+k");
  // It could be an offset as well, but no file is that long.
  await palette.fill("0xC03A0017");
  await expect(page.getByRole("option")).toHaveText([/0xC03A0017/]);
  await expect(page.getByText(/The file ends at/)).toHaveCount(0);
  await page.keyboard.press("Enter");
  await expect(dialog).toContainText("Resize-VHD");
});
