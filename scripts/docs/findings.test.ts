import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CATALOGUE, STRUCTURES } from "../../workers/vhdx/findings/index.ts";
import { FINDINGS_DOC, findingsDoc } from "./findings.ts";

describe("docs/findings.md", () => {
  it("is what `npm run docs:findings` writes", () => {
    expect(readFileSync(FINDINGS_DOC, "utf8")).toBe(findingsDoc());
  });

  it("has every rule once, whatever structure it is of", () => {
    const listed = Object.values(STRUCTURES).flatMap((rules) => Object.keys(rules));
    expect(listed.toSorted()).toEqual(Object.keys(CATALOGUE).toSorted());
    expect(listed.length).toBeGreaterThanOrEqual(70);
  });
});

describe("each rule", () => {
  it.for(Object.entries(CATALOGUE))("%s says everything in whole sentences", ([code, rule]) => {
    expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    for (const text of [rule.what, rule.means, rule.hyperV, rule.qemu, rule.fix ?? "None."])
      expect(text).toMatch(/^[A-Z`].*\.$/s);
    expect(rule.qemu).toMatch(/^(Opens|Refuses) /);
    if (rule.spec !== null) expect(rule.spec).toMatch(/^2(\.\d+)+$/);
  });
});
