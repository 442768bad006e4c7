import { useStore } from "../../state/store.ts";
import { JobProgress } from "../parts/JobProgress.tsx";
import { progressText } from "./job-text.ts";

/** The running job of that title, for the dialog that started it and waits for it. */
export function DialogJob({ title }: { readonly title: string }) {
  const job = useStore((state) => state.jobs.find((each) => each.title === title));
  const progress = job?.progress ?? null;
  return (
    <JobProgress
      label={job?.cancelling === true ? "Cancelling" : (progress?.label ?? title)}
      done={progress?.done ?? 0}
      total={progress?.total ?? null}
      text={
        job === undefined || progress === null || progress.total === null
          ? ""
          : progressText(progress, job.updatedAt - job.partStartedAt)
      }
    />
  );
}
