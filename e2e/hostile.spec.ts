import { open, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Page, Worker } from "@playwright/test";
import type { Outcome } from "../workers/api/index.ts";
import { nextEngine } from "./support/engine-worker.ts";
import { eachCase, inGroups } from "./support/cases.ts";
import { corpusImage } from "./support/corpus.ts";
import { dropFiles, expect, openPlatter, test } from "./support/fixtures.ts";
import { crc32c, ITEMS, SpoiltImage } from "./support/hostile.ts";
import { requireTool } from "./support/needs.ts";
import { withFolder } from "./support/qemu.ts";
import {
  exportedReport,
  openImage,
  saveByDownload,
  SCREENS,
  showScreen,
  untilChecked,
} from "./support/workbench.ts";

// Images whose counts, lengths and offsets have hostile values. Their checksums are right, so that no reader stops early.

const KIB = 1024;
const MIB = 2 ** 20;
const GIB = 2 ** 30;
const CLEAN = "clean-dynamic.vhdx";
const DIRTY = "log-single.vhdx";
const CHILD = "chain-1-middle.vhdx";
const U32 = 0xffffffff;
const U64 = 0xffffffffffffffffn;
const TOP_BIT = 1n << 63n;
/** Most that may be allocated at once for reading an image, bytes. */
const LARGEST_ALLOCATION = 64 * MIB;

/** Where the first active log entry of an image lies in its file. */
function entryAt(file: string): number {
  const { log } = corpusImage(file);
  const first = log.active[0];
  if (first === undefined) throw new Error(`${file} has no active log entry`);
  return log.offset + first.offset;
}

interface Case {
  readonly base: string;
  readonly outcomes: readonly Outcome[];
  readonly spoil: (image: SpoiltImage) => void;
}

const READABLE: readonly Outcome[] = ["opens", "damaged"];

