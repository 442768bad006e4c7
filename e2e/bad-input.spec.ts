import { randomBytes } from "node:crypto";
import { appendFile, readFile, rename, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Page, Worker } from "@playwright/test";
import { nextEngine } from "./support/engine-worker.ts";
import { eachCase, inGroups } from "./support/cases.ts";
import { corpusImage, unpack } from "./support/corpus.ts";
import { dropFiles, expect, openPlatter, test, withoutHandles } from "./support/fixtures.ts";
import { requireTool } from "./support/needs.ts";
import { copyImage, qemuImg, withFolder } from "./support/qemu.ts";
import {
  downloaded,
  exportButton,
  exportedReport,
  openImage,
  saveByDownload,
  showScreen,
  untilChecked,
} from "./support/workbench.ts";
import { QUICK } from "./support/full.ts";

const MIB = 2 ** 20;
const SOUND = "log-ten.vhdx";

const verdict = (page: Page) => page.getByRole("status", { name: "Verdict" });
const bytes = (page: Page) => page.getByRole("grid", { name: "Bytes", exact: true });

/** A message must be one sentence. */
const oneSentence = /^[^.!?]*(?:\.\w[^.!?]*)*[.!?]$/;

test.describe("a file that is no VHDX is named for what it is", () => {
  const zeros = (length: number) => Buffer.alloc(length);
  const starting = (start: string, length = 64 * 1024) =>
    Buffer.concat([Buffer.from(start, "latin1"), randomBytes(length)]);

  const made: Readonly<Record<string, readonly [content: Buffer, says: RegExp]>> = {
    "notes.txt": [Buffer.from("Not a disk, only a line of text.\n".repeat(40)), /text file, not a VHDX/],
    "empty.vhdx": [zeros(0), /empty, so it is not a VHDX/],
    "archive.zip": [starting("PK\x03\x04"), /zip archive.*not a VHDX/],
    "wiped.vhdx": [zeros(4 * MIB), /zeros.*not a VHDX/],
    "garbage.vhdx": [starting("\x01\x02\x03\x04", 4 * MIB), /not a VHDX/],
    "one-byte.vhdx": [Buffer.from("v"), /not a VHDX/],
  };
  const formats: Readonly<Record<string, readonly [options: readonly string[], says: RegExp]>> = {
    "dynamic.vhd": [["-f", "vpc", "-o", "subformat=dynamic"], /VHD, the format before VHDX/],
    "fixed.vhd": [["-f", "vpc", "-o", "subformat=fixed"], /VHD, the format before VHDX/],
    "disk.qcow2": [["-f", "qcow2"], /qcow2 image, not a VHDX/],
    "disk.vmdk": [["-f", "vmdk"], /VMDK.*not a VHDX/],
    "disk.vdi": [["-f", "vdi"], /VDI.*not a VHDX/],
  };
  /** Makes a file at the path. */
  type Make = (file: string) => Promise<void>;
  const write =
    (content: Buffer): Make =>
    (file) =>
      writeFile(file, content);
  const create =
    (options: readonly string[]): Make =>
    async (file) => {
      requireTool(test, "qemu-img");
      await qemuImg("create", "-q", ...options, file, "16M");
    };
  const each = [
    ...Object.entries(made).map(([name, [content, says]]) => [name, { make: write(content), says }] as const),
    ...Object.entries(formats).map(
      ([name, [options, says]]) => [name, { make: create(options), says }] as const,
    ),
  ];
  for (const { title, cases } of inGroups(each, 6)) {
    test(title, async ({ page }) => {
      await withFolder((folder) =>
        eachCase(
          cases,
          () => openPlatter(page),
          async ({ make, says }, name) => {
            const file = path.join(folder, name);
            await make(file);
            await expectForeign(page, file, says);
          },
        ),
      );
    });
  }

  async function expectForeign(page: Page, file: string, says: RegExp): Promise<void> {
    await dropFiles(page, [file]);
    await untilChecked(page, path.basename(file));
    await expect(verdict(page)).toHaveText(says);
    await expect(verdict(page)).toHaveText(oneSentence);
    // Its bytes are still shown, and no action is offered for parts that the file does not have.
    await showScreen(page, "Structure");
    await expect(bytes(page)).toBeVisible();
    await showScreen(page, "Disk");
    await expect(page.getByRole("tabpanel", { name: "Disk" })).toContainText("not a VHDX");
    await saveByDownload(page);
    expect((await exportedReport(page)).outcome).toBe("not-vhdx");
    await expect(page.getByRole("button", { name: "Export raw disk", exact: true })).toBeDisabled();
    await expect(exportButton(page, "Export raw disk, packed")).toBeDisabled();
  }
});

