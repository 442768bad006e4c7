import { rename } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { unpack } from "./support/corpus.ts";
import { expect, openPlatter, test } from "./support/fixtures.ts";
import { requireTool } from "./support/needs.ts";
import { qemuCheck, qemuIo } from "./support/qemu.ts";
import { downloaded, openImage, saveByDownload, sha256Of, showScreen } from "./support/workbench.ts";
import { QUICK } from "./support/full.ts";

const bytes = (page: Page) => page.getByRole("grid", { name: "Bytes", exact: true });
const row = (page: Page, offset: number) =>
  bytes(page).getByRole("row", { name: new RegExp(`^${offset.toString(16).padStart(8, "0")}`) });
const dialog = (page: Page, name: string) => page.getByRole("dialog", { name });
const pending = (page: Page, count: number) =>
  page.getByRole("button", { name: `${count} pending change${count === 1 ? "" : "s"}` });
const edited = (page: Page) => page.getByRole("radio", { name: "Edited" });
const fields = (page: Page) => page.getByRole("grid", { name: "Fields" });

/** Axe is slow on a screen full of bytes. */
test.beforeEach(() => test.slow());

async function goTo(page: Page, place: string): Promise<void> {
  const field = page.getByRole("textbox", { name: "Go to offset, LBA or block" });
  await field.fill(place);
  await field.press("Enter");
}

/** Turns typing on at an offset of the virtual disk. */
async function editAt(page: Page, place: string): Promise<void> {
  await goTo(page, place);
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await expect(page.getByRole("region", { name: "Editing" })).toBeVisible();
  await expect(bytes(page)).toBeFocused();
}

async function range(
  page: Page,
  kind: "Fill" | "Zero",
  offset: string,
  length: string,
  pattern = "",
): Promise<void> {
  await page.getByRole("button", { name: `${kind} range`, exact: true }).click();
  const form = dialog(page, `${kind} range`);
  await form.getByLabel("Offset").fill(offset);
  await form.getByLabel("Length").fill(length);
  if (kind === "Fill") await form.getByLabel("Pattern", { exact: true }).fill(pattern);
  await form.getByRole("button", { name: kind, exact: true }).click();
  await expect(form).toHaveCount(0);
}

/** Downloads the Edited layer's file, under a name that QEMU recognises as a VHDX. */
async function savedCopy(page: Page): Promise<string> {
  await saveByDownload(page);
  const file = await downloaded(page, () => page.getByRole("button", { name: "Save edited copy" }).click());
  const named = path.join(path.dirname(file), `${path.basename(file)}.vhdx`);
  await rename(file, named);
  return named;
}

async function expectClean(image: string): Promise<void> {
  const { status, output } = await qemuCheck(image);
  expect(output).toContain("No errors");
  expect(status).toBe(0);
}

async function expectReads(image: string, ...reads: string[]): Promise<void> {
  const { status, stdout, stderr } = await qemuIo(image, reads, true);
  expect(stdout + stderr).not.toContain("Pattern verification failed");
  expect(status, stderr).toBe(0);
}

