import { type JobContext, UNATTENDED } from "../../workers/engine/jobs/jobs.ts";

/**
 * A job that nobody cancels, whose progress has to make sense.
 *
 * @throws Error from the work, where its progress is below zero, above its total, or goes back within a part.
 */
export function watchedJob(): JobContext {
  let last: { readonly done: number; readonly total: number | null; readonly label: string | null } | null =
    null;
  return {
    ...UNATTENDED,
    progress: (done, total, label) => {
      const now = { done, total, label: label ?? last?.label ?? null };
      const isSamePart = last?.label === now.label && last.total === total;
      const isWrong = !(done >= 0) || (total !== null && done > total);
      if (isWrong || (isSamePart && done < (last?.done ?? 0)))
        throw new Error(
          `Progress of ${now.label ?? "a job"}: ${last?.done ?? "-"}, then ${done} of ${total ?? "-"}`,
        );
      last = now;
    },
  };
}
