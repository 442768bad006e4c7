import { open, readFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "@playwright/test";
import { type CorpusImage, unpack } from "./corpus.ts";
import { copyImage, tool, withFolder } from "./qemu.ts";
import { sha256Of } from "./workbench.ts";

/** A file offset that the patch changes, by its `patch.json`. */
async function firstChange(folder: string): Promise<number> {
  const text = await readFile(path.join(folder, "patch.json"), "utf8");
  const { groups } = JSON.parse(text) as { groups: { ranges: { offset: number }[] }[] };
  return Math.min(...groups.flatMap(({ ranges }) => ranges.map(({ offset }) => offset)));
}

/** Inverts one bit of the image. */
async function flipBit(file: string, at: number): Promise<void> {
  const handle = await open(file, "r+");
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, at);
  await handle.write(
    buffer.map((byte) => byte ^ 1),
    0,
    1,
    at,
  );
  await handle.close();
}

/** Runs a patch of an image's replay on a copy: it gives the replayed copy, can be undone, and refuses another image. */
export async function expectPatchGives(image: CorpusImage, zip: string, replayedCopy: string): Promise<void> {
  await withFolder(async (folder) => {
    const python = (...args: string[]) => tool("python3", [path.join(folder, "apply.py"), ...args]);
    expect(await tool("python3", ["-m", "zipfile", "-e", zip, folder])).toMatchObject({ status: 0 });
    const copy = await copyImage(await unpack(image.file), folder);

    expect(await python(copy, "--dry-run")).toMatchObject({ status: 0, stderr: "" });
    expect(await sha256Of(copy), "a dry run changes nothing").toBe(image.sha256);

    expect(await python(copy)).toMatchObject({ status: 0, stderr: "" });
    expect(await sha256Of(copy), "byte for byte the replayed copy").toBe(await sha256Of(replayedCopy));

    expect(await python(copy, "--undo")).toMatchObject({ status: 0, stderr: "" });
    expect(await sha256Of(copy), "byte for byte the original").toBe(image.sha256);

    await flipBit(copy, await firstChange(folder));
    const before = await sha256Of(copy);
    expect((await python(copy)).status, "another image is refused").toBe(1);
    expect(await sha256Of(copy)).toBe(before);
  });
}