const CASES: Readonly<Record<string, Case>> = {
  "region tables that count 2^32 - 1 entries": {
    base: CLEAN,
    outcomes: ["unreadable"],
    spoil: (image) => image.regionTables((table) => table.writeUInt32LE(U32, 8)),
  },
  "region tables with 2047 entries of nothing": {
    base: CLEAN,
    outcomes: ["unreadable"],
    spoil: (image) =>
      image.regionTables((table) => {
        table.writeUInt32LE(2047, 8);
        table.fill(0xff, 80);
      }),
  },
  "a BAT that begins at 2^63": {
    base: CLEAN,
    outcomes: ["unreadable"],
    spoil: (image) => image.regionEntry("bat", (entry) => entry.writeBigUInt64LE(TOP_BIT, 16)),
  },
  // Its beginning is there, as in a file that was cut off: the page shows what can be read.
  "a BAT of 4 GiB": {
    base: CLEAN,
    outcomes: ["damaged"],
    spoil: (image) => image.regionEntry("bat", (entry) => entry.writeUInt32LE(0xfff00000, 24)),
  },
  "metadata that end past 2^64": {
    base: CLEAN,
    outcomes: ["unreadable"],
    spoil: (image) =>
      image.regionEntry("metadata", (entry) => {
        entry.writeBigUInt64LE(U64 - 0xfffffn, 16);
        entry.writeUInt32LE(0xfff00000, 24);
      }),
  },
  "a log at 2^63": {
    base: DIRTY,
    outcomes: ["unreadable"],
    spoil: (image) => image.headers((header) => header.writeBigUInt64LE(TOP_BIT, 72)),
  },
  "a log of 4 GiB less a byte": {
    base: DIRTY,
    outcomes: ["unreadable"],
    spoil: (image) => image.headers((header) => header.writeUInt32LE(U32, 68)),
  },
  "headers with the last sequence numbers there are": {
    base: DIRTY,
    outcomes: ["damaged"],
    spoil: (image) => {
      let sequence = U64 - 1n;
      image.headers((header) => header.writeBigUInt64LE(sequence++, 8));
    },
  },
  "a log entry that counts 2^32 - 1 descriptors": {
    base: DIRTY,
    outcomes: ["unreadable"],
    spoil: (image) => image.logEntry(entryAt(DIRTY), (entry) => entry.writeUInt32LE(U32, 24)),
  },
  "a log entry that wants a file of 2^63 bytes": {
    base: DIRTY,
    outcomes: ["unreadable"],
    spoil: (image) => image.logEntry(entryAt(DIRTY), (entry) => entry.writeBigUInt64LE(TOP_BIT, 56)),
  },
  "a log entry that wants a file of 4 PiB": {
    base: DIRTY,
    outcomes: ["needs-replay", "damaged", "unreadable"],
    spoil: (image) => image.logEntry(entryAt(DIRTY), (entry) => entry.writeBigUInt64LE(1n << 52n, 56)),
  },
  "a log descriptor that writes at 2^63": {
    base: DIRTY,
    outcomes: ["unreadable"],
    spoil: (image) => image.logEntry(entryAt(DIRTY), (entry) => entry.writeBigUInt64LE(TOP_BIT, 64 + 16)),
  },
  "a log descriptor that writes over the file identifier": {
    base: DIRTY,
    outcomes: ["unreadable"],
    spoil: (image) => image.logEntry(entryAt(DIRTY), (entry) => entry.writeBigUInt64LE(0n, 64 + 16)),
  },
  "a log descriptor that zeros 2^63 bytes": {
    base: "log-zero-descriptors.vhdx",
    outcomes: ["unreadable"],
    spoil: (image) =>
      image.logEntry(entryAt("log-zero-descriptors.vhdx"), (entry) => {
        const at = entry.indexOf("zero", 64, "latin1");
        entry.writeBigUInt64LE(TOP_BIT, at + 8);
      }),
  },
  "a metadata table that counts 65535 entries": {
    base: CLEAN,
    outcomes: ["unreadable"],
    spoil: (image) => image.region("metadata").writeUInt16LE(0xffff, 10),
  },
  "a metadata item of 4 GiB at 4 GiB": {
    base: CLEAN,
    outcomes: ["unreadable"],
    spoil: (image) =>
      image.metadataItem(ITEMS.fileParameters, (_, entry) => {
        entry.writeUInt32LE(U32, 16);
        entry.writeUInt32LE(U32, 20);
      }),
  },
  "blocks of no bytes": {
    base: CLEAN,
    outcomes: ["unreadable"],
    spoil: (image) => image.metadataItem(ITEMS.fileParameters, (item) => item.writeUInt32LE(0, 0)),
  },
  "blocks of 2 GiB": {
    base: CLEAN,
    outcomes: ["unreadable"],
    spoil: (image) => image.metadataItem(ITEMS.fileParameters, (item) => item.writeUInt32LE(2 * GIB, 0)),
  },
  "a disk of 2^64 - 1 bytes": {
    base: CLEAN,
    outcomes: ["unreadable"],
    spoil: (image) => image.metadataItem(ITEMS.virtualDiskSize, (item) => item.writeBigUInt64LE(U64)),
  },
  "a disk of 64 TiB in a BAT of 64 entries": {
    base: CLEAN,
    outcomes: ["unreadable"],
    spoil: (image) => image.metadataItem(ITEMS.virtualDiskSize, (item) => item.writeBigUInt64LE(1n << 46n)),
  },
  "sectors of 2^31 bytes": {
    base: CLEAN,
    outcomes: ["unreadable"],
    spoil: (image) => image.metadataItem(ITEMS.logicalSectorSize, (item) => item.writeUInt32LE(2 ** 31)),
  },
  "BAT entries with all their bits set": {
    base: CLEAN,
    outcomes: ["damaged"],
    spoil: (image) => image.region("bat").fill(0xff),
  },
  "BAT entries that all name one block": {
    base: CLEAN,
    outcomes: ["damaged"],
    spoil: (image) => {
      const bat = image.region("bat");
      for (let at = 0; at < bat.length; at += 8) bat.writeBigUInt64LE((8n << 20n) | 6n, at);
    },
  },
  "a parent locator that counts 65535 keys": {
    base: CHILD,
    outcomes: ["unreadable"],
    spoil: (image) => image.metadataItem(ITEMS.parentLocator, (item) => item.writeUInt16LE(0xffff, 18)),
  },
  "a parent locator whose texts lie at 4 GiB": {
    base: CHILD,
    outcomes: ["unreadable"],
    spoil: (image) =>
      image.metadataItem(ITEMS.parentLocator, (item) => {
        for (let at = 20; at < 20 + 12 * item.readUInt16LE(18); at += 12) item.fill(0xff, at, at + 12);
      }),
  },
  "a creator of unpaired surrogates": {
    base: CLEAN,
    outcomes: READABLE,
    spoil: (image) => {
      for (let at = 8; at < 520; at += 2) image.bytes.writeUInt16LE(0xd800, at);
    },
  },
};

type Watched = typeof globalThis & { largestAllocation?: number };

/** From now on notes the size of the largest array that the engine makes. */
async function watchAllocations(engine: Worker): Promise<void> {
  await engine.evaluate(() => {
    const watched = globalThis as Watched;
    const watching = "largestAllocation" in watched;
    watched.largestAllocation = 0;
    if (watching) return;
    const names = [
      "Uint8Array",
      "Uint16Array",
      "Uint32Array",
      "Float64Array",
      "BigUint64Array",
      "ArrayBuffer",
    ];
    for (const name of names) {
      const builtIn = Reflect.get(globalThis, name) as new (...args: unknown[]) => { byteLength: number };
      const construct = (target: typeof builtIn, args: unknown[], newTarget: unknown) => {
        const made = Reflect.construct(target, args, newTarget as typeof builtIn);
        // A view of an existing buffer takes no memory.
        if (!(args[0] instanceof ArrayBuffer))
          watched.largestAllocation = Math.max(watched.largestAllocation ?? 0, made.byteLength);
        return made;
      };
      Reflect.set(globalThis, name, new Proxy(builtIn, { construct }));
    }
  });
}

