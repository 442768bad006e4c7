import type { ImageId, JobId, JobPort } from "../../../workers/api/index.ts";
import { connect } from "../../client/engine.ts";
import { toVhdxError } from "../../../workers/shared/error.ts";
import { type JobCallbacks, PageJobPort } from "../../client/job-port.ts";
import { useStore } from "../../state/store.ts";
import { WORDS } from "./words.ts";

/** Options of `runJob`. */
export interface JobOptions extends Pick<JobCallbacks, "findings" | "unread"> {
  /** The open file that the job is about; null: none. Left out: the file that is shown. */
  readonly about?: ImageId | null;
  /** Whether the job reads the user's changes as they are now, so that none may be made while it runs. */
  readonly locksEdits?: boolean;
  /** Whether the job makes a file or a disk: the page asks before it is left meanwhile. */
  readonly makesFile?: boolean;
  /**
   * What became of it where the user cancels it, as a sentence: "Nothing was saved." A notice says it. Null: the caller says it, as
   * it depends on how far the job came.
   */
  readonly cancelled: string | null;
}

/**
 * Runs an engine job: shows it in the job bar with Cancel until it settles.
 *
 * @param start makes the engine's call with the job's port as its last argument.
 * @returns the job's result, or null where the user cancelled it.
 * @throws VhdxError for any other failure.
 */
export async function runJob<T>(
  title: string,
  start: (job: JobPort) => Promise<T>,
  { about, locksEdits = false, makesFile = false, cancelled, ...callbacks }: JobOptions,
): Promise<T | null> {
  const { addJob, jobProgress, removeJob, summary } = useStore.getState();
  const port = new PageJobPort({ ...callbacks, progress: (progress) => jobProgress(port.id, progress) });
  addJob(port.id, about === undefined ? (summary?.id ?? null) : about, title, { locksEdits, makesFile });
  try {
    return await start(port);
  } catch (thrown) {
    const error = toVhdxError(thrown);
    if (error.code !== "cancelled") throw error;
    const { jobs, notify } = useStore.getState();
    const byUser = jobs.find(({ id }) => id === port.id)?.cancelling === "by-user";
    if (byUser && cancelled !== null) notify("info", WORDS.cancelled(cancelled));
    return null;
  } finally {
    removeJob(port.id);
  }
}

/** Asks a job to stop, because the user wants that, or because its file is being closed. */
export async function cancelJob(id: JobId, why: "by-user" | "closing" = "by-user"): Promise<void> {
  useStore.getState().jobCancelling(id, why);
  await connect().jobs.cancel(id);
}
