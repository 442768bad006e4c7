import type { Worker } from "@playwright/test";
import { corpusImage, unpack } from "./support/corpus.ts";
import { dropByScript } from "./support/drop-by-script.ts";
import { dropFiles, expect, test } from "./support/fixtures.ts";
import { QUICK } from "./support/full.ts";
import { requireTool } from "./support/needs.ts";
import { inBlobWorker, plantFromDisk } from "./support/plant-requests.ts";
import { openSingle } from "./support/single.ts";
import {
  computeHashes,
  exported,
  saveByDownload,
  sha256Of,
  showEveryScreen,
  untilChecked,
} from "./support/workbench.ts";

// The page as one file, opened from a disk, as by a double click: no server, and nothing beside it.

const NAME = "log-ten.vhdx";

test("a disk is inspected, hashed and exported without a server @firefox", QUICK, async ({ page }) => {
  requireTool(test, "corpus");
  const loaded = await openSingle(page);
  await dropFiles(page, [await unpack(NAME)]);
  await untilChecked(page, NAME);
  await expect(page.getByRole("status", { name: "Verdict" })).toContainText("10 log entries");
  await showEveryScreen(page);
  await computeHashes(page);
  const { sha256, virtual_sha256: disk } = corpusImage(NAME);
  await expect(page.getByRole("table", { name: "Hashes" })).toContainText(sha256);
  await expect(page.getByRole("table", { name: "Hashes" })).toContainText(disk ?? "a digest");
  await saveByDownload(page);
  expect(await sha256Of(await exported(page, "Export raw disk"))).toBe(disk);
  expect(loaded).toEqual([]);
});

test("a file that a script drops is opened, and looked at on the screens @firefox", async ({ page }) => {
  requireTool(test, "corpus");
  await openSingle(page);
  await dropByScript(page, await unpack(NAME));
  await untilChecked(page, NAME);
  await showEveryScreen(page);
});

test.describe("a planted request", () => {
  test.use({
    expectedErrors: [
      /Content.Security.Policy|may not load data|Failed to construct .Worker.|request: .*planted/,
    ],
  });

  test("is stopped in the page and in the engine", async ({ page }) => {
    const engines: Worker[] = [];
    page.on("worker", (worker) => engines.push(worker));
    const loaded = await openSingle(page, "#sample=crashed");
    await untilChecked(page, "crashed.vhdx");
    const stopped = { fetch: "stopped", socket: "stopped", worker: "stopped" };
    expect(await page.evaluate(plantFromDisk)).toMatchObject({
      ...stopped,
      image: "stopped",
      by: "connect-src img-src",
    });
    const [engine] = engines;
    if (engine === undefined) throw new Error("the engine did not start");
    expect(await engine.evaluate(plantFromDisk)).toMatchObject({
      ...stopped,
      by: expect.stringContaining("connect-src"),
    });
    expect(loaded).toEqual([]);
  });

  test("is stopped in the page, and in a worker that it makes of a Blob @firefox", async ({ page }) => {
    await openSingle(page, "#sample=crashed");
    await untilChecked(page, "crashed.vhdx");
    const stopped = { fetch: "stopped", socket: "stopped", worker: "stopped" };
    expect(await page.evaluate(plantFromDisk)).toMatchObject({
      ...stopped,
      image: "stopped",
      by: expect.stringMatching(/^connect-src img-src/),
    });
    expect(await inBlobWorker(page, "classic", plantFromDisk)).toMatchObject({
      ...stopped,
      by: expect.stringContaining("connect-src"),
    });
  });
});

test("About holds the licences, and says how to check the file", async ({ page }) => {
  await openSingle(page);
  await page.getByRole("button", { name: "About" }).click();
  const dialog = page.getByRole("dialog", { name: "About Platter" });
  await expect(dialog).toContainText("Get-FileHash platter.html");
  await dialog.getByText("Third-party notices", { exact: true }).click();
  await expect(dialog.locator("pre").last()).toContainText("react-aria-components");
});
