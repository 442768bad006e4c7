import { rm } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { saveByDownload, showScreen } from "../../../e2e/support/workbench.ts";
import { dropAside, saveToDropped } from "../browser/dropped.ts";
import { openIn } from "../browser/open-in.ts";
import { startEngine } from "../browser/engine.ts";
import { footprintOf } from "../browser/footprint.ts";
import { EXPORT_SAVED } from "../browser/signs.ts";
import { timed } from "../browser/stopwatch.ts";
import type { Bench, Case } from "../case.ts";
import { emptyFile } from "../files.ts";
import { diskWithData, rawData } from "../images/made-by-qemu.ts";
import { inTurn } from "../pairs.ts";
import { timeCommand } from "../peers.ts";
import type { Row } from "../result.ts";
import { median, pairwise } from "../statistics.ts";

/** Share of the plain page's speed. */
const LEAST = 0.9;
const PEER = "ten-line page";

/** Milliseconds from a click to the end of the download that it starts. */
async function downloadTime(tab: Page, click: () => Promise<void>): Promise<number> {
  const started = performance.now();
  const [download] = await Promise.all([tab.waitForEvent("download", { timeout: 0 }), click()]);
  await download.path();
  const time = performance.now() - started;
  await download.delete();
  return time;
}

const RAW = "Export raw disk";
const exportNamed = (tab: Page, name: string) => tab.getByRole("button", { name, exact: true });

/** An export of an image as a download. @param name of its button */
export function exportByDownload({ browser }: Bench, image: string, name = RAW): Promise<number> {
  return browser.withTab("page", async (tab) => {
    await openIn(tab, image);
    await saveByDownload(tab);
    return downloadTime(tab, () => exportNamed(tab, name).click());
  });
}

/** The raw disk of an image into a file that the user picked. */
async function exportToFile(bench: Bench, tab: Page, image: string): Promise<number> {
  const { target } = bench.browser;
  await emptyFile(target);
  await dropAside(tab, [target]);
  await saveToDropped(tab);
  await openIn(tab, image);
  await showScreen(tab, "Export");
  return timed(tab, "click", EXPORT_SAVED, () => exportNamed(tab, RAW).click());
}

function plainDownload({ browser }: Bench, raw: string): Promise<number> {
  return browser.withTab("plain", async (tab) => {
    await dropAside(tab, [raw]);
    return downloadTime(tab, () => tab.getByRole("button", { name: "Download" }).click());
  });
}

async function plainFile({ browser }: Bench, raw: string): Promise<number> {
  await emptyFile(browser.target);
  return browser.withTab("plain", async (tab) => {
    await dropAside(tab, [raw, browser.target]);
    return timed(tab, "click", [{ selector: "#state", text: "saved" }], () =>
      tab.getByRole("button", { name: "Save" }).click(),
    );
  });
}

async function convertTime(image: string, target: string): Promise<number> {
  await rm(target, { force: true });
  return (await timeCommand("qemu-img", ["convert", "-O", "raw", image, target])).time;
}

/** A fully allocated disk, saved as a raw image by download and to a picked file. */
export const rawExport: Case = {
  id: "raw",
  run: async (bench) => {
    const size = bench.scale.allocated;
    const image = await diskWithData(bench.images, size);
    const raw = await rawData(bench.images, size);
    const qemu: number[] = [];
    const finish = (row: Omit<Row, "peer" | "target" | "reached">): Row => ({
      ...row,
      peer: PEER,
      target: `>= ${LEAST} of the ten-line page's speed`,
      reached: 1 / pairwise(row.ours, row.peers).median >= LEAST,
    });

    bench.say("Raw export to a download");
    const download = await inTurn(
      bench.scale,
      () => exportByDownload(bench, image),
      async () => {
        qemu.push(await convertTime(image, bench.browser.target));
        return plainDownload(bench, raw);
      },
    );
    bench.say("Raw export to a file");
    const file = await inTurn(
      bench.scale,
      () => bench.browser.withTab("page", (tab) => exportToFile(bench, tab, image)),
      () => plainFile(bench, raw),
    );
    const { footprint } = await bench.browser.withTab("page", async (tab) =>
      footprintOf(tab, await startEngine(tab), () => exportToFile(bench, tab, image)),
    );
    const beside = `\`qemu-img convert -O raw\` in the same run: ${Math.round(median(qemu.slice(-bench.scale.pairs)))} ms`;
    return [
      finish({
        id: "raw-download",
        title: "Raw export to a download",
        ...download,
        footprint: null,
        notes: [beside],
      }),
      finish({ id: "raw-file", title: "Raw export to a picked file", ...file, footprint, notes: [] }),
    ];
  },
};
