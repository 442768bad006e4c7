import { open, readFile } from "node:fs/promises";
import path from "node:path";
import { corpusImages, unpack } from "./support/corpus.ts";
import { expect, test } from "./support/fixtures.ts";
import { requireTool } from "./support/needs.ts";
import { expectUnchanged } from "./support/originals.ts";
import { copyImage, tool, withFolder } from "./support/qemu.ts";
import { exported, openImage, saveByDownload, sha256Of } from "./support/workbench.ts";

const python = (folder: string, ...args: string[]) =>
  tool("python3", [path.join(folder, "apply.py"), ...args]);

/** A file offset that the patch changes, from its own list. */
async function firstChange(folder: string): Promise<number> {
  const text = await readFile(path.join(folder, "patch.json"), "utf8");
  const { groups } = JSON.parse(text) as { groups: { ranges: { offset: number }[] }[] };
  return Math.min(...groups.flatMap(({ ranges }) => ranges.map(({ offset }) => offset)));
}

const dirty = corpusImages().filter(({ outcome, log }) => outcome === "opens" && log.state === "dirty");

test("there are images with a log to replay", () => {
  requireTool(test, "corpus", "python3");
  expect(dirty.length).toBeGreaterThan(0);
});

for (const image of dirty) {
  test(`${image.file}: the patch gives the replayed copy, and takes it back`, async ({ page }) => {
    requireTool(test, "python3");
    const file = await unpack(image.file);
    await openImage(page, file);
    await saveByDownload(page);
    const replayed = await sha256Of(await exported(page, "Export replayed copy"));
    const zip = await exported(page, "Export patch");

    await withFolder(async (folder) => {
      expect(await tool("python3", ["-m", "zipfile", "-e", zip, folder])).toMatchObject({ status: 0 });
      const copy = await copyImage(file, folder);

      expect(await python(folder, copy, "--dry-run")).toMatchObject({ status: 0, stderr: "" });
      expect(await sha256Of(copy), "a dry run changes nothing").toBe(image.sha256);

      expect(await python(folder, copy)).toMatchObject({ status: 0, stderr: "" });
      expect(await sha256Of(copy), "byte for byte the replayed copy").toBe(replayed);

      expect(await python(folder, copy, "--undo")).toMatchObject({ status: 0, stderr: "" });
      expect(await sha256Of(copy), "byte for byte the original").toBe(image.sha256);

      const at = await firstChange(folder);
      const other = await open(copy, "r+");
      const { buffer } = await other.read(Buffer.alloc(1), 0, 1, at);
      await other.write(
        buffer.map((byte) => byte ^ 1),
        0,
        1,
        at,
      );
      await other.close();
      const before = await sha256Of(copy);
      expect((await python(folder, copy)).status, "another image is refused").toBe(1);
      expect(await sha256Of(copy)).toBe(before);
    });
    await expectUnchanged(image);
  });
}
