import type { JobId, JobPort, Progress } from "../../api/index.ts";
import { VhdxError } from "../../shared/error.ts";
import type { Steps } from "../../bytes/steps.ts";

/** Progress goes to the page at most this often, in milliseconds. */
const PROGRESS_EVERY = 100;
/** A job lets other messages in (a cancel is one) at least this often, in milliseconds. */
const YIELD_EVERY = 50;

/** What long work gets from its job: progress and cancellation. */
export interface JobContext {
  readonly cancelled: boolean;
  /**
   * Reports progress. Cheap enough to call for every chunk.
   *
   * @param total null where it is not known
   * @param label the present part of the work, in a few words; left out: the last one stays
   */
  progress(done: number, total: number | null, label?: string): void;
  /** From now on the job can't be cancelled, and the page says so. */
  pointOfNoReturn(label: string): void;
  /**
   * To be awaited between two chunks, so that messages such as a cancel are handled now and then.
   *
   * @throws VhdxError `cancelled` once the job was cancelled.
   */
  checkpoint(): Promise<void>;
}

/** The part of `JobContext` that long work awaits between two steps. */
export type Gate = Pick<JobContext, "checkpoint">;

/** Lets the worker's other tasks run: a message that it posts to itself comes after all waiting ones. */
function yieldToTasks(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(null);
  });
}

/** For long work outside of a job: lets the worker's other tasks run now and then. Can't be cancelled. */
export class Breather implements Gate {
  readonly #now: () => number;
  #last: number;

  /** @param now a monotonic clock, milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#last = now();
  }

  async checkpoint(): Promise<void> {
    if (this.#now() - this.#last < YIELD_EVERY) return;
    await yieldToTasks();
    this.#last = this.#now();
  }
}

class Job implements JobContext {
  cancelled = false;
  readonly #port: JobPort;
  readonly #now: () => number;
  readonly #breather: Breather;
  #progress: Progress;
  #unsent = false;
  #lastSent = Number.NEGATIVE_INFINITY;

  constructor({ label, unit }: JobOptions, port: JobPort, now: () => number) {
    this.#port = port;
    this.#now = now;
    this.#breather = new Breather(now);
    this.#progress = { label, done: 0, total: null, unit, cancellable: true };
  }

  progress(done: number, total: number | null, label = this.#progress.label): void {
    const relabelled = label !== this.#progress.label;
    this.#progress = { ...this.#progress, done, total, label };
    this.#unsent = true;
    if (relabelled || this.#now() - this.#lastSent >= PROGRESS_EVERY) this.send();
  }

  pointOfNoReturn(label: string): void {
    this.#progress = { ...this.#progress, label, cancellable: false };
    this.#unsent = true;
    this.send();
  }

  cancel(): void {
    if (this.#progress.cancellable) this.cancelled = true;
  }

  async checkpoint(): Promise<void> {
    if (!this.cancelled) await this.#breather.checkpoint();
    if (this.cancelled) throw new VhdxError("cancelled", "Cancelled.");
  }

  /** Sends the last progress that was held back, if any. */
  send(): void {
    if (!this.#unsent) return;
    this.#unsent = false;
    this.#lastSent = this.#now();
    // A proxied callback really returns a promise. Where the page is gone its rejection must not fail the job.
    const sent: unknown = this.#port.progress(this.#progress);
    if (sent instanceof Promise) sent.catch(() => {});
  }
}

export interface JobOptions {
  /** The first part of the work, in a few words. */
  readonly label: string;
  readonly unit: Progress["unit"];
}

/** The running jobs, by the id that the page chose. */
export class Jobs {
  readonly #running = new Map<JobId, Job>();
  readonly #now: () => number;

  /** @param now a monotonic clock, milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /**
   * Runs work as a job. The last progress is sent before the job settles.
   *
   * @throws VhdxError `misuse` where the id is already running; whatever the work throws, `cancelled` included.
   */
  async run<T>(port: JobPort, options: JobOptions, work: (context: JobContext) => Promise<T>): Promise<T> {
    const { id } = port;
    if (this.#running.has(id)) throw new VhdxError("misuse", `A job named ${id} is already running.`);
    const job = new Job(options, port, this.#now);
    this.#running.set(id, job);
    try {
      const result = await work(job);
      job.send();
      return result;
    } finally {
      this.#running.delete(id);
    }
  }

  /** Asks a job to stop. Does nothing for an id that is not running, and for a job past its point of no return. */
  cancel(id: JobId): void {
    this.#running.get(id)?.cancel();
  }
}

/** For work outside of a job, without progress and cancel: scripts and tests. */
export const UNATTENDED: JobContext = {
  cancelled: false,
  progress: () => {},
  pointOfNoReturn: () => {},
  checkpoint: () => Promise.resolve(),
};

/**
 * Runs a computation in steps inside a job. A cancelled one still runs its `finally` blocks.
 *
 * @throws VhdxError `cancelled`.
 */
export async function runStepsInJob<T>(steps: Steps<T>, context: JobContext, label?: string): Promise<T> {
  try {
    for (;;) {
      const next = steps.next();
      if (next.done === true) return next.value;
      context.progress(next.value.done, next.value.total, label);
      await context.checkpoint();
    }
  } finally {
    // Has no effect on a generator that has ended.
    steps.return(undefined as never);
  }
}
