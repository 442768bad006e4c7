import { beforeAll, describe, expect, it } from "vitest";
import { sampled } from "../../../e2e/support/full.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { OverlayStore } from "../../store/overlay-store.ts";
import { readUpTo } from "../../store/store.ts";
import { CATALOGUE, type FindingCode } from "../../vhdx/findings/index.ts";
import { ImageBuilder } from "../vhdx/image-builder.ts";
import { countedGuids, repairByPlan, repairOneByOne } from "../vhdx/one-by-one.ts";
import { RULE_CASES } from "./catalogue/all.ts";
import { kinOf } from "./catalogue/case.ts";

beforeAll(loadCrc32c);

const CODES = Object.keys(CATALOGUE) as FindingCode[];

function spoiled(code: FindingCode): ImageBuilder {
  const rule = RULE_CASES[code];
  const image = new ImageBuilder(rule.options);
  rule.spoil(image, kinOf(rule));
  return image;
}

/** Where two stores over one image differ; what neither of them wrote is the same. */
function differences(one: OverlayStore, other: OverlayStore): readonly number[] {
  const runs = [...one.writtenRuns(), ...other.writtenRuns()];
  return runs.flatMap(({ start, end }) =>
    Buffer.compare(readUpTo(one, start, end - start), readUpTo(other, start, end - start)) === 0
      ? []
      : [start],
  );
}

describe("one plan gives the same bytes as a new plan for each fix", () => {
  it.for(sampled(CODES, 6))("on the smallest image of %s", (code) => {
    const { store } = spoiled(code);
    const [one, other] = [new OverlayStore(store), new OverlayStore(store)];
    const expected = repairOneByOne(one, countedGuids());
    expect(repairByPlan(other, countedGuids()).made).toEqual(expected);
    expect(other.size).toBe(one.size);
    expect(differences(one, other)).toEqual([]);
    if (expected.length > 0) expect([...one.writtenRuns()]).not.toEqual([]);
  });
});
