import { beforeAll, describe, expect, it } from "vitest";
import { sampled } from "../../e2e/support/full.ts";
import { loadCrc32c } from "../../workers/bytes/crc32c.ts";
import { CATALOGUE, type FindingCode } from "../../workers/vhdx/findings/index.ts";
import { NEAR_NAMES, ruleBase, ruleFiles } from "./bases/near.ts";
import { openMutant } from "./open.ts";
import { Random } from "./random.ts";
import { UNREACHABLE } from "./unreachable.ts";
import { FULL_CHECK } from "./visits/checks.ts";
import { Breaches } from "./watch/guard.ts";

beforeAll(loadCrc32c);

const CODES = Object.keys(CATALOGUE) as readonly FindingCode[];
const isReachable = (code: FindingCode) => !Object.hasOwn(UNREACHABLE, code);
const reachable = CODES.filter(isReachable);

/** Codes that a full check finds in files as the fuzzer opens them. */
async function codesOf(
  { files, picked }: ReturnType<typeof ruleFiles>,
  breaches = new Breaches(),
): Promise<ReadonlySet<string>> {
  const [image, ...more] = files;
  if (image === undefined) throw new Error("there is no image");
  const picks = new Map(picked === null ? [] : [[0, picked]]);
  const { file, links } = openMutant([image, ...more], picks, [], breaches);
  await FULL_CHECK.run({ file, links, random: new Random(1) });
  expect(breaches.found).toEqual([]);
  return new Set(file.image.findings(file.image.best).map(({ code }) => code));
}

describe("every code of the catalogue", () => {
  it.for(sampled(CODES, 3, 2).filter(isReachable))("%s is reached by files and links alone", async (code) => {
    expect(await codesOf(ruleFiles(code, "spoil"))).toContain(code);
  });

  it("that is listed as unreachable has a reason, and no files that lead to it", async () => {
    const listed = Object.entries(UNREACHABLE) as [FindingCode, string][];
    expect(listed.length + reachable.length).toBe(CODES.length);
    const led = await Promise.all(listed.map(([code]) => codesOf(ruleFiles(code, "spoil"))));
    for (const [nth, [code, reason]] of listed.entries()) {
      expect(reason).toMatch(/^[A-Z].*\.$/);
      expect(led[nth]).not.toContain(code);
    }
  });

  it("has a base which does not show it", async () => {
    expect(NEAR_NAMES).toEqual(expect.arrayContaining([...CODES]));
    const { files, others = [] } = ruleBase("chain-too-deep", "nearMiss");
    expect(files.length).toBe(3);
    expect(others.length).toBeGreaterThan(200);
    const near = await Promise.all(
      sampled(CODES, 3, 1)
        .filter((code) => code !== "chain-too-deep")
        .map(async (code) => ({
          code,
          found: await codesOf(ruleFiles(code, "nearMiss")),
        })),
    );
    expect(near.filter(({ code, found }) => found.has(code)).map(({ code }) => code)).toEqual([]);
  });
});
