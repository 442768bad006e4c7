import type { DryRun, Finding } from "../../api/index.ts";
import { VhdxError } from "../../bytes/error.ts";
import type { OpenFile } from "../open-source.ts";
import { verdictOf } from "../verdict.ts";

const keyOf = (finding: Finding) =>
  `${finding.code} ${finding.structure} ${finding.batIndex ?? finding.offset ?? ""}`;

/**
 * Opens the edited file as if it had been saved.
 *
 * @throws VhdxError `not-available` where there are no edits.
 */
export function dryRun({ image, edits }: OpenFile): DryRun {
  if (edits.isEmpty) throw new VhdxError("not-available", "There are no edits to check.");
  const { edited } = edits;
  const after = edited.findings(edited.best);
  const before = image.findings(image.best);
  const had = new Set(before.map(keyOf));
  const has = new Set(after.map(keyOf));
  return {
    verdict: verdictOf(edited),
    findings: after,
    newFindings: after.filter((each) => !had.has(keyOf(each))),
    solved: before.filter((each) => !has.has(keyOf(each))),
  };
}
