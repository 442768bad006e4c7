import path from "node:path";
import type { Page, Worker } from "@playwright/test";
import { nextEngine } from "./support/engine-worker.ts";
import { dropFiles, expect, openPlatter, test } from "./support/fixtures.ts";
import { requireTool } from "./support/needs.ts";
import { qemuImg, withFolder } from "./support/qemu.ts";
import { openImage, showScreen } from "./support/workbench.ts";

// A disk of 64 TiB with blocks of 1 MiB: a BAT of 512 MiB, the largest that the format allows.

const MIB = 2 ** 20;
const LAST_ENTRY = 67_125_246;

async function withHugeDisk(work: (file: string) => Promise<void>): Promise<void> {
  requireTool(test, "qemu-img");
  await withFolder(async (folder) => {
    const file = path.join(folder, "huge.vhdx");
    const options = "block_size=1M,subformat=dynamic";
    await qemuImg("create", "-q", "-f", "vhdx", "-o", options, file, "64T");
    await work(file);
  });
}

/** All reads except the large reads of the scan, which wait until they are released. */
interface CountedReads {
  readonly count: number;
  readonly bytes: number;
  release(): void;
}

/** Only workers have this class, and these tests are compiled for a page. */
declare const FileReaderSync: {
  readonly prototype: { readAsArrayBuffer: (this: unknown, blob: Blob) => ArrayBuffer };
};

type Instrumented = typeof globalThis & { platterTest: CountedReads };

/** Counts the engine's reads, in its worker, and holds the scan back. */
async function countReads(engine: Worker): Promise<void> {
  await engine.evaluate(() => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const reads = { count: 0, bytes: 0, release };
    const { readAsArrayBuffer } = FileReaderSync.prototype;
    FileReaderSync.prototype.readAsArrayBuffer = function (this: unknown, blob: Blob) {
      reads.count += 1;
      reads.bytes += blob.size;
      return readAsArrayBuffer.call(this, blob);
    };
    const { arrayBuffer } = Blob.prototype;
    Blob.prototype.arrayBuffer = function () {
      reads.count += 1;
      reads.bytes += this.size;
      return arrayBuffer.call(this);
    };
    // The scan's reads are large, so a worker of the engine does them.
    const { prototype } = globalThis.Worker;
    const send = prototype.postMessage;
    prototype.postMessage = function (this: typeof prototype, order: unknown) {
      void released.then(() => send.call(this, order));
    };
    (globalThis as Instrumented).platterTest = reads;
  });
}

const readsOf = (engine: Worker) =>
  engine.evaluate(() => {
    const { count, bytes } = (globalThis as Instrumented).platterTest;
    return { count, bytes };
  });

/** Value of a row of the Overview's facts. */
const fact = (page: Page, name: string) =>
  page.getByRole("table", { name: "Facts" }).getByRole("row", { name: new RegExp(`^${name}`) });

const uncheckedNote = (page: Page) => page.getByText("Not checked yet");

test("the quick stage takes ten reads and 8 MiB at most; the rest is a job with Cancel", async ({ page }) => {
  await withHugeDisk(async (file) => {
    // The engine starts with the first file; from then on its reads can be counted.
    const started = nextEngine(page);
    await openPlatter(page, "sample=clean");
    const engine = await started;
    await expect(page.getByRole("heading", { level: 1, name: "clean.vhdx" })).toBeVisible();
    await countReads(engine);

    await dropFiles(page, [file]);
    await expect(page.getByRole("heading", { level: 1, name: "huge.vhdx" })).toBeVisible();
    await expect(page.getByRole("status", { name: "Verdict" })).toContainText("64 TiB");
    await expect(uncheckedNote(page)).toBeVisible();
    await expect(fact(page, "BAT")).toContainText("67,125,247 entries");

    // The page shows the real number of reads, all those of its first screen included.
    const { count, bytes } = await readsOf(engine);
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThanOrEqual(10);
    expect(bytes).toBeLessThanOrEqual(8 * MIB);
    const said = /([\d.]+) (KiB|MiB) in (\d+) reads?/.exec(await fact(page, "Read to open").innerText());
    const saidBytes = Number(said?.[1]) * (said?.[2] === "KiB" ? 1024 : MIB);
    expect(Number(said?.[3])).toBeLessThanOrEqual(count);
    expect(saidBytes).toBeGreaterThan(0);
    expect(saidBytes).toBeLessThanOrEqual(bytes * 1.01);

    const job = page.getByRole("group", { name: "Scanning the rest" });
    await expect(job.getByRole("progressbar")).toBeVisible();
    await job.getByRole("button", { name: "Cancel" }).click();
    await engine.evaluate(() => (globalThis as Instrumented).platterTest.release());
    await expect(job).toHaveCount(0);
    await expect(uncheckedNote(page)).toBeVisible();
    await expect(page.getByRole("alert")).toHaveCount(0);

    await page.getByRole("button", { name: "Check the rest" }).click();
    await expect(uncheckedNote(page)).toHaveCount(0, { timeout: 120_000 });
    await expect(fact(page, "BAT")).toContainText("67,108,864 ZERO");
    await expect(page.getByRole("status", { name: "Verdict" })).toContainText("The container is intact");
  });
});

test("the BAT's table and the disk's bytes scroll to their last row", async ({ page }) => {
  await withHugeDisk(async (file) => {
    await openImage(page, file);
    await showScreen(page, "Structure");
    await page
      .getByRole("treegrid", { name: "Structures" })
      .getByRole("row", { name: /Block allocation table/ })
      .click();
    const bat = page.getByRole("grid", { name: "BAT" });
    await expect(bat.getByRole("row", { name: /^0 / })).toBeInViewport();

    // Drags the thumb of the scrollbar from the first row to the last and back.
    const track = await bat.locator("xpath=following-sibling::*[1]").boundingBox();
    if (track === null) throw new Error("the BAT's scrollbar is not on the screen");
    const x = track.x + track.width / 2;
    await page.mouse.move(x, track.y + 4);
    await page.mouse.down();
    await page.mouse.move(x, track.y + track.height + 100, { steps: 5 });
    await page.mouse.up();
    const last = bat.getByRole("row", { name: /^67,?125,?246 / });
    await expect(last).toBeInViewport();
    await expect(last).toContainText("ZERO");
    await expect(bat).toHaveAttribute("aria-rowcount", String(LAST_ENTRY + 2));
    await bat.focus();
    await page.keyboard.press("Home");
    await expect(bat.getByRole("row", { name: /^0 / })).toBeInViewport();
    await page.keyboard.press("End");
    await expect(last).toBeInViewport();

    await showScreen(page, "Disk");
    const bytes = page.getByRole("grid", { name: "Bytes", exact: true });
    await bytes.focus();
    await page.keyboard.press("Control+End");
    await expect(bytes.getByRole("row", { name: /^3ffffffffff0( 00){15}/ })).toBeInViewport();
    await page.keyboard.press("Control+Home");
    await expect(bytes.getByRole("row", { name: /^0+10( 00){15}/ }).first()).toBeInViewport();
  });
});
