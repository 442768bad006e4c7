import path from "node:path";
import { expect, test } from "./support/fixtures.ts";
import { requireTool } from "./support/needs.ts";
import { qemuImg, withFolder } from "./support/qemu.ts";
import { rendererMemory } from "./support/renderer-memory.ts";
import { computeHashes, openImage } from "./support/workbench.ts";

const MIB = 2 ** 20;
const SIZE = 512 * MIB;

test("what was hashed does not stay in memory", async ({ page, context }) => {
  requireTool(test, "qemu-img");
  test.skip(process.platform !== "linux", "only Linux tells what a process holds");
  const browser = await context.browser()?.newBrowserCDPSession();
  if (browser === undefined) throw new Error("The browser tells nothing about itself.");
  await withFolder(async (folder) => {
    const image = path.join(folder, "fixed.vhdx");
    await qemuImg("create", "-q", "-f", "vhdx", "-o", "subformat=fixed", image, String(SIZE));
    await openImage(page, image);
    const before = (await rendererMemory(browser)) ?? 0;
    let peak = before;
    const hashed = computeHashes(page).then(() => "done");
    const soon = () => new Promise((resolve) => setTimeout(resolve, 50));
    while ((await Promise.race([hashed, soon()])) !== "done")
      peak = Math.max(peak, (await rendererMemory(browser)) ?? 0);
    expect(before).toBeGreaterThan(0);
    // Five digests are computed over these bytes, three of them over a copy.
    expect(peak - before).toBeLessThan(SIZE / 2);
    test.info().annotations.push({ type: "MiB", description: String(Math.round((peak - before) / MIB)) });
  });
});
