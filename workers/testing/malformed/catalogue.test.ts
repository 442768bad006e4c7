import { describe, expect, it } from "vitest";
import { sampled } from "../../../e2e/support/full.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { CATALOGUE, type FindingCode } from "../../vhdx/findings/index.ts";
import { ImageBuilder } from "../vhdx/image-builder.ts";
import type { OpenLink } from "../../engine/image/opened-image.ts";
import { linkImages } from "../../engine/chain/link-images.ts";
import type { EditAction } from "../../api/index.ts";
import { Edits } from "../../engine/edits/edits.ts";
import { fullCheck } from "../../engine/full-check/full-check.ts";
import { UNATTENDED } from "../../engine/jobs/jobs.ts";
import type { OpenedImage } from "../../engine/image/opened-image.ts";
import { RULE_CASES } from "./catalogue/all.ts";
import { type Kin, kinOf, type RuleCase } from "./catalogue/case.ts";
import { openImage } from "./cases.ts";

await loadCrc32c();

/** Every image of the builder has room behind its last block, and no file system; few cases are about that. */
const USUAL: readonly string[] = ["file-trailing-space", "inside-not-recognised"] satisfies FindingCode[];
const CODES = Object.keys(CATALOGUE) as FindingCode[];

/** Codes that a full check of the image finds, sorted. */
async function codesOf(rule: RuleCase, change: RuleCase["spoil"]): Promise<readonly string[]> {
  const image = new ImageBuilder(rule.options);
  const kin = kinOf(rule);
  change(image, kin);
  const stored = rule.parent === undefined ? openImage(image) : openAmong(image, kin);
  const opened = change === rule.spoil ? withEdits(stored, rule.edits ?? []) : stored;
  await fullCheck(opened, UNATTENDED, () => {}, { blocks: true });
  const findings = opened.findings(opened.best);
  for (const { message, severity, code, spec } of findings) {
    expect(message).toMatch(/^[A-Z0-9].*[.!?]$/s);
    expect(spec).toBe(CATALOGUE[code as FindingCode].spec);
    expect(["info", "warning", "error", "fatal"]).toContain(severity);
  }
  expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
  return findings.map(({ code }) => code).toSorted();
}

/** The image with pending changes, or as it is stored where there are none. */
function withEdits(stored: OpenedImage, actions: readonly EditAction[]): OpenedImage {
  const edits = new Edits(stored);
  for (const action of actions) edits.apply(action);
  return edits.isEmpty ? stored : edits.edited;
}

/** The image as one of several open files. */
function openAmong(image: ImageBuilder, { parent, more, picked }: Kin): OpenedImage {
  const builders = [image, parent, ...more];
  const open = builders.map((each, nth): OpenLink => ({
    id: String(nth),
    name: each === parent ? "parent.vhdx" : `${nth}.vhdx`,
    file: each.store,
    image: openImage(each),
  }));
  const decisions = picked === null ? [] : [["0", String(builders.indexOf(picked))] as const];
  linkImages(open, new Map(decisions));
  const [{ image: opened }] = open as [OpenLink];
  return opened;
}

const child = ({ options, parent }: RuleCase) =>
  options?.type === "differencing" && parent === undefined ? ["parent-not-found"] : [];

describe("each rule", () => {
  it("has a case, and each case a rule", () => {
    expect(Object.keys(RULE_CASES).toSorted()).toEqual(CODES.toSorted());
  });

  it.for(sampled(CODES, 4, 1))(
    "%s is reached by its smallest image, and by nothing near it",
    async (code) => {
      const rule = RULE_CASES[code];
      const found = await codesOf(rule, rule.spoil);
      const expected = new Set<string>([code, ...(rule.along ?? []), ...child(rule)]);
      const unusual = found.filter((each) => !USUAL.includes(each) || expected.has(each));
      expect(unusual).toEqual(
        [code, ...(rule.along ?? []), ...child(rule).filter((each) => each !== code)].toSorted(),
      );
      expect(await codesOf(rule, rule.nearMiss)).not.toContain(code);
    },
  );
});
