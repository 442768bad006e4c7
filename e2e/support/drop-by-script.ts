import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";

/** Drops a file on the window by events that a script sends: Playwright can drop none in Firefox. The page gets no handle. */
export async function dropByScript(page: Page, file: string): Promise<void> {
  await page.evaluate(
    ({ name, text }) => {
      const bytes = Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([bytes], name));
      for (const type of ["dragenter", "dragover", "drop"])
        document.body.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
    },
    { name: path.basename(file), text: (await readFile(file)).toString("base64") },
  );
}