test(
  "bytes are typed, undone, redone, filled, zeroed and pasted; the copy holds them, the original nothing",
  QUICK,
  async ({ page }) => {
    requireTool(test, "corpus", "qemu-img", "qemu-io");
    const original = await unpack("clean-dynamic.vhdx");
    const before = await sha256Of(original);
    await openImage(page, original);
    await showScreen(page, "Disk");

    await editAt(page, "0x300000");
    await page.keyboard.type("5a5a5");
    await expect(row(page, 0x300000)).toContainText(/5a\s*5a\s*50/);
    await expect(page.getByText("3 bytes typed: Enter applies, Esc drops")).toBeVisible();
    await page.keyboard.press("Backspace");
    await page.keyboard.press("Tab");
    await page.keyboard.type("ZZ");
    await expect(edited(page)).not.toBeChecked();
    await page.keyboard.press("Enter");
    await expect(pending(page, 1)).toBeVisible();
    await expect(edited(page)).toBeChecked();
    await expect(row(page, 0x300000)).toContainText("ZZZZ");
    await expect(bytes(page).locator('[data-mark="user"][role="gridcell"]')).toHaveCount(4);

    await page.keyboard.type("dropped");
    await page.keyboard.press("Escape");
    await expect(row(page, 0x300000)).toContainText("ZZZZ·");

    await page.keyboard.type("again");
    await page.keyboard.press("Control+z");
    await expect(row(page, 0x300000)).toContainText("ZZZZ·");
    await page.keyboard.press("Control+y");
    await expect(row(page, 0x300000)).toContainText("ZZZZagain");
    await page.keyboard.press("Control+z");
    await expect(row(page, 0x300000)).toContainText("ZZZZ·");

    await page.keyboard.press("Control+z");
    await expect(pending(page, 1)).toHaveCount(0);
    await expect(row(page, 0x300000)).not.toContainText("ZZZZ");
    await page.keyboard.press("Control+y");
    await expect(pending(page, 1)).toBeVisible();

    await range(page, "Fill", "0x500000", "2M", "c3");
    await range(page, "Zero", "0x580000", "64K");
    await expect(pending(page, 3)).toBeVisible();
    await goTo(page, "0x600000");
    await page.getByRole("button", { name: "Paste", exact: true }).click();
    await dialog(page, "Paste")
      .getByLabel("What to paste")
      .fill("ERERERERERERERERERERERERERERERERERERERERERE=");
    await expect(dialog(page, "Paste").getByRole("status")).toContainText("Recognised as Base64: 32 bytes");
    await dialog(page, "Paste").getByRole("button", { name: "Write" }).click();
    await expect(pending(page, 4)).toBeVisible();

    const copy = await savedCopy(page);
    await expectClean(copy);
    await expectReads(
      copy,
      "read -P 0x5a 0x300000 4",
      "read -P 0xc3 0x500000 512K",
      "read -P 0 0x580000 64K",
      "read -P 0xc3 0x590000 448K",
      "read -P 0x11 0x600000 32",
      "read -P 0xc3 0x600020 1048544",
    );
    expect(await sha256Of(original)).toBe(before);
  },
);

test("a disk whose log was never applied is edited after its replay", async ({ page }) => {
  requireTool(test, "corpus", "qemu-img", "qemu-io");
  const original = await unpack("iotest-dirtylog-10G-4M.vhdx");
  const before = await sha256Of(original);
  await openImage(page, original);
  await showScreen(page, "Disk");
  await editAt(page, "0");
  await page.keyboard.type("c3c3c3c3");
  // Any other action finds what was typed.
  await page.keyboard.press("F2");
  await expect(pending(page, 1)).toBeVisible();
  await expect(page.getByRole("region", { name: "Editing" })).toHaveCount(0);
  const copy = await savedCopy(page);
  await expectClean(copy);
  await expectReads(copy, "read -P 0xc3 0 4", "read -P 0xa5 4 18874364");
  expect(await sha256Of(original)).toBe(before);
});

