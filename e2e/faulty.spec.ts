import { createHash, randomBytes } from "node:crypto";
import { open, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Locator, Page, Worker } from "@playwright/test";
import type { Faults } from "./faulty/faults.ts";
import { nextEngine } from "./support/engine-worker.ts";
import { dropFiles, expect, openPlatter, test } from "./support/fixtures.ts";
import { requireTool } from "./support/needs.ts";
import { picked, withPicker } from "./support/picker.ts";
import { qemuImg, withFolder } from "./support/qemu.ts";
import {
  downloaded,
  exportButton,
  exported,
  exportedReport,
  saveByDownload,
  showScreen,
  untilChecked,
} from "./support/workbench.ts";
import { QUICK } from "./support/full.ts";

// The page on a slow or failing disk, which only this build can simulate.
test.use({ build: ".cache/faulty" });

const KIB = 2 ** 10;
const MIB = 2 ** 20;
const SIZE = 48 * MIB;
const NAME = "disk.vhdx";

interface Opened {
  readonly page: Page;
  readonly engine: Worker;
  readonly file: string;
}

/** Loads the page; its engine starts with it. */
async function loadPage(page: Page): Promise<Worker> {
  await withPicker(page);
  const started = nextEngine(page);
  await openPlatter(page);
  // The engine starts when the user is about to open a file.
  await page.getByRole("button", { name: "Open file" }).hover();
  return started;
}

/** Makes a disk full of bytes that are not zeros with another program, and loads the page. */
async function withDisk(page: Page, work: (opened: Opened) => Promise<void>, size = SIZE): Promise<void> {
  requireTool(test, "qemu-img");
  await withFolder(async (folder) => {
    const raw = path.join(folder, "disk.raw");
    const file = path.join(folder, NAME);
    await writeFile(raw, randomBytes(size));
    await qemuImg("convert", "-f", "raw", "-O", "vhdx", "-o", "block_size=1M,subformat=dynamic", raw, file);
    await work({ page, engine: await loadPage(page), file });
  });
}

async function openDisk({ page, file }: Opened): Promise<void> {
  await dropFiles(page, [file]);
  await untilChecked(page, NAME);
}

const setFaults = (engine: Worker, change: Partial<Omit<Faults, "reads">>) =>
  engine.evaluate((to) => void Object.assign(globalThis.faults, to), change);

const readsOf = (engine: Worker) => engine.evaluate(() => globalThis.faults.reads);

const readsUnderWay = async (engine: Worker) =>
  (await readsOf(engine)).filter(({ until }) => until === null).length;

