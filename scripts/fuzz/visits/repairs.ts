import { VhdxError } from "../../../workers/shared/error.ts";
import { runSteps } from "../../../workers/bytes/steps.ts";
import { GIB } from "../../../workers/shared/numbers.ts";
import { UNATTENDED } from "../../../workers/engine/jobs/jobs.ts";
import { dryRun } from "../../../workers/engine/edits/dry-run.ts";
import { listRepairs } from "../../../workers/engine/edits/repairs.ts";
import { hold, type Subject, type Visit } from "./visit.ts";

/** Fixes made of one mutant: each looks the whole image over again. */
const MOST_FIXES = 2;

function planned({ file }: Subject): readonly string[] {
  const { state, faults: plan, repairs } = runSteps(listRepairs(file.image, true));
  // As the session does it: the fixes that follow start from the plan that was listed.
  if (state !== null) file.edits.plan.adopt(state, plan);
  const { faults, safe } = repairs;
  for (const { fixes, hopeless } of faults) {
    hold(fixes.length > 0 || hopeless !== null, "a fault has a fix, or says why it has none");
    hold(fixes.filter(({ recommended }) => recommended).length <= 1, "one fix of a fault is recommended");
  }
  const fixes = faults.flatMap((fault) => fault.fixes);
  const titles = new Map(fixes.map(({ id, title }) => [id, title]));
  hold(
    fixes.every(({ id, title }) => titles.get(id) === title),
    "a name stands for one fix",
  );
  hold(safe <= fixes.length, "safe fixes are among those offered");
  return [...titles.keys()];
}

/** A fix that is offered can be made, but for an image on which it would come to more than a patch can hold. */
function make({ file }: Subject, fix: string): boolean {
  try {
    file.edits.apply({ kind: "fix", fix });
    return true;
  } catch (thrown) {
    if (thrown instanceof VhdxError && thrown.code === "not-available") return false;
    throw thrown;
  }
}

export const REPAIR_VISITS: readonly Visit[] = [
  {
    name: "repairs",
    share: 0.012,
    refusals: [],
    // Regions that nothing leads to are looked for by their content, through the first GiB of the file, once a fix.
    asked: 8 * GIB,
    run: async (subject) => {
      const { file, random } = subject;
      const { edits } = file;
      try {
        const ids = planned(subject);
        if (ids.length === 0) return;
        if (random.chance(0.5)) make(subject, random.pick(ids));
        else {
          const made = new Set<string>();
          let next = runSteps(edits.plan.nextSafe(made));
          while (next !== null && made.size < MOST_FIXES && make(subject, next.id)) {
            made.add(next.id);
            next = runSteps(edits.plan.nextSafe(made));
          }
        }
        if (edits.isEmpty) return;
        const { verdict } = await dryRun(file, UNATTENDED);
        hold(verdict.sentence !== "", "the mended image has a verdict");
        edits.undo();
        edits.redo();
      } finally {
        edits.clear();
      }
    },
  },
];