test("a field is set with its checksum, without it, and refused in place", QUICK, async ({ page }) => {
  requireTool(test, "corpus", "qemu-img");
  await openImage(page, await unpack("clean-dynamic.vhdx"));
  await showScreen(page, "Structure");
  const structures = page.getByRole("treegrid", { name: "Structures" });
  await structures.getByRole("row", { name: /Header .* active/ }).click();
  const field = (name: string) => fields(page).getByRole("row", { name: new RegExp(`^${name}`) });
  const editor = (name: string) => page.getByRole("group", { name: `New value of ${name}` });

  await field("FileWriteGuid").click();
  await page.keyboard.press("Enter");
  await editor("FileWriteGuid").getByRole("textbox").fill("not a GUID");
  await expect(editor("FileWriteGuid")).toContainText("takes a GUID");
  await expect(editor("FileWriteGuid").getByRole("button", { name: "Apply" })).toBeDisabled();
  await expectAccessible(page);
  await editor("FileWriteGuid").getByRole("textbox").fill("01234567-89ab-cdef-0123-456789abcdef");
  await expect(editor("FileWriteGuid").getByRole("checkbox", { name: "Update checksum" })).toBeChecked();
  await page.keyboard.press("Enter");
  await expect(pending(page, 1)).toBeVisible();
  await expect(field("FileWriteGuid")).toContainText("01234567-89ab-cdef-0123-456789abcdef");
  await expect(field("Checksum")).not.toContainText("does not match");
  await expect(fields(page)).toBeFocused();
  const copy = await savedCopy(page);
  await expectClean(copy);

  await showScreen(page, "Structure");
  await field("LogVersion").dblclick();
  await editor("LogVersion").getByRole("textbox").fill("7");
  await expect(editor("LogVersion")).toContainText("must be 0");
  await editor("LogVersion").getByText("Update checksum").click();
  await editor("LogVersion").getByRole("button", { name: "Apply" }).click();
  await expect(pending(page, 2)).toBeVisible();
  await expect(field("Checksum")).toContainText("does not match");
  await page.keyboard.press("Control+z");
  await expect(field("Checksum")).not.toContainText("does not match");
});

test("a BAT entry's state is set, and the file's own bytes are typed over", async ({ page }) => {
  await openPlatter(page, "sample=clean");
  await showScreen(page, "Structure");
  await page.keyboard.press("Control+g");
  await page.getByRole("combobox").fill("bat 0");
  await page.keyboard.press("Enter");
  await fields(page)
    .getByRole("row", { name: /^State/ })
    .dblclick();
  const editor = page.getByRole("group", { name: "New value of State" });
  await editor.getByRole("textbox").fill("2");
  await expect(editor.getByRole("status")).toContainText("2");
  await expect(editor.getByRole("checkbox")).toHaveCount(0);
  await page.keyboard.press("Enter");
  await expect(pending(page, 1)).toBeVisible();
  await expect(fields(page).getByRole("row", { name: /^State/ })).toContainText("ZERO");

  await page
    .getByRole("treegrid", { name: "Structures" })
    .getByRole("row", { name: /identifier/ })
    .click();
  await page.keyboard.press("F2");
  await expect(page.getByRole("region", { name: "Editing" })).toContainText("no checksum is updated");
  await expect(bytes(page)).toBeFocused();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Tab");
  await page.keyboard.type("VHDX");
  await page.keyboard.press("Enter");
  await expect(pending(page, 2)).toBeVisible();
  await expect(row(page, 0)).toContainText("VHDXfile");
  await expectAccessible(page);
});

