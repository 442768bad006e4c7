import type { Page, Worker } from "@playwright/test";

/** The next engine that the page starts. Its address says nothing, as the page makes its workers of Blobs. */
export function nextEngine(page: Page): Promise<Worker> {
  return page.waitForEvent("worker", async (worker) => {
    const name = await worker.evaluate(() => self.name);
    return name === "platter-engine";
  });
}