test.describe("a VHDX that was cut off shows what is left", () => {
  const sizes = [100, 64 * 1024, 512 * 1024, MIB, 2 * MIB, 3 * MIB, 3.5 * MIB, 10 * MIB];
  for (const { title, cases } of inGroups(
    sizes.map((size) => [`at ${size} bytes`, size] as const),
    8,
  )) {
    test(title, async ({ page }) => {
      requireTool(test, "corpus");
      await withFolder((folder) =>
        eachCase(
          cases,
          () => openPlatter(page),
          async (size) => {
            // Its own name, so that the verdict on the previous file is not mistaken for this one's.
            const name = `cut-at-${size}.vhdx`;
            const file = await copyImage(await unpack(SOUND), folder, name);
            await truncate(file, size);
            await dropFiles(page, [file]);
            await untilChecked(page, name);
            await expect(verdict(page)).toHaveText(/\S/);
            await showScreen(page, "Structure");
            await expect(
              page.getByRole("treegrid", { name: "Structures" }).getByRole("row", { name: /identifier/ }),
            ).toBeVisible();
            await showScreen(page, "Disk");
            await saveByDownload(page);
            const { outcome, findings } = await exportedReport(page);
            expect(outcome).toBe("unreadable");
            expect(findings.some(({ severity }) => severity === "fatal")).toBe(true);
          },
        ),
      );
    });
  }

  test("a VHDX signature with nothing but noise behind it", async ({ page }) => {
    await withFolder(async (folder) => {
      const file = path.join(folder, "noise.vhdx");
      await writeFile(file, Buffer.concat([Buffer.from("vhdxfile"), randomBytes(8 * MIB)]));
      await openImage(page, file);
      await saveByDownload(page);
      expect((await exportedReport(page)).outcome).toBe("unreadable");
    });
  });
});

/** Opens a copy of an image, with the cursor somewhere in its middle. */
async function openCopy(page: Page, folder: string): Promise<{ file: string; place: string }> {
  const file = await copyImage(await unpack(SOUND), folder, "copy.vhdx");
  await openImage(page, file);
  await showScreen(page, "Structure");
  await page.keyboard.press("Control+g");
  await page.getByRole("combobox").fill("0x30010");
  await page.keyboard.press("Enter");
  await expect(bytes(page).getByRole("row", { name: /^00030010/ })).toBeInViewport();
  await expect.poll(() => new URL(page.url()).hash).toContain("file=0x30010");
  return { file, place: new URL(page.url()).hash };
}

/** Scrolls to bytes that were not read yet. */
async function scrollFarAway(page: Page): Promise<void> {
  await bytes(page).focus();
  for (let press = 0; press < 3; press += 1) await page.keyboard.press("PageDown");
  const box = await bytes(page).boundingBox();
  if (box === null) throw new Error("there are no bytes to scroll");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  for (let turn = 0; turn < 20; turn += 1) await page.mouse.wheel(0, 50_000);
}

const banner = (page: Page) => page.getByRole("alert").filter({ hasText: /The file/ });

