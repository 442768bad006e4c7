import { defineConfig, type LaunchOptions } from "@playwright/test";
import { findBrowser } from "./scripts/browser.ts";
import { freePort } from "./scripts/server.ts";

const browser = findBrowser();

/**
 * A browser of this machine, else the whole Chromium that Playwright downloads: its headless shell lacks what the page uses.
 * The switches keep the browser itself from asking its maker's servers anything.
 */
const launchOptions: LaunchOptions = {
  ...(browser === null ? {} : { executablePath: browser }),
  args: [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  ],
};

// Chosen once and handed to the processes that load this file again.
const pagePort = (process.env.PLATTER_PAGE_PORT ??= String(await freePort()));
const folder = process.env.PLATTER_DIST ?? "dist";
const baseURL = `http://localhost:${pagePort}/`;

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  outputDir: "test-results",
  fullyParallel: true,
  workers: 2,
  forbidOnly: process.env.CI === "true",
  // Whole images are read, hashed and exported on machines with two slow cores.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [["list"], ["json", { outputFile: ".cache/results/playwright.json" }]],
  use: {
    channel: browser === null ? "chromium" : undefined,
    launchOptions,
    viewport: { width: 1280, height: 800 },
    trace: "retain-on-failure",
  },
  webServer: {
    command: `node --import tsx scripts/serve.ts --strict --port ${pagePort} --folder ${folder}`,
    url: baseURL,
  },
  projects: [
    // Its page is a build of its own, which the tests serve themselves.
    { name: "store", testMatch: "**/conformance.spec.ts" },
    { name: "page", testIgnore: "**/conformance.spec.ts", use: { baseURL } },
  ],
});
