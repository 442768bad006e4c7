import { mkdir } from "node:fs/promises";
import path from "node:path";
import { type BrowserContext, chromium, type Page } from "@playwright/test";
import { writeProfile } from "../../../e2e/support/writable.ts";
import { browserLaunch } from "../../browser.ts";
import { freePort, serveBuild, type Serving } from "../../server.ts";
import { keepDropped } from "./dropped.ts";
import { NAME_HELPER } from "./name-helper.ts";
import { installStopwatch } from "./stopwatch.ts";

/** A real browser with a profile on disk, on the built page and on the plain one. */
export interface BenchBrowser {
  readonly context: BrowserContext;
  readonly version: string;
  /** The built page. */
  readonly page: Serving;
  /** The page of ten lines, a page of the same kind with no VHDX in it. */
  readonly plain: Serving;
  /** A file that either page may write to, without being asked. */
  readonly target: string;
  /** Calls `work` with a new tab on one of the pages. */
  withTab<T>(on: "page" | "plain", work: (tab: Page) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * Starts the servers and the browser.
 *
 * @param build the build that is measured, from the root of the project
 * @param folder for the profile and the file that is written to
 */
export async function startBrowser(build: string, folder: string): Promise<BenchBrowser> {
  const page = await serveBuild(build, await freePort(), true);
  const plain = await serveBuild("scripts/bench/plain-page", await freePort(), true);
  const profile = path.join(folder, "profile");
  const target = path.join(folder, "target.raw");
  await mkdir(profile, { recursive: true });
  await writeProfile(profile, [page.url, plain.url], target);
  const context = await chromium.launchPersistentContext(profile, {
    ...browserLaunch(),
    viewport: { width: 1280, height: 800 },
    acceptDownloads: true,
  });
  await context.addInitScript(NAME_HELPER);
  await context.addInitScript(keepDropped);
  await context.addInitScript(installStopwatch);
  const version = context.browser()?.version() ?? "unknown";

  async function withTab<T>(on: "page" | "plain", work: (tab: Page) => Promise<T>): Promise<T> {
    const tab = await context.newPage();
    try {
      await tab.goto((on === "page" ? page : plain).url);
      return await work(tab);
    } finally {
      await tab.close();
    }
  }

  return {
    context,
    version,
    page,
    plain,
    target,
    withTab,
    close: async () => {
      await context.close();
      await page.close();
      await plain.close();
    },
  };
}
