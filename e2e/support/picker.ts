import type { Page } from "@playwright/test";

/**
 * Replaces the picker by one that gives a file of the page's own storage, as no test can answer a real picker. The file is
 * written through the same kind of stream.
 */
export async function withPicker(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Object.assign(window, {
      showSaveFilePicker: async () =>
        (await navigator.storage.getDirectory()).getFileHandle("picked", { create: true }),
    });
  });
}

/** Size and SHA-256 of the picked file; null until there is one. */
export function picked(page: Page): Promise<{ size: number; sha256: string } | null> {
  return page.evaluate(async () => {
    const folder = await navigator.storage.getDirectory();
    const handle = await folder.getFileHandle("picked").catch(() => null);
    if (handle === null) return null;
    const file = await handle.getFile();
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    return {
      size: file.size,
      sha256: [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join(""),
    };
  });
}
