import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";
import { dropFiles } from "./support/fixtures.ts";
import { quickIf, sampled } from "./support/full.ts";
import { expect, test } from "./support/persistent.ts";

/** Listed here too, so that the test notices if a backend goes missing. */
const BACKENDS = [
  "a dropped file's handle",
  "a dropped plain file",
  "a Blob in memory",
  "a Blob of many parts",
  "OPFS",
  "a file of OPFS",
  "memory",
  "an overlay over a dropped file",
  "a slice of OPFS",
  "a cache over a dropped file",
  "a meter over a dropped file",
];

const WRITABLE = new Set(["OPFS", "memory", "an overlay over a dropped file"]);

/** Real files with the suite's contents, dropped on the page. */
async function dropContents(page: Page, folder: string): Promise<void> {
  const contents = await page.evaluate(() => window.contents());
  const files = contents.map((bytes) => path.join(folder, `${bytes.length}.bin`));
  await mkdir(folder, { recursive: true });
  await Promise.all(contents.map((bytes, index) => writeFile(files[index] ?? "", Uint8Array.from(bytes))));
  await dropFiles(page, files);
}

test("every backend is tested", async ({ page }) => {
  await page.goto("./");
  expect(await page.evaluate(() => window.backends())).toEqual(BACKENDS);
});

for (const backend of sampled(BACKENDS, 2)) {
  test(
    `${backend} keeps what a store promises`,
    quickIf(backend === "OPFS"),
    async ({ page }, { outputDir }) => {
      await page.goto("./");
      await dropContents(page, outputDir);
      const outcomes = await page.evaluate((name) => window.runSuite(name), backend);
      expect(outcomes.filter(({ error }) => error !== null)).toEqual([]);
      // The suite is not empty, and its second half ran if the backend is writable.
      expect(outcomes.length).toBeGreaterThanOrEqual(WRITABLE.has(backend) ? 20 : 10);
    },
  );
}
