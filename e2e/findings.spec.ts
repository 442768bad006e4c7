import { truncate } from "node:fs/promises";
import { expectAccessible } from "./support/axe.ts";
import { expect, openPlatter, test } from "./support/fixtures.ts";
import { requireTool } from "./support/needs.ts";
import { qemuImg, withFolder } from "./support/qemu.ts";
import { openImage } from "./support/workbench.ts";
import { QUICK } from "./support/full.ts";

const GIB = 2 ** 30;

test("a finding says what it means, and the full check what it looked at", QUICK, async ({ page }) => {
  await openPlatter(page, "sample=crashed");
  const findings = page.getByRole("table", { name: "Findings", exact: true });
  const button = findings.getByRole("button", { name: "Details of log-needs-replay" });
  await expect(button).toHaveAttribute("aria-expanded", "false");
  await button.focus();
  await page.keyboard.press("Enter");
  const detail = findings.getByRole("group", { name: "Details of log-needs-replay" });
  await expect(detail.getByRole("term")).toHaveText([
    "Rule",
    "For the data",
    "Hyper-V",
    "QEMU",
    "Fix",
    "Where",
  ]);
  await expect(detail).toContainText("Replays the log into the file when it attaches the disk");
  await expect(button).toHaveAttribute("aria-expanded", "true");
  await expectAccessible(page);
  // To open it is not to follow it.
  await expect(page.getByRole("tab", { name: "Overview" })).toHaveAttribute("aria-selected", "true");

  await page.getByRole("button", { name: "Run full check" }).click();
  const said = page.getByRole("status", { name: "Full check" });
  await expect(said).toContainText(/^The full check is done. Looked at: Log \(1 MiB\)/);
  await expect(said).toContainText("as stored");
  await expect(said).toContainText("after the replay");
  await expect(said).not.toContainText("Stored blocks");
  await page.getByRole("checkbox", { name: "Read every stored block too" }).check();
  await page.getByRole("button", { name: "Run full check" }).click();
  await expect(said).toContainText("Stored blocks, after the replay");
  await expect(detail).toBeVisible();
  await button.click();
  await expect(detail).toHaveCount(0);
});

test("the address names the finding that was gone to", async ({ page }) => {
  await openPlatter(page, "sample=crashed");
  await page.getByRole("table", { name: "Findings", exact: true }).waitFor();
  await page.keyboard.press("F8");
  await expect(page.getByRole("tab", { name: "Structure" })).toHaveAttribute("aria-selected", "true");
  await expect(page).toHaveURL(/&finding=[a-z-]+:[a-z0-9/@]+/);
  const code = /finding=([a-z-]+):/.exec(page.url())?.[1] ?? "";
  await page.goto(page.url().replace("screen=structure", "screen=overview"));
  await page.reload();
  const current = page.getByRole("table", { name: "Findings", exact: true }).locator("[aria-current=true]");
  await expect(current).toContainText(code);
});

test("the full check shows how far it is and what it has found, and stops when it is told to", async ({
  page,
}) => {
  requireTool(test, "qemu-img");
  await withFolder(async (folder) => {
    const file = `${folder}/long.vhdx`;
    await qemuImg("create", "-q", "-f", "vhdx", file, "64M");
    // Holes that belong to nothing: quick to make, slow to read.
    await truncate(file, 64 * GIB);
    await openImage(page, file);
    const run = page.getByRole("button", { name: "Run full check" });
    await run.click();
    const job = page.getByRole("group", { name: "Running the full check" });
    await expect(job).toContainText(/ of 63\.99 GiB, .*\/s/);
    await expect(run).toBeDisabled();
    const said = page.getByRole("status", { name: "Full check" });
    await expect(said).toContainText(/The full check runs: \d+ findings? so far\./);
    await job.getByRole("button", { name: "Cancel" }).click();
    await expect(said).toHaveText("The full check was stopped before its end.");
    await expect(run).toBeEnabled();
  });
});
