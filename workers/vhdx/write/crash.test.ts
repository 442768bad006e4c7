import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { Random } from "../../testing/store/conformance/random.ts";
import { tryCrashes } from "../../testing/vhdx/crash-run.ts";
import { FEWER } from "../../testing/vhdx/crash-states.ts";
import { DIRTY_BASES } from "../../testing/vhdx/dirty-bases.ts";
import { tryReplays } from "../../testing/vhdx/replay-run.ts";
import { PRODUCT } from "../../testing/vhdx/product.ts";
import { SCENARIOS } from "../../testing/vhdx/scenarios.ts";

/** Repeats a run that failed. */
const seed = Number(process.env.PLATTER_SEED ?? 1);
let total = 0;
const say = (line: string) => process.stdout.write(`${line}\n`);
function count(name: string, tried: number): void {
  total += tried;
  say(`crash states, ${name}: ${tried}`);
}

beforeAll(loadCrc32c);
afterAll(() => say(`crash states in all: ${total}, PLATTER_SEED=${seed}`));

describe("whatever a crash leaves is whole, and holds what was flushed", () => {
  it.for(SCENARIOS)("$name", ({ name, effort, record }) => {
    const { tried, violations } = tryCrashes(record(PRODUCT), { random: new Random(seed), effort });
    count(name, tried);
    expect(violations).toEqual([]);
    expect(tried).toBeGreaterThan(0);
  });
});

describe("a replay that is interrupted, and interrupted again, comes to the same end", () => {
  it.for(DIRTY_BASES)("$name", ({ name, make }) => {
    const options = { random: new Random(seed), effort: FEWER };
    const { tried, violations, deepest } = tryReplays(make(), PRODUCT, options);
    count(`replay of ${name}`, tried);
    expect(violations).toEqual([]);
    // A replay, the replay of what its crash left, and the replay of what that one's crash left.
    expect(deepest).toBe(3);
  });
});
