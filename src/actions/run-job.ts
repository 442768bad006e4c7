import type { JobId, OnProgress } from "../../workers/api/index.ts";
import { connect, newJobId, progressPort } from "../client/engine.ts";
import { toEngineError } from "../client/errors.ts";
import { useStore } from "../state/store.ts";

/**
 * Runs an engine job: shows it in the job bar with Cancel until it settles. It is taken to be about the file that is shown.
 *
 * @param holdsEdits whether it takes the user's changes away as they stand, so that none may be made meanwhile
 * @returns the job's result, or null where the user cancelled it.
 * @throws EngineError for any other failure.
 */
export async function runJob<T>(
  title: string,
  start: (job: JobId, onProgress: OnProgress) => Promise<T>,
  holdsEdits = false,
): Promise<T | null> {
  const id = newJobId();
  const { summary, addJob, jobProgress, removeJob } = useStore.getState();
  addJob(id, summary?.id ?? null, title, holdsEdits);
  try {
    return await start(
      id,
      progressPort((progress) => jobProgress(id, progress)),
    );
  } catch (thrown) {
    const error = toEngineError(thrown);
    if (error.code === "cancelled") return null;
    throw error;
  } finally {
    removeJob(id);
  }
}

/** Asks a job to stop. */
export async function cancelJob(id: JobId): Promise<void> {
  useStore.getState().jobCancelling(id);
  await connect().cancel(id);
}
