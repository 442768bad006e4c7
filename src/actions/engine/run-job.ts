import type { ImageId, JobId, OnProgress } from "../../../workers/api/index.ts";
import { connect, newJobId, progressPort } from "../../client/engine.ts";
import { toEngineError } from "../../client/errors.ts";
import { useStore } from "../../state/store.ts";

/**
 * Runs an engine job: shows it in the job bar with Cancel until it settles. It is taken to be about the file that is shown.
 *
 * @param holdsEdits whether it takes the user's changes away as they stand, so that none may be made meanwhile
 * @returns the job's result, or null where the user cancelled it.
 * @throws EngineError for any other failure.
 */
export function runJob<T>(
  title: string,
  start: (job: JobId, onProgress: OnProgress) => Promise<T>,
  holdsEdits = false,
): Promise<T | null> {
  return runJobAbout(useStore.getState().summary?.id ?? null, title, start, holdsEdits);
}

/** The same about another file than the one that is shown, or (null) about none that is open. */
export async function runJobAbout<T>(
  image: ImageId | null,
  title: string,
  start: (job: JobId, onProgress: OnProgress) => Promise<T>,
  holdsEdits = false,
): Promise<T | null> {
  const id = newJobId();
  const { addJob, jobProgress, removeJob } = useStore.getState();
  addJob(id, image, title, holdsEdits);
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
