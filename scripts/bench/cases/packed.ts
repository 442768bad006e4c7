import { rm, stat } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";
import { saveByDownload } from "../../../e2e/support/workbench.ts";
import { startEngine } from "../browser/engine.ts";
import { footprintOf } from "../browser/footprint.ts";
import { openIn } from "../browser/open-in.ts";
import type { Bench, Case } from "../case.ts";
import { sparseDisk } from "../images/made-by-qemu.ts";
import { inTurn } from "../pairs.ts";
import { timeCommand } from "../peers.ts";
import { bytesText } from "../markdown.ts";
import { pairwise } from "../statistics.ts";

/** How many times faster than the peer. */
const LEAST = 8;

/** Exports to a download, unpacks the zip and runs its script, as a user does. @returns milliseconds for all of it */
async function packedTime({ images }: Bench, tab: Page, image: string): Promise<number> {
  await openIn(tab, image);
  await saveByDownload(tab);
  const folder = path.join(images.folder, "packed");
  await rm(folder, { recursive: true, force: true });
  const started = performance.now();
  const [download] = await Promise.all([
    tab.waitForEvent("download", { timeout: 0 }),
    tab.getByRole("button", { name: "Export raw disk, packed", exact: true }).click(),
  ]);
  const script =
    'mkdir "$2" && cd "$2" && python3 -m zipfile -e "$1" . && python3 "$(ls *.py */*.py 2>/dev/null | head -n 1)" disk.raw';
  await timeCommand("sh", ["-c", script, "sh", await download.path(), folder]);
  const time = performance.now() - started;
  await download.delete();
  return time;
}

/** Makes a raw image of a large disk with little data. */
export const packed: Case = {
  id: "packed",
  run: async (bench) => {
    const { browser, images, scale, say } = bench;
    const { size, blocks } = scale.sparse;
    const image = await sparseDisk(images, size, blocks);
    const raw = path.join(images.folder, "converted.raw");
    say("Raw image of a large disk with little in it");
    const times = await inTurn(
      scale,
      () => browser.withTab("page", (tab) => packedTime(bench, tab, image)),
      async () => {
        await rm(raw, { force: true });
        return (await timeCommand("qemu-img", ["convert", "-O", "raw", image, raw])).time;
      },
    );
    const laidOut = path.join(images.folder, "packed", "disk.raw");
    const { output } = await timeCommand("qemu-img", ["compare", "-f", "raw", "-F", "raw", laidOut, raw]);
    const { footprint } = await browser.withTab("page", async (tab) =>
      footprintOf(tab, await startEngine(tab), () => packedTime(bench, tab, image)),
    );
    const { blocks: sectors } = await stat(laidOut);
    await rm(raw);
    await rm(path.dirname(laidOut), { recursive: true });
    const ratio = pairwise(times.peers, times.ours).median;
    return [
      {
        id: "packed",
        title: `Raw image on disk of ${bytesText(size)} with ${blocks} MiB in ${blocks} blocks`,
        peer: "`qemu-img convert -O raw`",
        ...times,
        footprint,
        target: `${LEAST} x faster`,
        reached: ratio >= LEAST,
        notes: [
          `${ratio.toFixed(1)} x faster, by \`Export raw disk, packed\` and its script; \`qemu-img compare\` of both results: ${output.trim()}; ${bytesText(sectors * 512)} on disk`,
        ],
      },
    ];
  },
};
