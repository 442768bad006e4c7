import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { writeManyFaults } from "./support/many-faults.ts";
import { expectAccessible } from "./support/axe.ts";
import { unpack } from "./support/corpus.ts";
import { changesList } from "./support/editing.ts";
import { expect, test } from "./support/fixtures.ts";
import { requireTool } from "./support/needs.ts";
import { qemuCheck, qemuImg, withFolder } from "./support/qemu.ts";
import { downloaded, exportButton, openImage, saveByDownload, showScreen } from "./support/workbench.ts";
import { QUICK } from "./support/full.ts";

const KIB = 1024;
const MIB = 1024 * KIB;

test(
  "adds fixes one by one and all that are safe, undoes them, checks and saves",
  QUICK,
  async ({ page }) => {
    requireTool(test, "corpus", "qemu-img");
    await withFolder(async (folder) => {
      // Two blocks in one place, and the second header gone.
      const image = path.join(folder, "damaged.vhdx");
      const bytes = await readFile(await unpack("bat-duplicate-offset.vhdx"));
      bytes.fill(0, 128 * KIB, 132 * KIB);
      await writeFile(image, bytes);
      await openImage(page, image);
      const findings = page.getByRole("table", { name: "Findings", exact: true });
      const row = (code: string) => findings.getByRole("row").filter({ hasText: code });
      const shared = row("bat-duplicate-offset");
      const safe = page.getByRole("button", { name: "Repair all that is safe", exact: true });
      await expect(safe).toHaveAccessibleDescription("2 safe fixes");
      await expect(
        row("header-copy-damaged").getByRole("button", { name: "Add fix", exact: true }),
      ).toHaveAccessibleDescription("Rebuild header 2 from header 1 Nothing is lost.");
      await expectAccessible(page);

      await row("header-copy-damaged").getByRole("button", { name: "Add fix", exact: true }).click();
      await expect(page.getByRole("radio", { name: "Edited" })).toBeChecked();
      await expect(page.getByRole("button", { name: "1 pending change" })).toBeVisible();
      const said = page.getByRole("status", { name: "Check of the edited disk" });
      await expect(said).toContainText("0 new, 1 fixed.");
      await expect(row("header-copy-damaged")).toHaveCount(0);

      // Another fix for the blocks; the page says what it loses before the fix is added.
      await shared.getByRole("button", { name: "Method" }).click();
      await page.getByRole("option", { name: "Keep block 16 and let block 38 read as zeros" }).click();
      await expect(shared).toContainText("What is lost: If the bytes are block 38's");
      await shared.getByText("How this is known").click();
      await expect(shared).toContainText("bytes that begin with 6c 7e 8d 53");
      await expectAccessible(page);
      await shared.getByRole("button", { name: "Add fix", exact: true }).click();
      await expect(page.getByRole("button", { name: "2 pending changes" })).toBeVisible();
      await expect(safe).toBeDisabled();
      await page.keyboard.press("Control+z");
      await page.keyboard.press("Control+z");
      await expect(row("header-copy-damaged")).toHaveCount(1);

      // Writing the BAT entry of the copy leaves an entry in the log, which is a finding of severity info.
      await safe.click();
      await expect(page.getByRole("button", { name: "2 pending changes" })).toBeVisible();
      await expect(said).toContainText("2 fixed.");
      await page.getByRole("button", { name: "Pending changes", exact: true }).click();
      const items = changesList(page).getByRole("listitem");
      await expect(items).toHaveText([/Rebuild header 2 from header 1/, /Give block 38 a copy of its own/]);
      await items.last().getByRole("button", { name: "Show before and after" }).click();
      await expect(items.last().getByRole("table", { name: "Changed bytes" })).toContainText("differ");

      await saveByDownload(page);
      const saved = await downloaded(page, () =>
        page.getByRole("button", { name: "Save edited copy" }).click(),
      );
      expect(await qemuCheck(saved)).toMatchObject({ status: 0 });
    });
  },
);

