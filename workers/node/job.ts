import type { Progress } from "../api/index.ts";
import { VhdxError } from "../shared/error.ts";
import { type JobContext, Jobs, type JobOptions } from "../engine/jobs/jobs.ts";

/** How long work is watched and stopped. */
export interface WorkOptions {
  /** Stops the work: it ends with a {@link VhdxError} whose `code` is `cancelled`. */
  readonly signal?: AbortSignal | undefined;
  /** Is called at most ten times a second. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

const ID = "work";

/**
 * Runs work as the page's jobs run, cancelled by a signal.
 *
 * @throws VhdxError `cancelled`; whatever the work throws.
 */
export async function runJob<T>(
  job: JobOptions,
  { signal, onProgress }: WorkOptions,
  work: (context: JobContext) => Promise<T>,
): Promise<T> {
  if (signal?.aborted === true) throw new VhdxError("cancelled", "Cancelled.");
  const jobs = new Jobs();
  const cancel = () => jobs.cancel(ID);
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    return await jobs.run({ id: ID, progress: onProgress ?? (() => {}) }, job, work);
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
}
