import type { DryRun } from "../../api/index.ts";
import { VhdxError } from "../../shared/error.ts";
import { LOOKING } from "../inside/inside.ts";
import { type JobContext, runStepsInJob } from "../jobs/jobs.ts";
import type { OpenFile } from "../image/open-source.ts";
import { verdictOf } from "../report/verdict.ts";

/**
 * Checks the whole edited file as if it had been saved.
 *
 * @throws VhdxError `not-available` where there are no edits; `cancelled`.
 */
export async function dryRun(
  { image, edits }: Pick<OpenFile, "image" | "edits">,
  job: JobContext,
): Promise<DryRun> {
  if (edits.isEmpty) throw new VhdxError("not-available", "There are no edits to check.");
  const { edited } = edits;
  // Both layers are checked to the same extent: a finding in a part that only one check covers would count as new or fixed.
  await image.scan(job);
  await edited.scan(job);
  await runStepsInJob(image.lookFurther(image.best), job, LOOKING);
  await runStepsInJob(edited.lookFurther(edited.best), job, LOOKING);
  // For the same reason the findings of a full check are left out.
  const after = edited.findings(edited.best, edited.best.scanFindings);
  const before = image.findings(image.best, image.best.scanFindings);
  const had = new Set(before.map(({ id }) => id));
  const has = new Set(after.map(({ id }) => id));
  return {
    verdict: verdictOf(edited),
    findings: after,
    newFindings: after.filter((each) => !had.has(each.id)),
    fixed: before.filter((each) => !has.has(each.id)),
  };
}
