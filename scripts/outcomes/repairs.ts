import { runSteps } from "../../workers/bytes/steps.ts";
import { listRepairs } from "../../workers/engine/edits/repairs.ts";
import { makeFixes } from "../../workers/engine/edits/make-fixes.ts";
import { watchedJob } from "./watched-job.ts";
import { digestOf } from "./digest.ts";
import { editedLine } from "./edited-line.ts";
import type { Lines } from "./lines.ts";
import type { Opened } from "./opened.ts";

/** Fixes of one image that are made. */
const MOST_FIXES = 10;

/** What is offered to repair an image, and what becomes of the file by each fix. */
export async function repairLines(lines: Lines, opened: Opened): Promise<void> {
  const { image, edits } = opened.file;
  const { state, faults, repairs } = runSteps(listRepairs(image, true));
  if (state === null || faults.length === 0) return;
  lines.add("repairs", faults.length, "safe", repairs.safe);
  const ids: string[] = [];
  for (const { id, findings, fixes, hopeless } of faults.slice(0, MOST_FIXES)) {
    const codes = [...new Set(findings.map(({ code }) => code))];
    lines.add("fault", id, codes.join(","), hopeless === null ? "" : "hopeless");
    lines.say(hopeless);
    for (const fix of fixes) {
      lines.say(fix.title, ...fix.evidence, fix.loss);
      const kind = `${fix.loss === null ? "safe" : "loses"}${fix.recommended ? " recommended" : ""}`;
      lines.add("  fix", fix.id, kind, digestOf([fix.place, fix.entries, fix.alone]));
      ids.push(fix.id);
    }
  }
  for (const fix of ids.slice(0, MOST_FIXES)) {
    // As the session does it: the fix starts from the plan that was listed.
    edits.plan.adopt(state, faults);
    await lines.attemptLater(`  by ${fix}`, async () => {
      edits.apply({ kind: "fix", fix });
      return editedLine(lines, opened);
    });
    edits.clear();
  }
  edits.plan.adopt(state, faults);
  const made: string[] = [];
  const make = (fix: string) => {
    edits.apply({ kind: "fix", fix });
    made.push(fix);
  };
  const result = await makeFixes({ plan: edits.plan, size: () => edits.store.size, make }, watchedJob());
  lines.say(result.stopped);
  if (result.made > 0) lines.add("all safe", made.join(","), await editedLine(lines, opened));
  edits.clear();
}