test.describe("a file that changes while it is open", () => {
  test.beforeEach(() => requireTool(test, "corpus"));

  test("is told; Retry reads it again and keeps the place", QUICK, async ({ page }) => {
    await withFolder(async (folder) => {
      const { file } = await openCopy(page, folder);
      await appendFile(file, Buffer.alloc(MIB, 0x5a));
      await scrollFarAway(page);
      await expect(page.getByText(/it changed since it was opened/).first()).toBeVisible();
      // Bytes read at another place must not be shown as those at the cursor.
      await bytes(page).focus();
      await page.keyboard.press("Control+End");
      const inspected = page.getByRole("table", { name: "Data inspector" });
      await expect(inspected.getByRole("row", { name: /^u8/ })).toContainText("—");
      await expect(page).toHaveURL(/file=0x[0-9a-f]*f\b/);
      const place = new URL(page.url()).hash;

      await page.getByRole("main").getByRole("button", { name: "Retry" }).first().click();
      await expect(page.getByText(/it changed since it was opened/)).toHaveCount(0);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("copy.vhdx");
      await expect(page.getByRole("tab", { name: "Structure" })).toHaveAttribute("aria-selected", "true");
      expect(new URL(page.url()).hash).toBe(place);
      await bytes(page).focus();
      await page.keyboard.press("Control+End");
      await expect(
        bytes(page)
          .getByRole("row", { name: /( 5a){15}/ })
          .first(),
      ).toBeInViewport();
    });
  });

  test("is told by a long job too, which does not go on with half of the file", async ({ page }) => {
    await withFolder(async (folder) => {
      const { file } = await openCopy(page, folder);
      await showScreen(page, "Overview");
      await appendFile(file, Buffer.alloc(MIB));
      await page.getByRole("button", { name: "Compute hashes" }).click();
      await expect(page.getByText(/it changed since it was opened/).first()).toBeVisible();
      await expect(page.getByRole("table", { name: "Hashes" })).toHaveCount(0);
      await page.getByRole("main").getByRole("button", { name: "Retry" }).first().click();
      await expect(page.getByText(/it changed since it was opened/)).toHaveCount(0);
      await page.getByRole("button", { name: "Compute hashes" }).click();
      await expect(page.getByRole("table", { name: "Hashes" })).toBeVisible();
    });
  });

  test("that vanishes is told, and read again once it is back", async ({ page }) => {
    await withFolder(async (folder) => {
      const { file } = await openCopy(page, folder);
      await rename(file, `${file}.away`);
      await scrollFarAway(page);
      const told = page.getByText(/no longer where it was|it changed since it was opened/);
      await expect(told.first()).toBeVisible();
      await page.getByRole("main").getByRole("button", { name: "Retry" }).first().click();
      await expect(page.getByText(/no longer where it was/).first()).toBeVisible();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("copy.vhdx");

      await rename(`${file}.away`, file);
      await page.getByRole("main").getByRole("button", { name: "Retry" }).first().click();
      await expect(told).toHaveCount(0);
      await expect(page.getByRole("tab", { name: "Structure" })).toHaveAttribute("aria-selected", "true");
    });
  });

  test("without handles is told too; what can be done then is to open it again", async ({ page }) => {
    await withoutHandles(page);
    await withFolder(async (folder) => {
      const { file } = await openCopy(page, folder);
      await appendFile(file, Buffer.alloc(MIB));
      await scrollFarAway(page);
      await expect(page.getByText(/it changed since it was opened/).first()).toBeVisible();
      await page.getByRole("main").getByRole("button", { name: "Retry" }).first().click();
      await expect(
        banner(page)
          .or(page.getByText(/open it again/i))
          .first(),
      ).toBeVisible();
      await dropFiles(page, [file]);
      await untilChecked(page, "copy.vhdx");
      await expect(page.getByText(/it changed since it was opened/)).toHaveCount(0);
    });
  });
});

/** Opens a sample, so that the engine runs, and returns its worker. */
async function startEngine(page: Page): Promise<Worker> {
  const started = nextEngine(page);
  await openPlatter(page, "sample=clean");
  const engine = await started;
  await untilChecked(page, "clean.vhdx");
  return engine;
}

type Spoilt = typeof globalThis & { platterMend: () => void };

test("a file that another program holds: the page says what to do, and Retry opens it", async ({ page }) => {
  requireTool(test, "corpus");
  const engine = await startEngine(page);
  await engine.evaluate(() => {
    const builtIn: unknown = Reflect.get(Blob.prototype, "arrayBuffer");
    (globalThis as Spoilt).platterMend = () => {
      Reflect.set(Blob.prototype, "arrayBuffer", builtIn);
    };
    Reflect.set(Blob.prototype, "arrayBuffer", () =>
      Promise.reject(new DOMException("could not be read", "NotReadableError")),
    );
  });
  await dropFiles(page, [await unpack(SOUND)]);
  const told = page.getByRole("alert").filter({ hasText: SOUND });
  await expect(told).toContainText("wsl --shutdown");
  await expect(told).toContainText(/another program/);
  await engine.evaluate(() => (globalThis as Spoilt).platterMend());
  await told.getByRole("button", { name: "Retry" }).click();
  await untilChecked(page, SOUND);
});

