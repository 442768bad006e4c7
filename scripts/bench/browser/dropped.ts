import type { Page } from "@playwright/test";
import { dropFiles } from "../../../e2e/support/fixtures.ts";

interface Kept {
  benchKeep?: boolean;
  benchFiles?: File[];
  benchHandles?: Promise<FileSystemHandle | null>[];
}

/** Runs in the page, before its own scripts: takes dropped files for the measurement, if it asked for them. */
export function keepDropped(): void {
  const page = globalThis as Kept;
  addEventListener(
    "drop",
    (event) => {
      if (page.benchKeep !== true || event.dataTransfer === null) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      page.benchFiles = [...event.dataTransfer.files];
      page.benchHandles = [...event.dataTransfer.items].map(
        (item) =>
          (
            item as { getAsFileSystemHandle?: () => Promise<FileSystemHandle | null> }
          ).getAsFileSystemHandle?.() ?? Promise.resolve(null),
      );
    },
    { capture: true },
  );
}

/** Drops files that the page itself must not open; afterwards they are in `benchFiles` and `benchHandles`. */
export async function dropAside(page: Page, files: readonly string[]): Promise<void> {
  await page.evaluate(() => {
    (globalThis as Kept).benchKeep = true;
  });
  await dropFiles(page, files);
  await page.waitForFunction((count) => (globalThis as Kept).benchFiles?.length === count, files.length);
  await page.evaluate(() => {
    (globalThis as Kept).benchKeep = false;
  });
}

/** Answers the page's next save picker with the first handle that was dropped aside. */
export async function saveToDropped(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const handle = await (globalThis as Kept).benchHandles?.[0];
    Object.assign(globalThis, { showSaveFilePicker: () => Promise.resolve(handle) });
  });
}
