/** How far a long computation has come. */
interface StepProgress {
  readonly done: number;
  readonly total: number | null;
}

/**
 * A long computation in steps: synchronous code that yields now and then, so that a job can show progress, let a
 * cancel get in, and go on; and that a test or a script can run to the end in one call.
 */
export type Steps<T> = Generator<StepProgress, T, void>;

/** Runs all steps at once. */
export function runSteps<T>(steps: Steps<T>): T {
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
  }
}
