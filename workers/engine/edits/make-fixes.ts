import { VhdxError } from "../../shared/error.ts";
import { GIB } from "../../shared/numbers.ts";
import { sizeText } from "../../shared/text.ts";
import type { Steps } from "../../bytes/steps.ts";
import type { RepairPlan } from "../../vhdx/repair/repair-plan.ts";
import type { JobContext } from "../jobs/jobs.ts";

/** Bytes that one run may add to the file: copies of shared blocks stay in memory until they are saved. */
const MOST_GROWTH = GIB;

/** The result of making fixes one after the other. */
export interface MadeFixes {
  /** How many fixes were made. */
  readonly made: number;
  /** Why the rest was not made, as a sentence; null where none is left. */
  readonly stopped: string | null;
}

/** A file whose fixes are made one by one. */
export interface Repairable {
  readonly plan: RepairPlan;
  /** Size of the file as it is, bytes. */
  size(): number;
  /** Makes a fix that the plan offers. */
  make(id: string): void;
}

/** Runs steps inside a job without their progress: the job counts fixes. */
async function quietly<T>(steps: Steps<T>, job: JobContext): Promise<T> {
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
    // oxlint-disable-next-line no-await-in-loop
    await job.checkpoint();
  }
}

const NONE: ReadonlySet<string> = new Set();

/**
 * Makes every recommended fix that loses nothing, and the fixes that were agreed to, one after the other in the order of the plan.
 * A cancel, or a fix that fails, ends the run; the fixes before it stay.
 *
 * @param agreed ids of fixes that are made although they lose something. One that is no longer offered is left out.
 * @throws whatever is no `VhdxError`.
 */
export async function makeFixes(
  { plan, size, make }: Repairable,
  job: JobContext,
  agreed: ReadonlySet<string> = NONE,
): Promise<MadeFixes> {
  const made = new Set<string>();
  const grownFrom = size();
  job.progress(0, null);
  try {
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop
      const fix = await quietly(plan.next(made, agreed), job);
      if (fix === null) return { made: made.size, stopped: null };
      if (size() - grownFrom >= MOST_GROWTH) {
        const stopped = `The copies of shared blocks take ${sizeText(size() - grownFrom)}, which is the most that one run makes.`;
        return { made: made.size, stopped };
      }
      make(fix.id);
      made.add(fix.id);
      const left = plan.safeLeft;
      const alsoLeft = [...agreed].filter((id) => !made.has(id)).length;
      job.progress(made.size, left === null ? null : made.size + left + alsoLeft);
      // oxlint-disable-next-line no-await-in-loop
      await job.checkpoint();
    }
  } catch (thrown) {
    if (!(thrown instanceof VhdxError)) throw thrown;
    return { made: made.size, stopped: thrown.message };
  }
}
