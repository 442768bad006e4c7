import type { Page } from "@playwright/test";
import { dropFiles } from "./fixtures.ts";

/** Replaces the pickers by ones that give the file of the last call of `giveFile`. Call it before the page loads. */
export async function withGivenFiles(page: Page): Promise<void> {
  await page.addInitScript(() => {
    let waiting = false;
    let given: Promise<FileSystemHandle | null> | undefined;
    addEventListener("platter-give", () => (waiting = true));
    addEventListener(
      "drop",
      (event) => {
        if (!waiting) return;
        waiting = false;
        event.stopImmediatePropagation();
        event.preventDefault();
        const [item] = event.dataTransfer?.items ?? [];
        given = (
          item as unknown as { getAsFileSystemHandle(): Promise<FileSystemHandle | null> }
        ).getAsFileSystemHandle();
      },
      { capture: true },
    );
    Object.assign(window, {
      showOpenFilePicker: async () => [await given],
      showSaveFilePicker: () => given,
    });
  });
}

/** Hands a real handle of a file of this machine to the next picker, by a drop that the page does not see. Chromium only. */
export async function giveFile(page: Page, file: string): Promise<void> {
  await page.evaluate(() => dispatchEvent(new Event("platter-give")));
  await dropFiles(page, [file]);
}
