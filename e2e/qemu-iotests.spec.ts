import { open, stat } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { corpusImage, unpack } from "./support/corpus.ts";
import { expect, test } from "./support/fixtures.ts";
import { requireTool } from "./support/needs.ts";
import { expectUnchanged } from "./support/originals.ts";
import { copyImage, qemuCheck, qemuIo, withFolder } from "./support/qemu.ts";
import { chooseLayer, downloaded, openImage, saveByDownload, showScreen } from "./support/workbench.ts";

// QEMU's own tests of its VHDX driver, by their numbers, on the images that come with them. Where these tests read with
// qemu-io, this file reads through the page: it selects bytes on the Disk screen and saves them.

const MIB = 2 ** 20;
const DIRTY = "iotest-dirtylog-10G-4M.vhdx";
const HYPER_V = "iotest-dynamic-1G.vhdx";

const bytes = (page: Page) => page.getByRole("grid", { name: "Bytes", exact: true });

/** Waits until the page has written its address, which it does a moment after each step: it would overwrite a new one. */
async function untilAddressStands(page: Page): Promise<void> {
  let before = "";
  await expect(() => {
    const now = page.url();
    const stands = now === before;
    before = now;
    expect(stands).toBe(true);
  }).toPass({ intervals: [600] });
}

/** Selects a run of the virtual disk through the address. */
async function selectOnDisk(page: Page, offset: number, length: number): Promise<void> {
  await showScreen(page, "Disk");
  await untilAddressStands(page);
  await page.evaluate(
    (hash) => {
      location.hash = hash;
    },
    `v=1&screen=disk&disk=0x${offset.toString(16)}+${length}`,
  );
  const shown = `0x${offset.toString(16).padStart(8, "0")}`;
  await expect(page.getByRole("toolbar", { name: "Disk" })).toContainText(shown);
  const selected = length < MIB ? `${length} bytes` : `${length / MIB} MiB`;
  await expect(page.getByRole("region", { name: "Data inspector" })).toContainText(`Selected${selected}`);
}

/** Saves the selected bytes. Returns the byte values that occur, and the number of bytes. */
async function readThroughPage(page: Page, offset: number, length: number) {
  await selectOnDisk(page, offset, length);
  const saved = await downloaded(page, () =>
    page.getByRole("button", { name: "Save the selected bytes" }).click(),
  );
  const buffer = Buffer.alloc(4 * MIB);
  const values = new Set<number>();
  const file = await open(saved);
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer);
      if (bytesRead === 0) break;
      const piece = buffer.subarray(0, bytesRead);
      const first = piece.readUInt8(0);
      // Mostly there is only one value, which is quick to check.
      if (piece.equals(Buffer.alloc(bytesRead, first))) values.add(first);
      else for (const value of piece) values.add(value);
    }
  } finally {
    await file.close();
  }
  return { length: (await stat(saved)).size, values: [...values] };
}

test.describe("070, log replay", () => {
  test("a read-only look at a disk with a dirty log shows it replayed, which qemu-io refuses", async ({
    page,
  }) => {
    requireTool(test, "corpus", "qemu-img", "qemu-io");
    const file = await unpack(DIRTY);
    const refused = await withFolder(async (folder) =>
      qemuIo(await copyImage(file, folder), ["read -pP 0xa5 0 18M"], true),
    );
    expect(refused.status).not.toBe(0);
    expect(refused.stderr).toContain("opened read-only, but contains a log that needs to be replayed");

    await openImage(page, file);
    await expect(page.getByRole("radio", { name: "Replayed" })).toBeChecked();
    await saveByDownload(page);
    expect(await readThroughPage(page, 0, 18 * MIB)).toEqual({ length: 18 * MIB, values: [0xa5] });
    expect(await readThroughPage(page, 18 * MIB, MIB)).toEqual({ length: MIB, values: [0] });

    await selectOnDisk(page, 18 * MIB - 16, 32);
    await expect(bytes(page).getByRole("row", { name: /^0*11ffff0( a5){16}/ })).toBeVisible();
    await expect(bytes(page).getByRole("row", { name: /^0*1200000( 00){15}/ })).toBeVisible();
    await expectUnchanged(corpusImage(DIRTY));
  });

  test("without the replay the last MiB is not there", async ({ page }) => {
    requireTool(test, "corpus");
    await openImage(page, await unpack(DIRTY));
    await saveByDownload(page);
    await chooseLayer(page, "Original");
    expect(await readThroughPage(page, 0, 17 * MIB)).toEqual({ length: 17 * MIB, values: [0xa5] });
    expect(await readThroughPage(page, 17 * MIB, MIB)).toEqual({ length: MIB, values: [0] });
  });

  test("the replayed copy reads with qemu-io as the image that qemu-img repaired does", async ({ page }) => {
    requireTool(test, "corpus", "qemu-img", "qemu-io");
    const file = await unpack(DIRTY);
    await withFolder(async (folder) => {
      const repaired = await copyImage(file, folder);
      expect((await qemuCheck(repaired, true)).output).toMatch(/1 corruptions/);
      await openImage(page, file);
      await saveByDownload(page);
      const saved = await downloaded(page, () =>
        page.getByRole("button", { name: "Export replayed copy" }).click(),
      );
      const ours = await copyImage(saved, folder, "ours.vhdx");
      for (const image of [repaired, ours]) {
        const right = await qemuIo(image, ["read -pP 0xa5 0 18M"], true);
        expect(right).toMatchObject({ status: 0, stderr: "" });
        expect(right.stdout).toContain("read 18874368/18874368 bytes at offset 0");
        const wrong = await qemuIo(image, ["read -pP 0xa5 18M 1M"], true);
        expect(wrong.stdout).toContain("Pattern verification failed at offset 18874368");
      }
    });
  });
});

test("064, steps 1 to 3: what Hyper-V wrote is read", async ({ page }) => {
  requireTool(test, "corpus");
  await openImage(page, await unpack(HYPER_V));
  await saveByDownload(page);
  expect(await readThroughPage(page, 0, 33 * MIB)).toEqual({ length: 34_603_008, values: [0xa5] });
  expect(await readThroughPage(page, 33 * MIB, 33 * MIB)).toEqual({ length: 34_603_008, values: [0x96] });
  expect(await readThroughPage(page, 66 * MIB, 958 * MIB)).toEqual({ length: 1_004_535_808, values: [0] });
  await expectUnchanged(corpusImage(HYPER_V));
});