test.describe("an unexpected exception in the engine", () => {
  test.use({ expectedErrors: [/planted/] });

  /** Makes a method that the engine uses throw, until it is restored. */
  const plant = (engine: Worker, holder: "Map.prototype" | "performance", method: string) =>
    engine.evaluate(
      ([where, name]) => {
        const object = where === "performance" ? performance : Map.prototype;
        const builtIn: unknown = Reflect.get(object, name);
        (globalThis as Spoilt).platterMend = () => {
          Reflect.set(object, name, builtIn);
        };
        Reflect.set(object, name, () => {
          throw new Error("a planted mistake");
        });
      },
      [holder, method] as const,
    );

  test("in a view is shown there, and the page goes on", async ({ page }) => {
    const engine = await startEngine(page);
    await plant(engine, "Map.prototype", "get");
    await showScreen(page, "Structure");
    await expect(page.getByRole("tabpanel").getByText("a planted mistake").first()).toBeVisible();
    const messages = page.getByRole("region", { name: "Messages" });
    await expect(messages).toContainText("Platter made a mistake. Error: a planted mistake");
    await expect(messages).not.toContainText(".js");
    await messages.getByRole("button", { name: "Close the message" }).first().click();
    await showScreen(page, "Overview");
    await expect(verdict(page)).toBeVisible();
    await engine.evaluate(() => (globalThis as Spoilt).platterMend());
    await showScreen(page, "Structure");
    await expect(page.getByText("a planted mistake")).toHaveCount(0);
    await expect(bytes(page).getByRole("row", { name: /^00000000/ })).toBeVisible();
  });

  test("in a job ends the job and says so", async ({ page }) => {
    const engine = await startEngine(page);
    await plant(engine, "performance", "now");
    await page.getByRole("button", { name: "Compute hashes" }).click();
    await expect(page.getByRole("region", { name: "Messages" })).toContainText("a planted mistake");
    await expect(page.getByRole("progressbar")).toHaveCount(0);
    await engine.evaluate(() => (globalThis as Spoilt).platterMend());
    await page.getByRole("button", { name: "Compute hashes" }).click();
    await expect(page.getByRole("table", { name: "Hashes" })).toBeVisible();
  });

  test("while opening is shown with a way back", QUICK, async ({ page }) => {
    requireTool(test, "corpus");
    const engine = await startEngine(page);
    await plant(engine, "performance", "now");
    await dropFiles(page, [await unpack(SOUND)]);
    const told = page.getByRole("alert").filter({ hasText: SOUND });
    await expect(told).toContainText("a planted mistake");
    await expect(told).toContainText("Your file is untouched");
    await expect(page.getByRole("button", { name: "Open file" })).toBeEnabled();
    await engine.evaluate(() => (globalThis as Spoilt).platterMend());
    await told.getByRole("button", { name: "Retry" }).click();
    await untilChecked(page, SOUND);
  });

  test("outside any request stops the engine, and a new one opens the file again", async ({ page }) => {
    requireTool(test, "corpus");
    const started = nextEngine(page);
    await openImage(page, await unpack(SOUND));
    const engine = await started;
    await engine.evaluate(() => {
      setTimeout(() => {
        throw new Error("a planted mistake");
      });
    });
    const told = page.getByRole("alert").filter({ hasText: "The engine stopped" });
    await expect(told).toContainText("a planted mistake");
    await told.getByRole("button", { name: `Open ${SOUND} again` }).click();
    await untilChecked(page, SOUND);
    await saveByDownload(page);
    const report = JSON.parse(
      await readFile(
        await downloaded(page, () => page.getByRole("button", { name: "Export report (JSON)" }).click()),
        "utf8",
      ),
    ) as { log: { active: string[] } };
    expect(report.log.active).toEqual(corpusImage(SOUND).log.active.map(({ sequence }) => sequence));
  });
});
