import { type Browser, expect, type Page } from "@playwright/test";
import { freePort, serveBuild } from "../../scripts/server.ts";
import { openPlatter } from "./fixtures.ts";

/**
 * Loads the page until its service worker has kept the build, stops the server, and hands the page on.
 *
 * @param build folder of the build
 * @param work what the page must be able to do without a server
 */
export async function withServerStopped(
  browser: Browser,
  build: string,
  work: (page: Page) => Promise<void>,
): Promise<void> {
  const server = await serveBuild(build, await freePort(), true);
  const context = await browser.newContext({ baseURL: server.url, serviceWorkers: "allow" });
  try {
    const page = await context.newPage();
    await openPlatter(page);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await server.close();
    await expect(fetch(server.url)).rejects.toThrow();
    await work(page);
  } finally {
    await context.close();
    await server.close();
  }
}
