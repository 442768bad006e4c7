import { VhdxError } from "../../shared/error.ts";
import { GIB } from "../../shared/numbers.ts";
import { sizeText } from "../../shared/text.ts";
import type { Steps } from "../../bytes/steps.ts";
import type { RepairPlan } from "../../vhdx/repair/repair-plan.ts";
import type { JobContext } from "../jobs/jobs.ts";

/** Bytes that a file grows by in one go: copies of shared blocks are held in memory until they are saved. */
const MOST_GROWTH = GIB;

/** What came of making all safe fixes. */
export interface SafeFixes {
  /** How many were made. */
  readonly made: number;
  /** Why the rest was not, as a sentence; null where none is left. */
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

/** Runs steps inside a job that tells how many fixes it has made, and not how many steps. */
async function quietly<T>(steps: Steps<T>, job: JobContext): Promise<T> {
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
    // oxlint-disable-next-line no-await-in-loop
    await job.checkpoint();
  }
}

/**
 * Makes every recommended fix that loses nothing, one after the other. A cancel ends it between two fixes, and so does one that
 * fails: those that were made before stay.
 *
 * @throws whatever is no `VhdxError`.
 */
export async function makeSafeFixes({ plan, size, make }: Repairable, job: JobContext): Promise<SafeFixes> {
  const made = new Set<string>();
  const grownFrom = size();
  job.progress(0, null);
  try {
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop
      const fix = await quietly(plan.nextSafe(made), job);
      if (fix === null) return { made: made.size, stopped: null };
      if (size() - grownFrom >= MOST_GROWTH) {
        const stopped = `The copies of shared blocks take ${sizeText(size() - grownFrom)}, which is as much as is made in one go.`;
        return { made: made.size, stopped };
      }
      make(fix.id);
      made.add(fix.id);
      const left = plan.safeLeft;
      job.progress(made.size, left === null ? null : made.size + left);
      // oxlint-disable-next-line no-await-in-loop
      await job.checkpoint();
    }
  } catch (thrown) {
    if (!(thrown instanceof VhdxError)) throw thrown;
    return { made: made.size, stopped: thrown.message };
  }
}
