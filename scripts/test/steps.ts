import path from "node:path";
import { fileURLToPath } from "node:url";
import { countPlaywright, countVitest, type Counts } from "./counts.ts";
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
  /** Where the step writes its report and how to count it; a step without is one test itself. */
  readonly report?: { readonly file: string; readonly count: (report: never) => Counts };
}

const FUZZ_SECONDS = { quick: 30, full: 600 };

const build = (name: string, ...args: readonly string[]): Step => ({
  name,
  args: [bin("vite/bin/vite.js"), "build", "--logLevel", "warn", ...args],
});

/** What is built before the browser tests, each from the folder that it stands in. */
const builds: readonly Step[] = [
  build("build"),
  build("build of the store tests", "e2e/conformance"),
  build("build of the kill test", "e2e/kill"),
  build("build on a faulty disk", "--config", "e2e/faulty/vite.config.ts"),
];

const checks: readonly Step[] = [
  { name: "format", args: [bin("oxfmt/bin/oxfmt"), "--check", "."] },
  { name: "lint", args: [bin("oxlint/bin/oxlint"), "--type-aware", "--deny-warnings"] },
  { name: "unused code", args: [bin("knip/bin/knip.js")] },
  { name: "types", args: [bin("typescript/bin/tsc"), "--build"] },
];

const unit: Step = {
  name: "unit tests",
  args: [bin("vitest/vitest.mjs"), "run"],
  report: { file: "unit.json", count: countVitest },
};

/** All projects in one go, so that no core is idle while the last test of one ends. */
const browser: Step = {
  name: "tests in the browser",
  args: [bin("@playwright/test/cli.js"), "test"],
  report: { file: "browser.json", count: countPlaywright },
};

/** That every case of the benchmark runs; its numbers at these sizes say nothing. */
const benchmark: Step = {
  name: "benchmark, tiny sizes",
  args: [...typeScript, "scripts/bench/bench.ts", "--tiny"],
};

function fuzz(seconds: number): Step {
  const seed = fixedSeed();
  const args = [...typeScript, "scripts/fuzz/fuzz.ts", "--seconds", `${seconds}`];
  return { name: "fuzz", args: seed === undefined ? args : [...args, "--seed", seed] };
}

/** Steps that go on beside each other, in lanes; the next stage begins when all lanes have ended. */
export type Stage = readonly (readonly Step[])[];

/**
 * What `npm test` does: on two cores little of it leaves one idle.
 *
 * @param full everything, however long it takes
 */
export function stages(full: boolean): readonly Stage[] {
  return [
    // The unit tests use both cores, as soon as the other lane leaves them one.
    [
      [...checks, unit],
      [...builds, fuzz(full ? FUZZ_SECONDS.full : FUZZ_SECONDS.quick)],
    ],
    [[browser]],
    full ? [[benchmark]] : [],
  ];
}
