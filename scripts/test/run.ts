/**
 * All checks and tests, on after a failure so that the closing line speaks of all of them. The fuzzer has its seconds on
 * one core while the checks and builds go on beside it.
 * `--full` adds the digests that take long.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { countPlaywright, countVitest, type Counts } from "./counts.ts";
import { provideTools } from "./provide.ts";
import { fixedSeed } from "./fixed-seed.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const results = path.join(root, ".cache/results");
const typeScript = ["--import", "./scripts/loader/register.mjs"];
const bin = (name: string) => path.join(root, "node_modules", name);

interface Step {
  readonly name: string;
  /** Arguments of Node. */
  readonly args: readonly string[];
  /** Where the step writes its report and how to count it; a step without is one test itself. */
  readonly report?: { readonly file: string; readonly count: (report: never) => Counts };
}

const seed = fixedSeed();

const playwright = (project: string): Step => ({
  name: project === "store" ? "stores in the browser" : "end to end in the browser",
  args: [bin("@playwright/test/cli.js"), "test", `--project=${project}`],
  report: { file: `${project}.json`, count: countPlaywright },
});

const isFull = process.env.PLATTER_FULL === "1" || process.argv.includes("--full");
const fuzz: Step = {
  name: "fuzz",
  args: [
    ...[...typeScript, "scripts/fuzz/fuzz.ts", "--seconds", isFull ? "600" : "30"],
    ...(seed === undefined ? [] : ["--seed", seed]),
  ],
};

/** What uses little more than one core. */
const checksAndBuilds: readonly Step[] = [
  { name: "format", args: [bin("oxfmt/bin/oxfmt"), "--check", "."] },
  { name: "lint", args: [bin("oxlint/bin/oxlint"), "--type-aware", "--deny-warnings"] },
  { name: "types", args: [bin("typescript/bin/tsc"), "--build"] },
  { name: "build", args: [bin("vite/bin/vite.js"), "build"] },
  { name: "build of the store tests", args: [bin("vite/bin/vite.js"), "build", "e2e/conformance"] },
  { name: "build of the kill test", args: [bin("vite/bin/vite.js"), "build", "e2e/kill"] },
  {
    name: "build on a faulty disk",
    args: [bin("vite/bin/vite.js"), "build", "--config", "e2e/faulty/vite.config.ts"],
  },
];

/** What uses all cores there are. */
const tests: readonly Step[] = [
  {
    name: "unit tests",
    args: [bin("vitest/vitest.mjs"), "run"],
    report: { file: "unit.json", count: countVitest },
  },
  { name: "benchmark, tiny sizes", args: [...typeScript, "scripts/bench/bench.ts", "--tiny"] },
  playwright("store"),
  playwright("page"),
];

/** @param held whether its output waits until it has ended, as other steps run beside it */
function run(step: Step, held: boolean): Promise<number> {
  const file = step.report && path.join(results, step.report.file);
  const child = spawn(process.execPath, step.args, {
    cwd: root,
    stdio: held ? ["ignore", "pipe", "pipe"] : "inherit",
    env: {
      ...process.env,
      ...(process.argv.includes("--full") ? { PLATTER_FULL: "1" } : {}),
      ...(file === undefined ? {} : { PLAYWRIGHT_JSON_OUTPUT_FILE: file }),
    },
  });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (piece: Buffer) => output.push(piece));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => {
      if (held) process.stdout.write(`\n── ${step.name}\n${Buffer.concat(output).toString()}`);
      resolve(status ?? 1);
    });
  });
}

function count(step: Step, status: number): Counts {
  const whole = { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 };
  const file = step.report && path.join(results, step.report.file);
  if (step.report === undefined || file === undefined || !existsSync(file)) return whole;
  const counts = step.report.count(JSON.parse(readFileSync(file, "utf8")) as never);
  // Something failed that no test stands for.
  return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

// What an earlier run left must not be taken for this one's.
for (const folder of [
  results,
  path.join(root, "dist"),
  path.join(root, ".cache/conformance"),
  path.join(root, ".cache/kill"),
  path.join(root, ".cache/faulty"),
]) {
  rmSync(folder, { recursive: true, force: true });
}
mkdirSync(results, { recursive: true });
provideTools();

const total: Counts = { passed: 0, failed: 0, skipped: 0 };
const summary: string[] = [];

async function runAndCount(step: Step, held = false): Promise<void> {
  if (!held) console.log(`\n── ${step.name}`);
  const started = performance.now();
  const status = await run(step, held);
  const counts = count(step, status);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  const words = [`${counts.passed} passed`, `${counts.failed} failed`, `${counts.skipped} skipped`];
  summary.push(`${step.name.padEnd(34)} ${seconds.padStart(6)} s  ${words.join(", ")}`);
}

async function runInTurn(steps: readonly Step[]): Promise<void> {
  for (const step of steps) await runAndCount(step);
}

await Promise.all([runAndCount(fuzz, true), runInTurn(checksAndBuilds)]);
await runInTurn(tests);

console.log(`\n${summary.join("\n")}`);
if (total.skipped > 0) {
  console.log(`${total.skipped} skipped: the tests above say what they need.`);
  if (process.env.CI === "true") {
    console.log("CI skips nothing: each skipped test counts as failed.");
    total.failed += total.skipped;
  }
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
