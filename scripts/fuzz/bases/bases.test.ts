import { describe, expect, it } from "vitest";
import { CATALOGUE, type FindingCode } from "../../../workers/vhdx/findings/index.ts";
import { Random } from "../random.ts";
import { UNREACHABLE } from "../unreachable.ts";
import { pickBase } from "./bases.ts";
import { brokenName } from "./near.ts";

const CODES = Object.keys(CATALOGUE) as readonly FindingCode[];

/** How many of 500 picks are a base of one of the codes. */
function picked(codes: readonly FindingCode[], seen: readonly FindingCode[]): number {
  const names = new Set(codes.flatMap((code) => [code, brokenName(code)]));
  const all = Array.from({ length: 500 }, (_, seed) => pickBase(new Random(seed), null, new Set(seen)));
  return all.filter((name) => names.has(name)).length;
}

describe("the base of a mutant", () => {
  it("is mostly that of a code which no mutant has had", () => {
    const code = "headers-identical";
    expect(picked([code], [])).toBeLessThan(50);
    expect(
      picked(
        [code],
        CODES.filter((each) => each !== code),
      ),
    ).toBeGreaterThan(250);
  });

  it("is seldom that of a code which no file leads to, for no mutant will ever have that code", () => {
    const unreachable = CODES.filter((code) => Object.hasOwn(UNREACHABLE, code));
    const reached = CODES.filter((code) => !unreachable.includes(code));
    expect(picked(unreachable, reached)).toBeLessThan(50);
  });
});
