import type { ImageId, JobId, Progress } from "../../workers/api/index.ts";
import type { Slice } from "./slice.ts";

export interface RunningJob {
  readonly id: JobId;
  /** The file that it is about; null for none of those open. */
  readonly image: ImageId | null;
  readonly title: string;
  readonly startedAt: number;
  readonly progress: Progress | null;
  /** When `progress` came, and when the part of the job began that its label names. */
  readonly updatedAt: number;
  readonly partStartedAt: number;
  readonly cancelling: boolean;
  /** Takes the user's changes away as they stand: none may be made meanwhile. */
  readonly holdsEdits: boolean;
}

/** Running jobs with their progress. A job bar shows those that have run for longer than 300 ms. */
export interface JobsSlice {
  readonly jobs: readonly RunningJob[];
  addJob(id: JobId, image: ImageId | null, title: string, holdsEdits: boolean): void;
  jobProgress(id: JobId, progress: Progress): void;
  jobCancelling(id: JobId): void;
  removeJob(id: JobId): void;
}

export const jobsSlice: Slice<JobsSlice> = (set) => {
  const change = (id: JobId, part: Partial<RunningJob>) =>
    set((state) => ({ jobs: state.jobs.map((job) => (job.id === id ? { ...job, ...part } : job)) }));
  return {
    jobs: [],
    addJob: (id, image, title, holdsEdits) =>
      set((state) => {
        const now = performance.now();
        const times = { startedAt: now, updatedAt: now, partStartedAt: now };
        const job = { id, image, title, ...times, progress: null, cancelling: false, holdsEdits };
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
    jobCancelling: (id) => change(id, { cancelling: true }),
    removeJob: (id) => set((state) => ({ jobs: state.jobs.filter((job) => job.id !== id) })),
  };
};
