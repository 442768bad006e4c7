import type { ImageId } from "../../../../workers/api/index.ts";
import { cancelJob } from "../../../actions/engine/run-job.ts";
import { useStore } from "../../../state/store.ts";
import { Button } from "../../parts/Button.tsx";
import { JobProgress } from "../../parts/JobProgress.tsx";
import { useLate } from "../../hooks/use-late.ts";
import { progressText } from "./job-text.ts";
import { WORDS } from "./words.ts";

/** The job about a file that began last, with its Cancel, for a dialog that stands before the job bar; nothing while none takes long. */
export function JobInDialog({ about }: { readonly about: ImageId }) {
  const job = useStore((state) => state.jobs.findLast(({ image }) => image === about) ?? null);
  const late = useLate(job?.startedAt ?? null);
  if (job === null || !late) return null;
  const { progress } = job;
  const cancelling = job.cancelling !== "no";
  return (
    <JobProgress
      label={cancelling ? WORDS.cancelling : (progress?.label ?? job.title)}
      done={progress?.done ?? 0}
      total={progress?.total ?? null}
      text={progress === null ? "" : progressText(progress, job.updatedAt - job.partStartedAt)}
    >
      <Button
        size="s"
        isDisabled={cancelling || progress?.cancellable === false}
        onPress={() => void cancelJob(job.id)}
      >
        {WORDS.cancel}
      </Button>
    </JobProgress>
  );
}
