import { readFile, stat } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { expect, openPlatter, test } from "./support/fixtures.ts";
import { requireTool } from "./support/needs.ts";
import { copyImage, qemuCheck, qemuInfo, tool, withFolder } from "./support/qemu.ts";
import { downloaded } from "./support/workbench.ts";
import { quickIf } from "./support/full.ts";

const MIB = 1024 * 1024;

interface Wanted {
  readonly Type: "Dynamic" | "Fixed";
  readonly Size: string;
  readonly "Block size"?: string;
  readonly "Logical sector size"?: string;
  readonly "Log size"?: string;
}

async function openDialog(page: Page) {
  await openPlatter(page);
  await page.getByRole("button", { name: "New disk" }).click();
  return page.getByRole("dialog", { name: "New disk" });
}

async function create(page: Page, wanted: Wanted): Promise<string> {
  const dialog = await openDialog(page);
  const field = (name: string) => dialog.getByLabel(name, { exact: true });
  await field("Type").selectOption({ label: wanted.Type });
  await field("Size").fill(wanted.Size);
  if (wanted["Logical sector size"] !== undefined)
    await field("Logical sector size").selectOption({ label: wanted["Logical sector size"] });
  if (wanted["Block size"] !== undefined) await field("Block size").fill(wanted["Block size"]);
  if (wanted["Log size"] !== undefined) await field("Log size").fill(wanted["Log size"]);
  await dialog.getByRole("radio", { name: "Download" }).check();
  const file = await downloaded(page, () => dialog.getByRole("button", { name: "Create" }).click());
  await expect(dialog.getByRole("status")).toContainText("disk.vhdx");
  return file;
}

const DISKS = [
  {
    wanted: { Type: "Dynamic", Size: "10 GiB" },
    size: 10 * 1024 * MIB,
    block: 32 * MIB,
    sector: 512,
    log: MIB,
  },
  {
    wanted: {
      Type: "Dynamic",
      Size: "64 MiB",
      "Block size": "2 MiB",
      "Log size": "4 MiB",
    },
    size: 64 * MIB,
    block: 2 * MIB,
    sector: 512,
    log: 4 * MIB,
  },
  {
    wanted: { Type: "Dynamic", Size: "1 TiB", "Logical sector size": "4096 bytes" },
    size: 1024 * 1024 * MIB,
    block: 32 * MIB,
    sector: 4096,
    log: MIB,
  },
  {
    wanted: { Type: "Fixed", Size: "40 MiB", "Block size": "1 MiB" },
    size: 40 * MIB,
    block: MIB,
    sector: 512,
    log: MIB,
  },
] as const;

/** QEMU opens disks of this logical sector size alone. */
const QEMU_SECTOR = 512;

async function expectQemuAgrees(file: string, size: number, block: number): Promise<void> {
  expect(await qemuInfo(file)).toMatchObject({
    format: "vhdx",
    "virtual-size": size,
    "cluster-size": block,
    "dirty-flag": false,
  });
  const check = await qemuCheck(file);
  expect(check.status, check.output).toBe(0);
}

for (const { wanted, size, block, sector, log } of DISKS) {
  test(
    `makes a ${wanted.Type.toLowerCase()} disk of ${wanted.Size} that others read as it was asked for`,
    quickIf(wanted.Size === "64 MiB"),
    async ({ page }) => {
      requireTool(test, "qemu-img", "vhdiinfo");
      const download = await create(page, wanted);
      await withFolder(async (folder) => {
        const file = await copyImage(download, folder, "disk.vhdx");
        if (sector === QEMU_SECTOR) await expectQemuAgrees(file, size, block);
        const told = await tool("vhdiinfo", [file]);
        expect(told.status, told.stderr).toBe(0);
        expect(told.stdout).toMatch(new RegExp(`Disk type\\s*: ${wanted.Type}`));
        expect(told.stdout).toContain(`(${size} bytes)`);
        expect(told.stdout).toMatch(new RegExp(`Bytes per sector\\s*: ${sector} bytes`));
        const allocated = wanted.Type === "Fixed" ? size : 0;
        expect((await stat(file)).size).toBeGreaterThanOrEqual(allocated + log);
        // MS-VHDX 2.2.2: the log's length in the first header.
        expect((await readFile(file)).readUInt32LE(64 * 1024 + 68)).toBe(log);
      });
      await page.getByRole("dialog").getByRole("button", { name: "Open it" }).click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("disk.vhdx");
      await expect(page.getByRole("status", { name: "Verdict" })).toContainText("The container is intact");
    },
  );
}

test("says what is wrong while it is written, and takes a tool's defaults by name", async ({ page }) => {
  const dialog = await openDialog(page);
  const field = (name: string) => dialog.getByLabel(name, { exact: true });
  const make = dialog.getByRole("button", { name: "Create" });
  const said = dialog.getByRole("status");
  await expect(make).toBeEnabled();
  await expectAccessible(page);

  await field("Block size").fill("3 MiB");
  await expect(said).toContainText("A block size of 3 MiB is not possible");
  await expect(make).toBeDisabled();
  await expectAccessible(page);
  await dialog.getByRole("radio", { name: "Hyper-V" }).check();
  await expect(field("Block size")).toHaveValue("32 MiB");
  await expect(make).toBeEnabled();

  for (const [size, sentence] of [
    ["0", "The size must be above zero."],
    ["65 TiB", "The size must be 64 TiB or less."],
    ["1000", "The size must be a multiple of 512 bytes"],
  ] as const) {
    // oxlint-disable-next-line no-await-in-loop
    await field("Size").fill(size);
    // oxlint-disable-next-line no-await-in-loop
    await expect(said).toContainText(sentence);
    // oxlint-disable-next-line no-await-in-loop
    await expect(make).toBeDisabled();
  }
  await field("Size").fill("large");
  await expect(field("Size")).toHaveAccessibleDescription("Enter a size, such as 64 GiB.");
  await expect(make).toBeDisabled();

  await dialog.getByRole("radio", { name: "QEMU" }).check();
  await field("Size").fill("512 MiB");
  await expect(field("Block size")).toHaveValue("8 MiB");
  await field("Size").fill("200 GiB");
  await expect(field("Block size")).toHaveValue("32 MiB");
  await expect(field("Physical sector size")).toHaveValue("512");
  await field("Log size").fill("2 MiB");
  await expect(dialog.getByRole("radio", { name: "Custom", exact: true })).toBeChecked();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
});
