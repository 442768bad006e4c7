import { beforeAll, describe, expect, it } from "vitest";
import { sampled } from "../../e2e/support/full.ts";
import { requireTool } from "../../e2e/support/needs.ts";
import { loadCrc32c } from "../../workers/bytes/crc32c.ts";
import { baseNamed, baseNames } from "./bases/bases.ts";
import { caseNames, readCase } from "./cases.ts";
import { tryMutant } from "./run.ts";
import { VISITS } from "./visits/all.ts";

beforeAll(loadCrc32c);

describe("a violation that the fuzzer once found does not come back", () => {
  it.each(sampled(caseNames(), 3))("%s", async (name) => {
    const saved = readCase(name);
    const base = await baseNamed(saved.base);
    const options = { visits: VISITS, memory: null, thorough: true };
    const { violations } = await tryMutant(base, saved, saved, options, true);
    expect(violations).toEqual([]);
  });

  it("has cases of images that are made here alone, which every machine has", (test) => {
    const bases = new Set(caseNames().map((name) => readCase(name).base));
    const { made, corpus } = baseNames();
    for (const base of bases) {
      if (!made.includes(base)) requireTool(test, "corpus");
      expect([...made, ...corpus]).toContain(base);
    }
  });
});
