/** `npm run mutate`: how many small mistakes the tests near them notice. */
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Random } from "../../workers/testing/store/conformance/random.ts";
import { mutantsOf, mutated, type Mutant } from "./mutants.ts";
import { ImportGraph } from "./near.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SCRATCH = path.join(ROOT, ".cache/mutate");
const FOLDERS = [
  ...["bat", "chain", "disk", "headers", "log", "metadata", "recognise", "regions", "repair", "write"].map(
    (name) => `workers/vhdx/${name}`,
  ),
  ...["chain", "edits", "exports"].map((name) => `workers/engine/${name}`),
];
/** A mutant that makes the tests take so many seconds runs without end, which is noticed. */
const PATIENCE = 150;

const { values } = parseArgs({
  options: {
    folder: { type: "string", default: "" },
    sample: { type: "string", default: "12" },
    seed: { type: "string", default: "1" },
    minutes: { type: "string", default: "60" },
  },
});

interface Placed extends Mutant {
  readonly file: string;
  readonly source: string;
}

const sourcesOf = (folder: string): readonly string[] =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.endsWith(".d.ts"))
    .map((file) => path.posix.join(folder, file));

/** A random choice of the mutants of a folder: the same for a seed as long as the sources are. */
function sample(folder: string): readonly Placed[] {
  const all = sourcesOf(folder).flatMap((file) => {
    const source = readFileSync(path.join(ROOT, file), "utf8");
    return mutantsOf(file, source).map((mutant): Placed => ({ ...mutant, file, source }));
  });
  const random = new Random(Number(values.seed));
  const chosen: Placed[] = [];
  while (chosen.length < Number(values.sample) && all.length > 0)
    chosen.push(...all.splice(random.below(all.length), 1));
  return chosen;
}

/** Whether the tests notice a mutant. */
function isKilled(mutant: Placed, tests: readonly string[]): Promise<boolean> {
  const order = path.join(SCRATCH, "mutant.json");
  writeFileSync(
    order,
    JSON.stringify({ file: path.join(ROOT, mutant.file), source: mutated(mutant.source, mutant) }),
  );
  return new Promise((resolve) => {
    const args = ["run", "--config", "scripts/mutate/vitest.config.ts", ...tests];
    const child = spawn(path.join(ROOT, "node_modules/vitest/vitest.mjs"), args, {
      cwd: ROOT,
      env: { ...process.env, PLATTER_MUTANT: order },
      stdio: "ignore",
      detached: true,
    });
    const limit = setTimeout(() => process.kill(-(child.pid ?? 0), "SIGKILL"), PATIENCE * 1000);
    child.once("exit", (code) => {
      clearTimeout(limit);
      resolve(code !== 0);
    });
  });
}

/** A mutant in words: its place, and the line with the change. */
function describe({ file, source, start, end, instead, operator }: Placed): string {
  const before = source.slice(0, start);
  const line = before.split("\n").length;
  const from = before.lastIndexOf("\n") + 1;
  const rest = source.indexOf("\n", end);
  const text = `${source.slice(from, start)}[${source.slice(start, end)} → ${instead}]${source.slice(end, rest)}`;
  return `${file}:${line} ${operator}: ${text.trim()}`;
}

mkdirSync(SCRATCH, { recursive: true });
const graph = new ImportGraph(ROOT);
const until = performance.now() + Number(values.minutes) * 60_000;
const rows: string[] = [];
for (const folder of values.folder === "" ? FOLDERS : values.folder.split(",")) {
  let [tried, killed, untested] = [0, 0, 0];
  for (const mutant of sample(folder)) {
    if (performance.now() > until) break;
    const tests = graph.near(mutant.file);
    tried += 1;
    // One after the other: each takes all processors.
    // oxlint-disable-next-line no-await-in-loop
    if (tests.length > 0 && (await isKilled(mutant, tests))) killed += 1;
    else {
      if (tests.length === 0) untested += 1;
      console.log(`lives: ${describe(mutant)}`);
    }
  }
  rows.push(
    `| \`${folder}\` | ${tried} | ${killed} | ${tried === 0 ? "" : `${Math.round((100 * killed) / tried)} %`} |`,
  );
  console.log(
    `${folder}: ${killed} of ${tried} noticed${untested === 0 ? "" : `, ${untested} without a test near`}`,
  );
}
console.log(
  ["", "| folder | mutants | noticed | score |", "| --- | ---: | ---: | ---: |", ...rows].join("\n"),
);
