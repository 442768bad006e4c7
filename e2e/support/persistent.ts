import { rm } from "node:fs/promises";
import { chromium } from "@playwright/test";
import { expect, test as base } from "./fixtures.ts";

export { expect };

/** `test` with a profile on disk: Playwright's default private window keeps OPFS in memory, with a small quota. */
export const test = base.extend({
  context: async ({ launchOptions, baseURL, viewport, serviceWorkers }, run, info) => {
    const profile = info.outputPath("profile");
    const context = await chromium.launchPersistentContext(profile, {
      ...launchOptions,
      viewport,
      serviceWorkers,
      ...(baseURL === undefined ? {} : { baseURL }),
    });
    await run(context);
    await context.close();
    await rm(profile, { recursive: true, force: true });
  },
});
