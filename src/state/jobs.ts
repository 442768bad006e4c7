import type { JobId, Progress } from "../../workers/api/index.ts";
import type { Slice } from "./store.ts";

export interface RunningJob {
  readonly id: JobId;
  readonly title: string;
  readonly startedAt: number;
  readonly progress: Progress | null;
  readonly cancelling: boolean;
}

/** Running jobs with their progress. A job bar shows those that have run for longer than 300 ms. */
export interface JobsSlice {
  readonly jobs: readonly RunningJob[];
  addJob(id: JobId, title: string): void;
  jobProgress(id: JobId, progress: Progress): void;
  jobCancelling(id: JobId): void;
  removeJob(id: JobId): void;
}

export const jobsSlice: Slice<JobsSlice> = (set) => {
  const change = (id: JobId, part: Partial<RunningJob>) =>
    set((state) => ({ jobs: state.jobs.map((job) => (job.id === id ? { ...job, ...part } : job)) }));
  return {
    jobs: [],
    addJob: (id, title) =>
      set((state) => ({
        jobs: [...state.jobs, { id, title, startedAt: performance.now(), progress: null, cancelling: false }],
      })),
    jobProgress: (id, progress) => change(id, { progress }),
    jobCancelling: (id) => change(id, { cancelling: true }),
    removeJob: (id) => set((state) => ({ jobs: state.jobs.filter((job) => job.id !== id) })),
  };
};
