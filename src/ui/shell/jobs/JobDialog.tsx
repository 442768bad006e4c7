import { useStore } from "../../../state/store.ts";
import { AskActions, type AskDialogProps } from "../../parts/AskDialog.tsx";
import { Button } from "../../parts/Button.tsx";
import { Dialog } from "../../parts/Dialog.tsx";
import { JobProgress } from "../../parts/JobProgress.tsx";
import { progressText } from "./job-text.ts";
import { cancelJob } from "../../../actions/engine/run-job.ts";
import { WORDS } from "./words.ts";

/** Whether the job of that title can be cancelled now, and how. */
function useJobCancel(title: string): { readonly can: boolean; readonly cancel: () => void } {
  const job = useStore((state) => state.jobs.find((each) => each.title === title));
  return {
    can: job !== undefined && job.cancelling === "no" && job.progress?.cancellable !== false,
    cancel: () => {
      if (job !== undefined) void cancelJob(job.id);
    },
  };
}

export type JobDialogProps = AskDialogProps & {
  /** Title of the job that it starts. */
  readonly job: string;
  readonly running: boolean;
};

/**
 * A dialog that asks, then blocks the page until the job that it started is done. One dialog does both, so that the focus stays
 * inside it and returns to where it was only at the end.
 */
export function JobDialog({ job, running, ...asking }: JobDialogProps) {
  const { can, cancel } = useJobCancel(job);
  return running ? (
    <Dialog
      title={asking.title}
      open
      dismissable={false}
      onClose={cancel}
      actions={
        <Button isDisabled={!can} onPress={cancel}>
          {WORDS.cancel}
        </Button>
      }
    >
      <RunningJob title={job} />
    </Dialog>
  ) : (
    <Dialog {...asking} actions={<AskActions {...asking} />} />
  );
}

function RunningJob({ title }: { readonly title: string }) {
  const job = useStore((state) => state.jobs.find((each) => each.title === title));
  const progress = job?.progress ?? null;
  return (
    <JobProgress
      label={job !== undefined && job.cancelling !== "no" ? WORDS.cancelling : (progress?.label ?? title)}
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
