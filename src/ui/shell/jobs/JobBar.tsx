import { cancelJob } from "../../../actions/engine/run-job.ts";
import type { RunningJob } from "../../../state/jobs.ts";
import { useStore } from "../../../state/store.ts";
import { Button } from "../../parts/Button.tsx";
import { Progress } from "../../parts/Progress.tsx";
import { useLate } from "../../hooks/use-late.ts";
import { progressText } from "./job-text.ts";
import styles from "./JobBar.module.css";
import { WORDS } from "./words.ts";

function Job({ job }: { readonly job: RunningJob }) {
  const late = useLate(job.startedAt);
  if (!late) return null;
  const { progress } = job;
  const cancelling = job.cancelling !== "no";
  const label = progress?.label ?? job.title;
  return (
    <div className={styles.job} role="group" aria-label={job.title}>
      <span className={styles.label}>{cancelling ? WORDS.cancelling : label}</span>
      <div className={styles.track}>
        <Progress label={label} done={progress?.done ?? 0} total={progress?.total ?? null} />
      </div>
      {progress !== null && (
        <span className={styles.numbers}>{progressText(progress, job.updatedAt - job.partStartedAt)}</span>
      )}
      <Button
        size="s"
        isDisabled={cancelling || progress?.cancellable === false}
        onPress={() => void cancelJob(job.id)}
      >
        {WORDS.cancel}
      </Button>
    </div>
  );
}

/** The running jobs that take their time, each with its Cancel. */
export function JobBar() {
  const jobs = useStore((state) => state.jobs);
  return (
    <div className={styles.jobs}>
      {jobs.map((job) => (
        <Job key={job.id} job={job} />
      ))}
    </div>
  );
}