const messages = (page: Page) => page.getByRole("region", { name: "Messages" });
const question = (page: Page) => page.getByRole("alertdialog", { name: /a part can't be read/ });
const lastExport = (page: Page) => page.getByRole("status", { name: "Last export" });

async function saveToPicked(page: Page): Promise<void> {
  await showScreen(page, "Export");
  await page
    .getByRole("radiogroup", { name: "Save as" })
    .getByRole("radio", { name: "Choose a place" })
    .check();
}

/** Clicks as soon as the browser lets it, and has the page note when it was clicked and when `shows` came. */
async function timedClick(page: Page, button: Locator, shows: string): Promise<number> {
  await page.evaluate((text) => {
    const times = { clicked: 0, shown: 0 };
    Object.assign(window, { times });
    document.addEventListener("pointerdown", () => (times.clicked = performance.now()), {
      capture: true,
      once: true,
    });
    const observer = new MutationObserver(() => {
      if (times.clicked === 0 || !document.body.textContent.includes(text)) return;
      times.shown = performance.now();
      observer.disconnect();
    });
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  }, shows);
  await button.click();
  await expect(page.getByText(shows).first()).toBeVisible();
  return page.evaluate(() => {
    const { times } = window as unknown as { times: { clicked: number; shown: number } };
    return times.shown - times.clicked;
  });
}

const JOBS: readonly { readonly title: string; readonly start: (page: Page) => Promise<void> }[] = [
  {
    title: "Export raw disk",
    start: async (page) => {
      await saveToPicked(page);
      await exportButton(page, "Export raw disk").click();
    },
  },
  {
    title: "Computing hashes",
    start: async (page) => {
      await showScreen(page, "Overview");
      await page.getByRole("button", { name: "Compute hashes" }).click();
    },
  },
  {
    title: "Running the full check",
    start: async (page) => {
      await showScreen(page, "Overview");
      await page.getByRole("button", { name: "Run full check" }).click();
    },
  },
];

for (const { title, start } of JOBS) {
  test(`${title}: a cancel is acknowledged while reads hang, starts no other, and waits for them`, async ({
    page,
  }) => {
    await withDisk(page, async (opened) => {
      const { engine } = opened;
      await openDisk(opened);
      await setFaults(engine, { held: true });
      await start(page);
      const job = page.getByRole("group", { name: title });
      await expect(job).toBeVisible();
      await expect.poll(() => readsUnderWay(engine)).toBeGreaterThan(0);

      // The page still responds.
      await showScreen(page, "Map");
      await page.keyboard.press("Control+k");
      await expect(page.getByRole("combobox", { name: "Command" })).toBeFocused();
      await page.keyboard.press("Escape");

      const took = await timedClick(page, job.getByRole("button", { name: "Cancel" }), "Cancelling");
      // oxlint-disable-next-line no-console
      console.log(`${title}: Cancel was acknowledged after ${took.toFixed(1)} ms, with reads that hang.`);
      await expect(job.getByRole("button", { name: "Cancel" })).toBeDisabled();
      // Nothing has ended yet, so the job is still there.
      const started = (await readsOf(engine)).length;
      expect(await readsUnderWay(engine)).toBeGreaterThan(0);
      await expect(job).toBeVisible();

      await setFaults(engine, { held: false });
      await expect(job).toHaveCount(0);
      const reads = await readsOf(engine);
      expect(reads.length).toBe(started);
      expect(reads.every(({ until }) => until !== null)).toBe(true);
    });
  });
}

/** Waits until nothing was read for two seconds: the look at what is inside the disk goes on after a file was opened. */
async function untilQuiet(page: Page, engine: Worker): Promise<void> {
  for (let before = -1; ;) {
    // oxlint-disable-next-line no-await-in-loop
    const started = (await readsOf(engine)).length;
    if (started === before) return;
    before = started;
    // oxlint-disable-next-line no-await-in-loop
    await page.waitForTimeout(2000);
  }
}

test("reads of a second each: the page answers, and a cancelled export reads no further", async ({
  page,
}) => {
  await withDisk(
    page,
    async (opened) => {
      const { engine } = opened;
      await setFaults(engine, { delay: 1000 });
      await openDisk(opened);
      await untilQuiet(page, engine);
      await saveToPicked(page);
      await exportButton(page, "Export raw disk").click();
      const job = page.getByRole("group", { name: "Export raw disk" });
      const before = (await readsOf(engine)).filter(({ until }) => until !== null).length;
      await expect
        .poll(async () => (await readsOf(engine)).filter(({ until }) => until !== null).length)
        .toBeGreaterThan(before + 4);
      // The screen's bytes are read meanwhile, and no read of the disk blocks the engine.
      await showScreen(page, "Disk");
      await expect(page.getByRole("grid", { name: "Bytes" }).getByRole("row").first()).toBeVisible();
      await showScreen(page, "Export");
      expect((await readsOf(engine)).filter(({ blocking }) => blocking)).toEqual([]);

      const took = await timedClick(page, job.getByRole("button", { name: "Cancel" }), "Cancelling");
      const started = (await readsOf(engine)).length;
      await expect(job).toHaveCount(0);
      const reads = await readsOf(engine);
      // oxlint-disable-next-line no-console
      console.log(
        `Reads of 1 s: Cancel was acknowledged after ${took.toFixed(1)} ms; ${reads.length - started} reads were started after it.`,
      );
      expect(reads.length).toBe(started);
      expect(reads.every(({ until }) => until !== null)).toBe(true);
      expect(await picked(page)).toMatchObject({ size: 0 });
      await expect(messages(page)).not.toContainText("Export raw disk");
    },
    5 * SIZE,
  );
});

test("opening from a disk that hangs can be cancelled, and the page goes on", async ({ page }) => {
  await withDisk(page, async (opened) => {
    const { engine, file } = opened;
    await setFaults(engine, { held: true });
    await dropFiles(page, [file]);
    const status = page.getByRole("status").filter({ hasText: NAME });
    await expect(status).toHaveText(`Opening ${NAME} …`);
    await expect.poll(() => readsUnderWay(engine)).toBe(1);
    await page.getByRole("button", { name: "Cancel" }).click();
    await expect(status).toContainText("Cancelling");
    const started = (await readsOf(engine)).length;
    await setFaults(engine, { held: false });
    await expect(page.getByText("Drop .vhdx or .avhdx files")).toBeVisible();
    expect((await readsOf(engine)).length).toBe(started);
    await openDisk(opened);
  });
});

/** A run of the file that belongs to the disk, and its place in the disk, found by its random bytes. */
async function badRun(file: string) {
  const diskOffset = SIZE / 2 + 8 * KIB;
  const raw = `${file}.raw`;
  await qemuImg("convert", "-f", "vhdx", "-O", "raw", file, raw);
  const expected = await readFile(raw);
  const offset = (await readFile(file)).indexOf(expected.subarray(diskOffset, diskOffset + 64));
  expect(offset).toBeGreaterThan(0);
  // Neither end is at a border of 4 KiB, so two sectors are lost.
  const failing = { start: offset + 100, end: offset + 5 * KIB };
  const length = 8 * KIB;
  expected.fill(0, diskOffset, diskOffset + length);
  return { failing, offset, diskOffset, length, expected };
}

const bytesText = (count: number, from: number) =>
  `${count.toLocaleString("en-US")} bytes from byte ${from.toLocaleString("en-US")} on`;

test("a read that fails in the middle of an export: named, zeros where the user wants them, and listed", async ({
  page,
}) => {
  await withDisk(page, async (opened) => {
    const { engine, file } = opened;
    const bad = await badRun(file);
    await openDisk(opened);
    await setFaults(engine, { failing: [bad.failing] });

    // Without the user's consent there are no zeros, and no file.
    await saveToPicked(page);
    await exportButton(page, "Export raw disk").click();
    await expect(question(page)).toContainText(`${NAME} can't be read from`);
    await question(page).getByRole("button", { name: "Stop" }).click();
    await expect(messages(page)).toContainText("Export raw disk: The file can't be read from");
    expect(await picked(page)).toMatchObject({ size: 0 });
    await saveByDownload(page);
    expect((await exportedReport(page)).zeroed).toEqual({ bytes: 0, ranges: [] });

    await saveToPicked(page);
    await exportButton(page, "Export raw disk").click();
    await expect(question(page)).toContainText("in the virtual disk from 24 MiB");
    await question(page).getByRole("button", { name: "Continue with zeros" }).click();
    await expect(lastExport(page)).toContainText(bytesText(bad.length, bad.offset));
    await expect(lastExport(page)).toContainText(bytesText(bad.length, bad.diskOffset));
    const sha256 = createHash("sha256").update(bad.expected).digest("hex");
    expect(await picked(page)).toEqual({ size: SIZE, sha256 });

    const range = { file: NAME, offset: bad.offset, length: bad.length, diskOffset: bad.diskOffset };
    await saveByDownload(page);
    expect((await exportedReport(page)).zeroed).toEqual({ bytes: bad.length, ranges: [range] });
    const html = await readFile(await exported(page, "Export report (HTML)"), "utf8");
    expect(html).toContain("What could not be read");
    expect(html).toContain(bytesText(bad.length, bad.offset));
  });
});

test("a download that is read before has zeros in place of what can't be read", async ({ page }) => {
  await withDisk(page, async (opened) => {
    const { engine, file } = opened;
    const bad = await badRun(file);
    await openDisk(opened);
    await setFaults(engine, { failing: [bad.failing] });
    await saveByDownload(page);
    await page.getByRole("checkbox", { name: "Read everything before the download" }).check();
    const download = await downloaded(page, async () => {
      await exportButton(page, "Export raw disk").click();
      await question(page).getByRole("button", { name: "Continue with zeros" }).click();
    });
    expect(Buffer.compare(await readFile(download), bad.expected)).toBe(0);
    await expect(lastExport(page)).toContainText(bytesText(bad.length, bad.offset));
  });
});

test("hashes and the full check name what they can't read, and say nothing of the rest", async ({ page }) => {
  await withDisk(page, async (opened) => {
    const { engine, file } = opened;
    const bad = await badRun(file);
    await openDisk(opened);
    await setFaults(engine, { failing: [bad.failing] });
    await showScreen(page, "Overview");
    await page.getByRole("button", { name: "Compute hashes" }).click();
    await expect(messages(page)).toContainText(
      /Compute hashes: The file can't be read from .* bytes from byte/,
    );
    await expect(page.getByRole("table", { name: "Hashes" })).toHaveCount(0);

    // Behind the region tables, where the full check looks for data.
    await setFaults(engine, { failing: [{ start: 600 * KIB, end: 600 * KIB + 1 }] });
    await page.getByRole("button", { name: "Run full check" }).click();
    await expect(messages(page)).toContainText(
      /Run full check: The file can't be read from .* bytes from byte/,
    );
    await expect(page.getByRole("status", { name: "Full check" })).toHaveText(
      "The full check was stopped before its end.",
    );

    await setFaults(engine, { failing: [] });
    await page.getByRole("button", { name: "Compute hashes" }).click();
    await expect(page.getByRole("table", { name: "Hashes" })).toBeVisible();
  });
});

/** Where the BAT is, by the first region table (MS-VHDX 2.2.3). */
async function batOffset(file: string): Promise<number> {
  const table = Buffer.alloc(64 * KIB);
  const handle = await open(file);
  await handle.read(table, 0, table.length, 192 * KIB);
  await handle.close();
  const at = table.indexOf("6677c22d23f600429d64115e9bfd4a08", 0, "hex");
  return Number(table.readBigUInt64LE(at + 16));
}

test("opening where a structure can't be read says which, and Retry opens it", QUICK, async ({ page }) => {
  await withDisk(page, async (opened) => {
    const { engine, file } = opened;
    const bat = await batOffset(file);
    for (const [at, says] of [
      [70 * KIB, "The header section"],
      [bat, "The block allocation table"],
    ] as const) {
      // One after the other: there is one page.
      // oxlint-disable no-await-in-loop
      await setFaults(engine, { failing: [{ start: at, end: at + 1 }] });
      await dropFiles(page, [file]);
      const told = page.getByRole("alert").filter({ hasText: NAME });
      await expect(told).toContainText(says);
      await expect(told).toContainText("bytes from byte");
      await setFaults(engine, { failing: [] });
      await told.getByRole("button", { name: "Retry" }).click();
      await untilChecked(page, NAME);
      await page.getByRole("button", { name: "Close", exact: false }).first().click();
      await expect(page.getByText("Drop .vhdx or .avhdx files")).toBeVisible();
      // oxlint-enable no-await-in-loop
    }
  });
});
