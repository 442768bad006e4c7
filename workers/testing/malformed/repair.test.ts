import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
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

function bytesOf({ store }: ImageBuilder): Buffer {
  const bytes = new Uint8Array(store.size);
  store.read(0, bytes);
  return Buffer.from(bytes);
}

describe("one plan gives the same bytes as a new plan for each fix", () => {
  it.for(CODES)("on the smallest image of %s", (code) => {
    const [one, other] = [spoiled(code), spoiled(code)];
    const expected = repairOneByOne(one.store, countedGuids());
    expect(repairByPlan(other.store, countedGuids()).made).toEqual(expected);
    expect(Buffer.compare(bytesOf(other), bytesOf(one))).toBe(0);
  });
});
