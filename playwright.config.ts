import {
  defineConfig,
  type PlaywrightTestOptions,
  type PlaywrightWorkerOptions,
  type Project,
} from "@playwright/test";
import { browserLaunch } from "./scripts/browser.ts";
import { findFirefox, firefoxLaunch } from "./scripts/firefox.ts";
import type { ServerOptions } from "./e2e/support/fixtures.ts";

/** Pictures of every screen, and the memory that hashing gigabytes takes: the quick run leaves both out. */
const onlyInFull = process.env.PLATTER_FULL === "1" ? [] : ["**/memory.spec.ts", "**/screenshots.spec.ts"];

/** Specs of which Firefox runs the tests that carry most: those of the quick run, and those marked for it. */
const IN_FIREFOX = [
  ...[
    "chain",
    "changes",
    "compare",
    "disk",
    "edit",
    "files-anywhere",
    "findings",
    "firefox",
    "hostile-text",
    "log",
    "map",
    "names",
  ],
  ...[
    "hosting",
    "install",
    "kept-changes",
    "new-disk",
    "no-handles",
    "packed",
    "repair",
    "save",
    "single",
    "single-handles",
    "single-storage",
    "structure",
    "working-disk",
  ],
];

const firefox: Project<PlaywrightTestOptions, PlaywrightWorkerOptions & ServerOptions> = {
  name: "firefox",
  testMatch: IN_FIREFOX.map((name) => `**/${name}.spec.ts`),
  grep: /@quick|@firefox/,
  // Playwright's double click reaches a stock Firefox as two single ones.
  grepInvert: /a field is set with its checksum/,
  use: { build: "dist", browserName: "firefox", channel: "moz-firefox", launchOptions: firefoxLaunch() },
};

export default defineConfig<object, ServerOptions>({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  outputDir: "test-results",
  fullyParallel: true,
  workers: 2,
  forbidOnly: process.env.CI === "true",
  // Whole images are read, hashed and exported on machines with two slow cores.
  timeout: 180_000,
  // A machine that is busy with something else can make a step miss its turn; the report names what needed a second try.
  retries: process.env.CI === "true" ? 1 : 0,
  expect: { timeout: 20_000 },
  reporter: [["list"], ["json", { outputFile: ".cache/results/playwright.json" }]],
  use: {
    launchOptions: browserLaunch(),
    viewport: { width: 1280, height: 800 },
    // Recording costs a quarter of a test's time; `--trace on` records one that is looked into.
    trace: "on-first-retry",
    // To keep the whole build for each page costs a third of a test. The tests about it allow it.
    serviceWorkers: "block",
  },
  projects: [
    {
      name: "store",
      testMatch: ["**/conformance.spec.ts", "**/kill.spec.ts"],
      use: { build: ".cache/conformance" },
    },
    {
      name: "page",
      testIgnore: ["**/conformance.spec.ts", "**/kill.spec.ts", "**/originals.spec.ts", ...onlyInFull],
      teardown: "originals",
      use: { build: process.env.PLATTER_DIST ?? "dist" },
    },
    ...(process.env.PLATTER_FIREFOX_TESTS === "1" && findFirefox() !== null ? [firefox] : []),
    // After everything that opens images.
    { name: "originals", testMatch: "**/originals.spec.ts" },
  ],
});
