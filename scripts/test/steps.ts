import path from "node:path";
import { fileURLToPath } from "node:url";
import { countPlaywright, countVitest, type Counts } from "./counts.ts";
import { findFirefox } from "../firefox.ts";
import { fixedSeed } from "./fixed-seed.ts";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** Lets Node run TypeScript and import scripts of archives as text. */
const typeScript = ["--import", "./scripts/loader/register.mjs"];

const bin = (name: string) => path.join(root, "node_modules", name);

/** A part of `npm test`, in a process of its own. */
export interface Step {
  readonly name: string;
  /** Arguments of Node. */
  readonly args: readonly string[];
  /** What the environment has besides. */
  readonly env?: Readonly<Record<string, string>>;
  /** The step's report, and how to count its tests; a step without a report counts as one test. */
  readonly report?: { readonly file: string; readonly count: (report: never) => Counts };
  /** Minutes after which the step is ended as one that hangs: at least about twice what it takes. A hang would take the time of all steps. */
  readonly limit: number;
}

const FUZZ_SECONDS = { quick: 30, full: 600 };

const build = (name: string, ...args: readonly string[]): Step => ({
  name,
  args: [bin("vite/bin/vite.js"), "build", "--logLevel", "warn", ...args],
  limit: 10,
});

/** The builds for the browser tests. */
const builds: readonly Step[] = [
  build("build"),
  build("build of the single file", "--config", "scripts/build/single/vite.config.ts"),
  build("build of the store tests", "e2e/conformance"),
  build("build of the kill test", "e2e/kill"),
  build("build on a faulty disk", "--config", "e2e/faulty/vite.config.ts"),
];

const checks: readonly Step[] = [
  { name: "format", args: [bin("oxfmt/bin/oxfmt"), "--check", "."], limit: 10 },
  { name: "lint", args: [bin("oxlint/bin/oxlint"), "--type-aware", "--deny-warnings"], limit: 10 },
  { name: "unused code", args: [bin("knip/bin/knip.js")], limit: 10 },
  { name: "types", args: [bin("typescript/bin/tsc"), "--build"], limit: 10 },
];

const unit: Step = {
  name: "unit tests",
  args: [bin("vitest/vitest.mjs"), "run"],
  report: { file: "unit.json", count: countVitest },
  limit: 40,
};

/** All projects in one run, so that no core is idle while the last test of a project ends. */
function browser(full: boolean): Step {
  return {
    name: "tests in the browser",
    args: [bin("@playwright/test/cli.js"), "test", ...(full ? [] : ["--grep", "@quick"])],
    report: { file: "browser.json", count: countPlaywright },
    limit: 40,
  };
}

/** Checks that every case of the benchmark runs; its numbers at these sizes mean nothing. */
const benchmark: Step = {
  name: "benchmark, tiny sizes",
  args: [...typeScript, "scripts/bench/bench.ts", "--tiny"],
  limit: 12,
};

/** The tests that carry most, in a stock Firefox. */
const firefox: Step = {
  name: "Firefox",
  args: [bin("@playwright/test/cli.js"), "test", "--project", "firefox"],
  env: { PLATTER_FIREFOX_TESTS: "1" },
  report: { file: "firefox.json", count: countPlaywright },
  limit: 20,
};

/** The built page in WebKitGTK, which stands in for Safari. */
const webkit: Step = {
  name: "WebKitGTK",
  args: [...typeScript, "scripts/webkit/smoke.ts"],
  limit: 10,
};

function fuzz(seconds: number): Step {
  const seed = fixedSeed();
  // One process: the unit tests have the other core.
  const args = [...typeScript, "scripts/fuzz/fuzz.ts", "--seconds", `${seconds}`, "--processes", "1"];
  return { name: "fuzz", args: seed === undefined ? args : [...args, "--seed", seed], limit: 20 };
}

/** Lanes that run at the same time, each one step after the other. The next stage begins when all lanes have ended. */
export type Stage = readonly (readonly Step[])[];

/**
 * The stages of `npm test`, arranged so that two cores are rarely idle.
 *
 * @param full with the slow variations
 * @param hasFirefox whether there is a Firefox to test with
 */
export function stages(full: boolean, hasFirefox = findFirefox() !== null): readonly Stage[] {
  return [
    // The unit tests use both cores as soon as the other lane has ended.
    [
      [...checks, unit],
      [...builds, fuzz(full ? FUZZ_SECONDS.full : FUZZ_SECONDS.quick)],
    ],
    [[browser(full)]],
    full ? [[...(hasFirefox ? [firefox] : []), webkit, benchmark]] : [],
  ];
}
