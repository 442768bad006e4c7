import { stat } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "./support/fixtures.ts";
import { requireTool } from "./support/needs.ts";
import { convertToRaw, sparseDigestOf } from "./support/qemu-disk.ts";
import { qemuImg, qemuIo, tool, withFolder } from "./support/qemu.ts";
import {
  exportButton,
  exported,
  exportedReport,
  openImage,
  saveByDownload,
  sha256Of,
  untilChecked,
} from "./support/workbench.ts";
import { QUICK } from "./support/full.ts";

const MIB = 2 ** 20;
const TIB = 2 ** 40;
const BLOCKS = 24;

/** A disk of 1 TiB that holds some blocks far apart, one of them zeros, and its last sector. */
async function largeImage(folder: string): Promise<string> {
  const file = path.join(folder, "large.vhdx");
  await qemuImg("create", "-q", "-f", "vhdx", "-o", "block_size=1M,subformat=dynamic", file, "1T");
  const step = Math.floor(TIB / BLOCKS / MIB) * MIB;
  const blocks = Array.from({ length: BLOCKS }, (_, nth) => `write -q -P ${nth} ${nth * step} 1M`);
  const written = await qemuIo(file, [...blocks, `write -q -P 77 ${TIB - 512} 512`]);
  expect(written).toMatchObject({ status: 0 });
  return file;
}

test(
  "a disk that is too large to be saved whole is taken away packed, and made of it by the script",
  QUICK,
  async ({ page }) => {
    requireTool(test, "qemu-img", "qemu-io", "python3");
    await withFolder(async (folder) => {
      const image = await largeImage(folder);
      const before = await sha256Of(image);
      await openImage(page, image);
      await untilChecked(page, "large.vhdx");
      await saveByDownload(page);
      const whole = exportButton(page, "Export raw disk");
      await expect(whole).toBeDisabled();
      await expect(whole).toHaveAccessibleDescription(/Take "Export raw disk, packed", 25 MiB at most/);
      await expect(page.getByRole("listitem").filter({ hasText: "large.raw-packed.zip" })).toContainText(
        "at most 25 MiB (26,214,400 bytes) of data",
      );

      const zip = await exported(page, "Export raw disk, packed");
      // Without the block of zeros, and without the zeros of the last block.
      expect((await stat(zip)).size).toBeLessThan((BLOCKS - 1) * MIB + 200 * 1024);
      const raw = path.join(folder, "disk.raw");
      expect(await tool("python3", [zip, raw])).toMatchObject({ status: 0, stderr: "" });

      const expected = path.join(folder, "expected.raw");
      await convertToRaw(image, expected, await exportedReport(page));
      const { size, blocks } = await stat(raw);
      expect(size).toBe(TIB);
      expect((await stat(expected)).size).toBe(TIB);
      expect(blocks * 512, "what is zeros takes no room").toBeLessThan(BLOCKS * MIB + MIB);
      expect(await sparseDigestOf(raw)).toBe(await sparseDigestOf(expected));
      expect(await sha256Of(image), "the original is only read").toBe(before);
    });
  },
);
