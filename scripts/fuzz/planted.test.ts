import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Base } from "./bases/base.ts";
import type { Rule, Violation } from "./judge.ts";
import { applyMutant } from "./mutate/apply.ts";
import type { Mutant } from "./mutate/mutation.ts";
import { mutantOf, tryMutant } from "./run.ts";
import { fuzz } from "./supervise.ts";
import { PLANTED, type Planted } from "./testing/planted.ts";
import { LoopWatch } from "./watch/loops.ts";
import { MemoryWatch } from "./watch/memory.ts";

const SEED = 7;
/** Mutants that are tried within which each planted mistake has to show. */
const MOST = 800;
/** Mutants that are made: most leave alone the few bytes that some mistakes show by. */
const MADE = 10_000;
/** Mutants of the visit that hangs in some of them: each of those costs a process. */
const HANGING = 8;
const memory = new MemoryWatch();
memory.install();

/** Whether a mutant writes some of the bytes from `start` to `end` of its image. */
function changes(base: Base, mutant: Mutant, { start, end }: NonNullable<Planted["shownBy"]>): boolean {
  const [image] = applyMutant(base, mutant).files;
  return [...image.overlay.writtenRuns(start, end)].length > 0;
}

/** Tries mutants of one image until one shows the mistake; how many were tried, null where none shows it. */
async function found({ name, rule, run, wrap, shownBy }: Planted): Promise<number | null> {
  const loops = rule === "loops" ? new LoopWatch() : undefined;
  loops?.start();
  const options = {
    visits: [{ name, refusals: [], run }],
    memory,
    ...(wrap === undefined ? {} : { wrap }),
    ...(loops === undefined ? {} : { loops }),
  };
  const isIt = (each: Violation) =>
    each.rule === rule && (each.visit === name || each.visit === "findings" || wrap !== undefined);
  let tried = 0;
  for (let number = 0; number < MADE && tried < MOST; number++) {
    const origin = { seed: SEED, number };
    // The next mutant is tried only if this one shows nothing.
    // oxlint-disable no-await-in-loop
    const { base, mutant } = await mutantOf(origin, "dirty-log");
    if (shownBy !== undefined && !changes(base, mutant, shownBy)) continue;
    tried += 1;
    const { violations } = await tryMutant(base, mutant, origin, options, false);
    // oxlint-enable no-await-in-loop
    if (violations.some(isIt)) {
      loops?.stop();
      return tried;
    }
  }
  loops?.stop();
  return null;
}

describe("the fuzzer finds what is planted", () => {
  it.each(PLANTED)("$name: $rule", async (planted) => {
    expect(await found(planted)).not.toBeNull();
  });

  it("and nothing where nothing is planted", async () => {
    const rules = new Set<Rule>(PLANTED.map(({ rule }) => rule));
    expect(rules.size).toBeGreaterThanOrEqual(7);
    const visits = [{ name: "nothing", refusals: [], run: () => {} }];
    for (let number = 0; number < 40; number++) {
      const origin = { seed: SEED, number };
      // oxlint-disable no-await-in-loop
      const { base, mutant } = await mutantOf(origin, "dirty-log");
      const { violations } = await tryMutant(base, mutant, origin, { visits, memory }, number % 4 === 0);
      // oxlint-enable no-await-in-loop
      expect(violations).toEqual([]);
    }
  });

  it.each(process.env.PLATTER_FULL === "1" ? [1, 2] : [1])(
    "a hang too, names the mutant, and goes on with the next one, in %d processes",
    async (processes) => {
      const visits = fileURLToPath(new URL("./testing/hanging.ts", import.meta.url));
      const only = "dirty-log";
      const options = { seed: SEED, seconds: 100, mutants: HANGING, processes, only, patience: 1, visits };
      const { found: lost, mutants } = await fuzz(options);
      expect(lost.length).toBeGreaterThan(0);
      for (const { number, violation, saved } of lost) {
        expect(violation.rule).toBe("hang");
        expect(saved).toMatchObject({ base: only, seed: SEED, number });
        expect(saved?.mutations.length).toBeGreaterThan(0);
      }
      expect(new Set(lost.map(({ number }) => number)).size, "no mutant is opened twice").toBe(lost.length);
      expect(mutants).toBeGreaterThan(Math.floor((lost[0]?.number ?? Infinity) / processes));
    },
  );
});
