/** How far a long computation has come. */
interface StepProgress {
  readonly done: number;
  readonly total: number | null;
}

/**
 * A long computation in steps: synchronous code that yields now and then. Between two steps a job can show progress and react to
 * a cancel. A test or a script runs all steps in one call.
 */
export type Steps<T> = Generator<StepProgress, T, void>;

/** Runs all steps at once. */
export function runSteps<T>(steps: Steps<T>): T {
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
  }
}
