import type { Browser, Page } from "@playwright/test";
import { freePort, serveBuild } from "../scripts/server.ts";
import { nextEngine } from "./support/engine-worker.ts";
import { expect, openPlatter, test } from "./support/fixtures.ts";
import { allStopped, inBlobWorker, plantRequests } from "./support/plant-requests.ts";
import { computeHashes, untilChecked } from "./support/workbench.ts";
import { withServerStopped } from "./support/stopped-server.ts";

// A host that can send no headers, with the build below a path: as GitHub Pages, or a plain bucket.

async function onPlainHost(browser: Browser, build: string, work: (page: Page) => Promise<void>) {
  const server = await serveBuild(build, await freePort(), true, false, "/some/path/");
  const context = await browser.newContext({ baseURL: server.url });
  try {
    const answer = await fetch(server.url);
    expect(answer.headers.get("content-security-policy")).toBeNull();
    await work(await context.newPage());
  } finally {
    await context.close();
    await server.close();
  }
}

test("a planted request is stopped in the page, in the engine and in its helpers", async ({
  browser,
  build,
}) => {
  await onPlainHost(browser, build, async (page) => {
    const engine = nextEngine(page);
    const helper = page.waitForEvent("worker", async (worker) =>
      (await worker.evaluate(() => self.name)).includes("hash"),
    );
    await openPlatter(page, "sample=crashed");
    await untilChecked(page, "crashed.vhdx");
    expect(await page.evaluate(plantRequests)).toEqual(allStopped);
    expect(await (await engine).evaluate(plantRequests)).toEqual(allStopped);
    const hashes = computeHashes(page);
    expect(await (await helper).evaluate(plantRequests)).toEqual(allStopped);
    await hashes;
  });
});

// Playwright can't run code in Firefox's workers, so the page makes one as it makes its own.
test("a worker made of a Blob has the policy of the page @firefox", async ({ browser, build }) => {
  await onPlainHost(browser, build, async (page) => {
    await openPlatter(page, "sample=crashed");
    await untilChecked(page, "crashed.vhdx");
    expect(await inBlobWorker(page, "module", plantRequests)).toEqual(allStopped);
  });
});

test("the page works with its server stopped @firefox", async ({ browser, build }) => {
  await withServerStopped(browser, build, async (page) => {
    // The engine is loaded only now.
    await openPlatter(page, "sample=crashed");
    await page.reload();
    await untilChecked(page, "crashed.vhdx");
    await computeHashes(page);
  });
});

test.describe("in another page", () => {
  test.use({ expectedErrors: [/frame-ancestors|Framing|^request: http:\/\/example\.test\/$/] });

  test("the page is not shown, so that nothing can be posted to it", async ({ page, server, baseURL }) => {
    const context = page.context();
    await context.route("http://example.test/", (route) =>
      route.fulfill({ contentType: "text/html", body: `<iframe src="${server.url}"></iframe>` }),
    );
    await page.goto("http://example.test/");
    await expect(page.locator("iframe")).toHaveCount(1);
    const [, frame] = page.frames();
    expect(frame?.url()).not.toBe(baseURL);
    expect(await frame?.locator("#root").count()).toBe(0);
  });
});
