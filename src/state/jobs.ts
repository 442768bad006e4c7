import type { ImageId, JobId, Progress } from "../../workers/api/index.ts";
import type { Slice } from "./slice.ts";

export interface RunningJob {
  readonly id: JobId;
  /** The open file that the job is about; null: none. */
  readonly image: ImageId | null;
  readonly title: string;
  readonly startedAt: number;
  readonly progress: Progress | null;
  /** When `progress` last came. Milliseconds, `performance.now()`. */
  readonly updatedAt: number;
  /** When the part of the job began that the progress's label names. Milliseconds, `performance.now()`. */
  readonly partStartedAt: number;
  /** Whether it was asked to stop, and why. */
  readonly cancelling: "no" | "by-user" | "closing";
  /** The job reads the user's changes as they are now, so none may be made while it runs. */
  readonly locksEdits: boolean;
  /** The job makes a file or a disk, which is lost where the page is left before its end. */
  readonly makesFile: boolean;
}

type JobTraits = Pick<RunningJob, "locksEdits" | "makesFile">;

/** Running jobs with their progress. A job bar shows those that have run for longer than 300 ms. */
export interface JobsSlice {
  readonly jobs: readonly RunningJob[];
  addJob(id: JobId, image: ImageId | null, title: string, traits: JobTraits): void;
  jobProgress(id: JobId, progress: Progress): void;
  jobCancelling(id: JobId, why: "by-user" | "closing"): void;
  removeJob(id: JobId): void;
}

export const jobsSlice: Slice<JobsSlice> = (set) => {
  const change = (id: JobId, part: Partial<RunningJob>) =>
    set((state) => ({ jobs: state.jobs.map((job) => (job.id === id ? { ...job, ...part } : job)) }));
  return {
    jobs: [],
    addJob: (id, image, title, traits) =>
      set((state) => {
        const now = performance.now();
        const times = { startedAt: now, updatedAt: now, partStartedAt: now };
        const job = { id, image, title, ...times, progress: null, cancelling: "no", ...traits } as const;
        return { jobs: [...state.jobs, job] };
      }),
    jobProgress: (id, progress) =>
      set((state) => {
        const now = performance.now();
        const update = (job: RunningJob): RunningJob => {
          const partStartedAt = job.progress?.label === progress.label ? job.partStartedAt : now;
          return { ...job, progress, updatedAt: now, partStartedAt };
        };
        return { jobs: state.jobs.map((job) => (job.id === id ? update(job) : job)) };
      }),
    jobCancelling: (id, why) => change(id, { cancelling: why }),
    removeJob: (id) => set((state) => ({ jobs: state.jobs.filter((job) => job.id !== id) })),
  };
};
