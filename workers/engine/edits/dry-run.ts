import type { DryRun } from "../../api/index.ts";
import { VhdxError } from "../../shared/error.ts";
import type { JobContext } from "../jobs/jobs.ts";
import type { OpenFile } from "../image/open-source.ts";
import { verdictOf } from "../report/verdict.ts";

/**
 * Opens the edited file as if it had been saved, and looks at all of it.
 *
 * @throws VhdxError `not-available` where there are no edits; `cancelled`.
 */
export async function dryRun(
  { image, edits }: Pick<OpenFile, "image" | "edits">,
  job: JobContext,
): Promise<DryRun> {
  if (edits.isEmpty) throw new VhdxError("not-available", "There are no edits to check.");
  const { edited } = edits;
  // Findings of a part that only one of the two was looked at in would pass for new or solved ones.
  await image.scan(job);
  await edited.scan(job);
  // Nor may a full check of the one: it reads what the scan leaves out.
  const after = edited.findings(edited.best, edited.best.scanFindings);
  const before = image.findings(image.best, image.best.scanFindings);
  const had = new Set(before.map(({ id }) => id));
  const has = new Set(after.map(({ id }) => id));
  return {
    verdict: verdictOf(edited),
    findings: after,
    newFindings: after.filter((each) => !had.has(each.id)),
    solved: before.filter((each) => !has.has(each.id)),
  };
}
