import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FULL, sampled } from "../../../e2e/support/full.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { Random } from "../../testing/store/conformance/random.ts";
import { tryCrashes } from "../../testing/vhdx/crash-run.ts";
import { FEWER, QUICK_EVERY } from "../../testing/vhdx/crash-states.ts";
import { DIRTY_BASES } from "../../testing/vhdx/dirty-bases.ts";
import { tryReplays } from "../../testing/vhdx/replay-run.ts";
import { PRODUCT } from "../../testing/vhdx/product.ts";
import { LONG_SCENARIOS, MORE_SCENARIOS } from "../../testing/vhdx/scenarios.ts";

/** Repeats a run that failed. */
const seed = Number(process.env.PLATTER_SEED ?? 1);
const every = FULL ? 1 : QUICK_EVERY;
let total = 0;
const say = (line: string) => process.stdout.write(`${line}\n`);
let distinctTotal = 0;
function count(name: string, { tried, distinct }: { tried: number; distinct: number }): void {
  total += tried;
  distinctTotal += distinct;
  say(`crash states, ${name}: ${tried}, distinct ${distinct}`);
}

beforeAll(loadCrc32c);
afterAll(() => say(`crash states in all: ${total}, distinct ${distinctTotal}, PLATTER_SEED=${seed}`));

describe("whatever a crash leaves is whole, and holds what was flushed", () => {
  it.for(FULL ? [...LONG_SCENARIOS, ...MORE_SCENARIOS] : sampled(LONG_SCENARIOS, 2))(
    "$name",
    ({ name, effort, record }) => {
      const result = tryCrashes(record(PRODUCT), { random: new Random(seed), effort, every });
      count(name, result);
      expect(result.violations).toEqual([]);
      expect(result.distinct).toBeGreaterThan(0);
    },
  );
});

describe("a replay that is interrupted, and interrupted again, comes to the same end", () => {
  it.for(DIRTY_BASES)("$name", ({ name, make }) => {
    const options = { random: new Random(seed), effort: FEWER, every };
    const result = tryReplays(make(), PRODUCT, options);
    count(`replay of ${name}`, result);
    expect(result.violations).toEqual([]);
    // A replay, the replay of what its crash left, and the replay of what that one's crash left.
    expect(result.deepest).toBe(3);
  });
});