test("repairs hundreds of blocks in one go, says how far it is, and keeps what was made at a cancel", async ({
  page,
}) => {
  await withFolder(async (folder) => {
    const image = path.join(folder, "many.vhdx");
    await writeManyFaults(image, { homed: 200, homeless: 1200 });
    await openImage(page, image);
    const safe = page.getByRole("button", { name: "Repair all that is safe", exact: true });
    await expect(safe).toHaveAccessibleDescription("200 safe fixes");
    const findings = page.getByRole("table", { name: "Findings", exact: true });
    const ofOneKind = findings.getByRole("rowheader", { name: "bat-reserved-state", exact: true });
    // One cause is one row, which opens to its places.
    await expect(ofOneKind).toHaveCount(1);
    await findings.getByRole("button", { name: "Places of bat-reserved-state" }).click();
    await expect(ofOneKind).toHaveCount(21);
    await findings.getByRole("button", { name: "Show 100 more" }).click();
    await expect(ofOneKind).toHaveCount(121);
    await expectAccessible(page);
    await safe.click();
    await expect(page.getByRole("button", { name: "200 pending changes" })).toBeVisible({ timeout: 60_000 });
    await expect(safe).toBeDisabled();
    await page.keyboard.press("Control+z");
    await expect(page.getByRole("button", { name: "199 pending changes" })).toBeVisible();

    const more = path.join(folder, "more.vhdx");
    await writeManyFaults(more, { homed: 8000 });
    await openImage(page, more);
    await safe.click();
    const job = page.getByRole("group", { name: "Repairing" });
    await expect(job).toContainText(/[\d,]+ of 8,000/, { timeout: 60_000 });
    await job.getByRole("button", { name: "Cancel" }).click();
    const notice = page.getByText(
      /^Cancelled\. [\d,]+ fix(es)? w(as|ere) made and stay among the pending changes\.$/,
    );
    await expect(notice).toBeVisible({ timeout: 60_000 });
    const [, made = ""] = /Cancelled\. ([\d,]+) /.exec((await notice.textContent()) ?? "") ?? [];
    await expect(page.getByRole("button", { name: new RegExp(`^${made} pending changes?$`) })).toBeVisible();
    expect(Number(made.replaceAll(",", ""))).toBeLessThan(8000);
  });
});

test("says what of a disk was cut off, and exports the rest once that is agreed to", async ({ page }) => {
  requireTool(test, "corpus", "qemu-img");
  await withFolder(async (folder) => {
    const whole = await unpack("clean-dynamic.vhdx");
    const raw = path.join(folder, "whole.raw");
    await qemuImg("convert", "-f", "vhdx", "-O", "raw", whole, raw);
    const cut = path.join(folder, "cut.vhdx");
    const bytes = await readFile(whole);
    await writeFile(cut, bytes.subarray(0, 6 * MIB + 1000));
    await openImage(page, cut);
    await expect(page.getByRole("status", { name: "Verdict" })).toContainText(
      /Of the disk's 64 MiB, [\d.]+ MiB can't be read: from /,
    );

    await showScreen(page, "Export");
    await saveByDownload(page);
    const zeroed = page.getByRole("list", { name: "Changes beyond the layer" }).getByRole("listitem");
    const lines = await zeroed.allTextContents();
    expect(lines.length).toBeGreaterThan(1);
    const exported = await downloaded(page, async () => {
      await exportButton(page, "Export raw disk").click();
      const question = page.getByRole("alertdialog", { name: "Export raw disk?" });
      await expect(question).toContainText("can't be read");
      await expectAccessible(page);
      await question.getByRole("button", { name: "Export", exact: true }).click();
    });
    const expected = await readFile(raw);
    for (const line of lines) {
      const [, length = "", from = ""] = /: ([\d,]+) bytes? from byte ([\d,]+) on\.$/.exec(line) ?? [];
      const start = Number(from.replaceAll(",", ""));
      expected.fill(0, start, start + Number(length.replaceAll(",", "")));
    }
    expect(Buffer.compare(await readFile(exported), expected)).toBe(0);
  });
});
