import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Rule, Violation } from "./judge.ts";
import { mutantOf, tryMutant } from "./run.ts";
import { fuzz } from "./supervise.ts";
import { PLANTED, type Planted } from "./testing/planted.ts";
import { LoopWatch } from "./watch/loops.ts";
import { MemoryWatch } from "./watch/memory.ts";

const SEED = 7;
/** The most mutants until each planted mistake must show. */
const MOST = 400;
const memory = new MemoryWatch();
memory.install();

/** Tries mutants of one image until one shows the mistake. Returns their number, or null if none did. */
async function found({ name, rule, run, wrap }: Planted): Promise<number | null> {
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
  for (let number = 0; number < MOST; number++) {
    const origin = { seed: SEED, number };
    // The next mutant is tried only if this one shows nothing.
    // oxlint-disable no-await-in-loop
    const { base, mutant } = await mutantOf(origin, "dirty-log");
    const { violations } = await tryMutant(base, mutant, origin, options, false);
    // oxlint-enable no-await-in-loop
    if (violations.some(isIt)) {
      loops?.stop();
      return number + 1;
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

  it("a hang too, names the mutant, and goes on with the next one", async () => {
    const visits = fileURLToPath(new URL("./testing/hanging.ts", import.meta.url));
    const options = { seed: SEED, seconds: 100, mutants: 8, only: "dirty-log", patience: 1, visits };
    const { found: lost, mutants } = await fuzz(options);
    expect(lost.length).toBeGreaterThan(0);
    for (const { number, violation, saved } of lost) {
      expect(violation.rule).toBe("hang");
      expect(saved).toMatchObject({ base: "dirty-log", seed: SEED, number });
      expect(saved?.mutations.length).toBeGreaterThan(0);
    }
    expect(mutants).toBeGreaterThan(lost[0]?.number ?? Infinity);
  });
});
