/**
 * All checks and tests. Goes on after a failure, so that the closing line counts all of them. `PLATTER_FULL=1` or `--full` adds
 * the slow variations.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import type { Counts } from "./counts.ts";
import { provideTools } from "./provide.ts";
import { runStep } from "./run-step.ts";
import { root, type Step, stages } from "./steps.ts";
import { summaryOf, type Ended } from "./summary.ts";

const results = path.join(root, ".cache/results");
const full = process.argv.includes("--full") || process.env.PLATTER_FULL === "1";

function count(step: Step, status: number): Counts {
  const whole = { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 };
  const file = step.report && path.join(results, step.report.file);
  if (step.report === undefined || file === undefined || !existsSync(file)) return whole;
  const counts = step.report.count(JSON.parse(readFileSync(file, "utf8")) as never);
  // The step failed, but no test did.
  return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** What the step's process is told by its environment. */
function environment(step: Step): NodeJS.ProcessEnv {
  const file = step.report && path.join(results, step.report.file);
  return {
    ...process.env,
    ...step.env,
    ...(full ? { PLATTER_FULL: "1" } : {}),
    ...(file === undefined ? {} : { PLAYWRIGHT_JSON_OUTPUT_FILE: file }),
  };
}

const seconds = (since: number) => (performance.now() - since) / 1000;

async function runLane(steps: readonly Step[], held: boolean): Promise<readonly Ended[]> {
  const ended: Ended[] = [];
  for (const step of steps) {
    if (!held) console.log(`\n── ${step.name}`);
    const started = performance.now();
    // A lane runs one step at a time.
    // oxlint-disable-next-line no-await-in-loop
    const status = await runStep(step, environment(step), held);
    ended.push({ name: step.name, seconds: seconds(started), counts: count(step, status) });
  }
  return ended;
}

const started = performance.now();
// Reports of an earlier run must not be mistaken for this run's.
for (const folder of ["results", "conformance", "kill", "faulty"])
  rmSync(path.join(root, ".cache", folder), { recursive: true, force: true });
rmSync(path.join(root, "dist"), { recursive: true, force: true });
mkdirSync(results, { recursive: true });
provideTools(full);

const ended: Ended[] = [];
for (const lanes of stages(full)) {
  // oxlint-disable-next-line no-await-in-loop
  const ofLanes = await Promise.all(lanes.map((steps, nth) => runLane(steps, nth > 0)));
  ended.push(...ofLanes.flat());
}

const { text, failed } = summaryOf(ended, seconds(started), process.env.CI === "true");
console.log(text);
process.exitCode = failed === 0 ? 0 : 1;