async function startEngine(page: Page): Promise<Worker> {
  const started = nextEngine(page);
  await openPlatter(page, "sample=clean");
  const engine = await started;
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("clean.vhdx");
  return engine;
}

/** Every screen draws something, no error is shown, and the report can be exported. */
async function expectUsable(page: Page): Promise<void> {
  for (const screen of SCREENS) {
    await showScreen(page, screen);
    await expect(page.getByRole("tabpanel")).not.toBeEmpty();
    await expect(page.getByText("could not be drawn")).toHaveCount(0);
  }
}

for (const { title, cases } of inGroups(Object.entries(CASES), 7)) {
  test(`${title}: the page says what is wrong and stays usable`, async ({ page }) => {
    requireTool(test, "corpus");
    let engine: Worker;
    let nth = 0;
    await withFolder((folder) =>
      eachCase(
        cases,
        async () => {
          // After a failure: an address that differs after its # alone does not load the page.
          await page.goto("about:blank");
          engine = await startEngine(page);
        },
        async ({ base, outcomes, spoil }) => {
          await watchAllocations(engine);
          const image = await SpoiltImage.of(base);
          spoil(image);
          // Its own name, so that the verdict on the previous file is not mistaken for this one's.
          const name = `hostile-${nth++}.vhdx`;
          const file = path.join(folder, name);
          await writeFile(file, image.bytes);

          await dropFiles(page, [file]);
          await untilChecked(page, name);
          await expectUsable(page);
          await saveByDownload(page);
          const report = await exportedReport(page);
          expect(outcomes).toContain(report.outcome);
          if (report.outcome !== "opens") expect(report.findings.length).toBeGreaterThan(0);
          const largest = await engine.evaluate(() => (globalThis as Watched).largestAllocation);
          expect(largest).toBeGreaterThan(0);
          expect(largest).toBeLessThanOrEqual(LARGEST_ALLOCATION);
        },
      ),
    );
  });
}

test("a log of 1 GiB whose entries lie about their length is read to its end, or to a Cancel", async ({
  page,
}) => {
  requireTool(test, "corpus");
  await withFolder(async (folder) => {
    const image = await SpoiltImage.of(DIRTY);
    const log = { offset: 16 * MIB, length: GIB };
    image.headers((header) => {
      header.writeUInt32LE(log.length, 68);
      header.writeBigUInt64LE(BigInt(log.offset), 72);
    });
    const entry = Buffer.alloc(64);
    image.bytes.copy(entry, 0, entryAt(DIRTY), entryAt(DIRTY) + 64);
    entry.writeUInt32LE(log.length - 4 * KIB, 8);
    entry.writeUInt32LE(0, 12);
    entry.writeUInt32LE(0, 24);
    entry.writeUInt32LE(crc32c(entry), 4);

    const file = path.join(folder, "hostile.vhdx");
    await writeFile(file, image.bytes);
    await truncate(file, log.offset + log.length);
    const handle = await open(file, "r+");
    for (const at of [0, 8 * KIB, 12 * KIB]) await handle.write(entry, 0, 64, log.offset + at);
    await handle.close();

    await openPlatter(page);
    await dropFiles(page, [file]);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("hostile.vhdx");
    const job = page.getByRole("group", { name: "Scanning the rest" });
    await job.getByRole("button", { name: "Cancel" }).click();
    // The page answers while the engine is busy.
    await showScreen(page, "Structure");
    await showScreen(page, "Overview");
    await expect(job).toHaveCount(0, { timeout: 60_000 });
    await expect(page.getByText("Not checked yet")).toBeVisible();

    await page.getByRole("button", { name: "Check the rest" }).click();
    await expect(page.getByText("Not checked yet")).toHaveCount(0, { timeout: 120_000 });
    await expectUsable(page);
    await saveByDownload(page);
    const report = await exportedReport(page);
    expect(report.outcome).toBe("unreadable");
    expect(report.findings.map(({ code }) => code)).toContain("log-no-valid-sequence");
    expect(report.log.entries.map(({ state }) => state)).toEqual(["torn", "torn", "torn"]);
  });
});

test("a quarter of a million broken BAT entries are counted, listed in part and mapped", async ({ page }) => {
  requireTool(test, "corpus");
  await withFolder(async (folder) => {
    const image = await SpoiltImage.of("clean-8tib.vhdx");
    image.region("bat").fill(0xff);
    const file = path.join(folder, "hostile.vhdx");
    await writeFile(file, image.bytes);
    await openImage(page, file);
    await expectUsable(page);
    await saveByDownload(page);
    const report = await exportedReport(page);
    expect(report.outcome).toBe("damaged");
    expect(report.bat.entries).toBe(264_191);
    expect(report.findings.length).toBeGreaterThan(100);
    expect(report.findings.length).toBeLessThan(10_000);
    expect(report.findings.map(({ code }) => code)).toContain("bat-findings-omitted");
  });
});
