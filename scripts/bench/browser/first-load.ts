import { chromium, type Response } from "@playwright/test";
import { browserLaunch } from "../../browser.ts";
import { compressedSize } from "../../build/budget.ts";
import { NAME_HELPER } from "./name-helper.ts";

export interface FirstLoad {
  /** Bytes that the page itself asked for before anything was dropped, after gzip. */
  readonly loaded: number;
  /** Milliseconds from the start of the navigation. */
  readonly firstPaint: number;
  readonly ready: number;
}

interface Seen {
  benchReady?: number;
}

/**
 * Loads a page in a new browser that has never seen it.
 *
 * @param ready selector of an element that is there once a file can be dropped
 */
export async function measureFirstLoad(url: string, ready: string): Promise<FirstLoad> {
  const browser = await chromium.launch(browserLaunch());
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    let loaded = 0;
    const counted: Promise<void>[] = [];
    const count = async (response: Response) => {
      // The service worker's own requests don't count; a redirect has no body.
      if (response.request().serviceWorker() !== null) return;
      const body = await response.body().catch(() => null);
      if (body !== null) loaded += compressedSize(body);
    };
    context.on("response", (response) => void counted.push(count(response)));
    const page = await context.newPage();
    await page.addInitScript(NAME_HELPER);
    await page.addInitScript((selector) => {
      const look = () => {
        if (document.querySelector(selector) === null) requestAnimationFrame(look);
        else (globalThis as Seen).benchReady = performance.now();
      };
      look();
    }, ready);
    await page.goto(url);
    await page.waitForFunction(() => (globalThis as Seen).benchReady !== undefined);
    const times = await page.evaluate(async () => {
      const [paint] = performance.getEntriesByName("first-contentful-paint");
      return {
        firstPaint: paint?.startTime ?? Number.NaN,
        ready: (globalThis as Seen).benchReady ?? Number.NaN,
      };
    });
    await page.waitForLoadState("networkidle");
    await Promise.all(counted);
    return { loaded, ...times };
  } finally {
    await browser.close();
  }
}
