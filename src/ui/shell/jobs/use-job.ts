import { cancelJob } from "../../../actions/engine/run-job.ts";
import { useStore } from "../../../state/store.ts";

/** Whether the job of that title can be cancelled now, and how. */
export function useJobCancel(title: string): { readonly can: boolean; readonly cancel: () => void } {
  const job = useStore((state) => state.jobs.find((each) => each.title === title));
  return {
    can: job !== undefined && !job.cancelling && job.progress?.cancellable !== false,
    cancel: () => {
      if (job !== undefined) void cancelJob(job.id);
    },
  };
}