test("what doesn't fit is refused with a sentence", async ({ page }) => {
  await openPlatter(page, "sample=clean");
  await showScreen(page, "Disk");
  await page.getByRole("button", { name: "Fill range" }).click();
  const fill = dialog(page, "Fill range");
  await fill.getByLabel("Pattern", { exact: true }).fill("c3");
  await fill.getByLabel("Offset").fill("0x3ffff00");
  await fill.getByLabel("Length").fill("512");
  await expect(fill).toContainText("The virtual disk ends at 0x04000000: 256 bytes would lie beyond it.");
  await expect(fill.getByRole("button", { name: "Fill", exact: true })).toBeDisabled();
  await expectAccessible(page);
  await page.keyboard.press("Escape");

  await editAt(page, "0x3fffffe");
  await page.getByRole("button", { name: "Paste", exact: true }).click();
  await dialog(page, "Paste").getByLabel("What to paste").fill("01 02 03");
  await expect(dialog(page, "Paste").getByRole("alert")).toHaveText(
    "The virtual disk ends at 0x04000000: 1 byte would lie beyond it.",
  );
  await expect(dialog(page, "Paste").getByRole("button", { name: "Write" })).toBeDisabled();
  await expectAccessible(page);
  await page.keyboard.press("Escape");

  await bytes(page).focus();
  await page.keyboard.type("0102");
  await expect(page.getByText("2 bytes typed")).toBeVisible();
  await page.keyboard.type("03");
  await expect(page.getByText("The virtual disk ends here.")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(pending(page, 1)).toBeVisible();
});

test("a damaged disk is not written, and the finding is named", async ({ page }) => {
  requireTool(test, "corpus");
  await openImage(page, await unpack("bat-duplicate-offset.vhdx"));
  await showScreen(page, "Disk");
  for (const name of ["Edit", "Paste", "Fill range", "Zero range"]) {
    const button = page.getByRole("button", { name, exact: true });
    // One after the other: there is one page.
    // oxlint-disable no-await-in-loop
    await expect(button).toBeDisabled();
    await expect(button).toHaveAccessibleDescription(/must not be written: .*bat-duplicate-offset/);
    // oxlint-enable no-await-in-loop
  }
  await expectAccessible(page);
  await bytes(page).focus();
  await page.keyboard.press("F2");
  await page.keyboard.type("00");
  await expect(edited(page)).toBeDisabled();
});

test("the log is applied, and discarded after saying what is lost", async ({ page }) => {
  await openPlatter(page, "sample=crashed");
  await showScreen(page, "Log");
  await page.getByRole("button", { name: "Discard log" }).click();
  const question = page.getByRole("alertdialog", { name: "Discard the log?" });
  await expect(question).toContainText("10 entries with 10 writes to 40 KiB of the file");
  await expectAccessible(page);
  await question.getByRole("button", { name: "Discard log" }).click();
  await expect(pending(page, 1)).toBeVisible();
  await expect(page.getByText("Empty on the Edited layer")).toBeVisible();
  await page.keyboard.press("Control+z");
  await page.getByRole("button", { name: "Apply log" }).click();
  await expect(pending(page, 1)).toBeVisible();
  await showScreen(page, "Structure");
  await expect(page.getByRole("treegrid", { name: "Structures" })).toContainText("nothing to replay");
});

test("what is on the clipboard is pasted from the cursor on, a file too", async ({ page }) => {
  await openPlatter(page, "sample=clean");
  await showScreen(page, "Disk");
  await editAt(page, "0x7e00");
  await bytes(page).evaluate((grid) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "const unsigned char bytes[2] = { 0x12, 0x34 };");
    grid.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  await expect(dialog(page, "Paste").getByRole("status")).toContainText(
    "Recognised as Hex: 2 bytes at 0x00007e00",
  );
  await dialog(page, "Paste")
    .getByLabel("File to paste")
    .setInputFiles({
      name: "boot.bin",
      mimeType: "application/octet-stream",
      buffer: Buffer.alloc(512, 0x77),
    });
  await expect(dialog(page, "Paste")).toContainText("The bytes of boot.bin, 512 bytes");
  await expectAccessible(page);
  await dialog(page, "Paste").getByRole("button", { name: "Write" }).click();
  await expect(pending(page, 1)).toBeVisible();
  await expect(row(page, 0x7e00)).toContainText("wwww");
  await expectAccessible(page);
});

test("nothing moves when Edit is pressed, and Escape ends editing wherever the focus is", async ({
  page,
}) => {
  await openPlatter(page, "sample=clean");
  for (const screen of ["Structure", "Disk"] as const) {
    // One after the other: there is one page.
    // oxlint-disable no-await-in-loop
    await showScreen(page, screen);
    const edit = page.getByRole("button", { name: "Edit", exact: true });
    await expect(row(page, 0)).toBeVisible();
    const places = async () => [
      await row(page, 0)
        .boundingBox()
        .then((box) => [box?.x, box?.y]),
      await edit.boundingBox(),
      await page.getByRole("button", { name: "Find", exact: true }).boundingBox(),
    ];
    const before = await places();
    await edit.click();
    await expect(page.getByRole("region", { name: "Editing" })).toBeVisible();
    await expect(bytes(page)).toBeFocused();
    expect(await places()).toEqual(before);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("region", { name: "Editing" })).toHaveCount(0);
    await edit.click();
    await page.getByRole("radio", { name: "Text", exact: true }).check();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("region", { name: "Editing" })).toHaveCount(0);
    // oxlint-enable no-await-in-loop
  }
});
