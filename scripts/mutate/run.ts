/** `npm run mutate`: how many small mistakes the tests near them notice. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { plant } from "../../workers/testing/vhdx/plant.ts";
import { Random } from "../../workers/testing/store/conformance/random.ts";
import { mutantsOf, mutated, type Mutant } from "./mutants.ts";
import { ImportGraph } from "./near.ts";
import { PLANTED_FAULTS } from "./planted.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SCRATCH = path.join(ROOT, ".cache/mutate");
const REPORT = path.join(SCRATCH, "report.json");
const TIMES = path.join(SCRATCH, "times.json");
const FOLDERS = [
  ...["bat", "chain", "disk", "headers", "log", "metadata", "recognise", "regions", "repair", "write"].map(
    (name) => `workers/vhdx/${name}`,
  ),
  ...["chain", "edits", "exports"].map((name) => `workers/engine/${name}`),
  "workers/fs/ext",
];
/** A mutant that makes the tests take so many seconds runs without end, which is noticed. All outcomes take minutes on a slow machine. */
const PATIENCE = 1200;
/** Tests that take at most so many seconds are tried first, all at once. */
const QUICK = 4;

const { values } = parseArgs({
  options: {
    folder: { type: "string", default: "" },
    sample: { type: "string", default: "12" },
    seed: { type: "string", default: "1" },
    // So many of them an earlier run has tried.
    tried: { type: "string", default: "0" },
    minutes: { type: "string", default: "60" },
    planted: { type: "boolean", default: false },
    // For a commit whose tests are known to pass.
    passing: { type: "boolean", default: false },
    only: { type: "string", default: "" },
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
  return chosen.slice(Number(values.tried));
}

/** A source with a mistake in it, or with none. */
interface Changed {
  readonly file: string;
  readonly source: string;
}

/** Seconds that each test file took when it ran without a mistake, from this run and earlier ones. */
const seconds = new Map<string, number>(
  existsSync(TIMES) ? Object.entries(JSON.parse(readFileSync(TIMES, "utf8")) as Record<string, number>) : [],
);

/** Takes the times of the run that ended last, and keeps them for later runs. */
function learnTimes(): void {
  const { testResults } = JSON.parse(readFileSync(REPORT, "utf8")) as {
    readonly testResults: readonly {
      readonly name: string;
      /** In milliseconds. */
      readonly startTime: number;
      readonly endTime: number;
    }[];
  };
  for (const { name, startTime, endTime } of testResults)
    seconds.set(path.relative(ROOT, name), (endTime - startTime) / 1000);
  writeFileSync(TIMES, JSON.stringify(Object.fromEntries(seconds)));
}

/** Whether the tests notice a changed source. */
function isNoticed({ file, source }: Changed, tests: readonly string[]): Promise<boolean> {
  const order = path.join(SCRATCH, "mutant.json");
  writeFileSync(order, JSON.stringify({ file: path.join(ROOT, file), source }));
  return new Promise((resolve) => {
    const args = ["run", "--config", "scripts/mutate/vitest.config.ts", "--outputFile", REPORT, ...tests];
    const child = spawn(process.execPath, [path.join(ROOT, "node_modules/vitest/vitest.mjs"), ...args], {
      cwd: ROOT,
      env: { ...process.env, PLATTER_MUTANT: order },
      stdio: "ignore",
      detached: true,
    });
    // Its workers too.
    const limit = setTimeout(() => {
      // Whoever reads the score has to see that no test failed.
      console.log(`no end after ${PATIENCE} seconds: ${file}`);
      process.kill(-(child.pid ?? 0), "SIGKILL");
    }, PATIENCE * 1000);
    child.once("exit", (code) => {
      clearTimeout(limit);
      resolve(code !== 0);
    });
  });
}

/** Whether the tests notice a changed source: the quick ones first, as they notice most. */
async function isNoticedInTurn(changed: Changed, tests: readonly string[]): Promise<boolean> {
  const isQuick = (test: string) => (seconds.get(test) ?? 0) <= QUICK;
  const turns = [tests.filter(isQuick), tests.filter((test) => !isQuick(test))];
  // The slow ones only where the quick ones notice nothing.
  // oxlint-disable-next-line no-await-in-loop
  for (const turn of turns) if (turn.length > 0 && (await isNoticed(changed, turn))) return true;
  return false;
}

/** @throws Error where tests fail without a mistake: they could not tell. */
async function mustPass(files: readonly string[], tests: readonly string[]): Promise<void> {
  const [file] = files;
  if (file === undefined) return;
  const as = readFileSync(path.join(ROOT, file), "utf8");
  // One of them at least shows that tests run at all.
  const tried = values.passing ? tests.slice(0, 1) : tests;
  if (await isNoticed({ file, source: as }, tried))
    throw new Error(`Some of these tests fail without a mistake, or take too long: ${tried.join(" ")}`);
  learnTimes();
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

/** Tries the planted faults. Returns how many live. */
async function tryPlanted(): Promise<number> {
  let live = 0;
  const chosen = PLANTED_FAULTS.filter(({ name }) => name.includes(values.only));
  await mustPass(
    chosen.map(({ file }) => file),
    [...new Set(chosen.flatMap(({ file, tests = graph.near(file) }) => tests))],
  );
  // One after the other: each takes all processors.
  // oxlint-disable no-await-in-loop
  for (const { name, file, changes, tests = graph.near(file) } of chosen) {
    const source = plant(file, readFileSync(path.join(ROOT, file), "utf8"), changes);
    const noticed = await isNoticedInTurn({ file, source }, tests);
    if (!noticed) live += 1;
    console.log(`${noticed ? "noticed" : "lives"}: ${name}`);
  }
  // oxlint-enable no-await-in-loop
  return live;
}

/** Tries a sample of the mutants of each folder, and prints the score. */
async function trySamples(): Promise<void> {
  const until = performance.now() + Number(values.minutes) * 60_000;
  const rows: string[] = [];
  // oxlint-disable no-await-in-loop
  for (const folder of values.folder === "" ? FOLDERS : values.folder.split(",")) {
    let [tried, killed] = [0, 0];
    const mutants = sample(folder).filter((mutant) => describe(mutant).includes(values.only));
    const files = [...new Set(mutants.map(({ file }) => file))];
    await mustPass(files, [...new Set(files.flatMap((file) => graph.near(file)))]);
    for (const mutant of mutants) {
      if (performance.now() > until) break;
      const tests = graph.near(mutant.file);
      tried += 1;
      const source = mutated(mutant.source, mutant);
      if (await isNoticedInTurn({ file: mutant.file, source }, tests)) killed += 1;
      else console.log(`lives${tests.length === 0 ? ", no test near" : ""}: ${describe(mutant)}`);
    }
    const score = tried === 0 ? "" : `${Math.round((100 * killed) / tried)} %`;
    rows.push(`| \`${folder}\` | ${tried} | ${killed} | ${score} |`);
    console.log(`${folder}: ${killed} of ${tried} noticed`);
  }
  // oxlint-enable no-await-in-loop
  console.log(
    ["", "| folder | mutants | noticed | score |", "| --- | ---: | ---: | ---: |", ...rows].join("\n"),
  );
}

mkdirSync(SCRATCH, { recursive: true });
const graph = new ImportGraph(ROOT);
if (values.planted) process.exitCode = (await tryPlanted()) === 0 ? 0 : 1;
else await trySamples();
