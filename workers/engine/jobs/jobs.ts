import type { JobId, JobPort, Progress } from "../../api/index.ts";
import { VhdxError } from "../../shared/error.ts";
import type { Steps } from "../../bytes/steps.ts";

/** Progress goes to the page at most this often, in milliseconds. */
const PROGRESS_EVERY = 100;
/** A job lets other messages in (a cancel is one) at least this often, in milliseconds. */
const YIELD_EVERY = 50;

/** What a long piece of work is handed, to tell how far it is and to be stopped. */
export interface JobContext {
  readonly cancelled: boolean;
  /**
   * Tells how far the work is; cheap enough for every chunk.
   *
   * @param total null where it is not known
   * @param label what is being done, in a few words; the last one stays where none is given
   */
  progress(done: number, total: number | null, label?: string): void;
  /** From here on a cancel comes too late, and the page says so. */
  pointOfNoReturn(label: string): void;
  /**
   * To be awaited between two chunks: lets messages in now and then.
   *
   * @throws VhdxError `cancelled` once the job was cancelled.
   */
  checkpoint(): Promise<void>;
}

/** The part of a job that long work asks between two steps. */
export type Gate = Pick<JobContext, "checkpoint">;

/** Lets the worker's other tasks run: a message to oneself comes after those that already wait. */
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

/** For long work that is no job of its own: lets the worker's other tasks run now and then, and can't be cancelled. */
export class Breather implements Gate {
  readonly #now: () => number;
  #last: number;

  /** @param now milliseconds of a clock that never goes back */
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

  /** Sends what was held back, if anything. */
  send(): void {
    if (!this.#unsent) return;
    this.#unsent = false;
    this.#lastSent = this.#now();
    // A proxied callback returns a promise in truth; a page that has gone away is no reason to fail the job.
    const sent: unknown = this.#port.progress(this.#progress);
    if (sent instanceof Promise) sent.catch(() => {});
  }
}

export interface JobOptions {
  /** What is being done, in a few words, until the work says something else. */
  readonly label: string;
  readonly unit: Progress["unit"];
}

/** The jobs that run now, by the id that the page chose. */
export class Jobs {
  readonly #running = new Map<JobId, Job>();
  readonly #now: () => number;

  /** @param now milliseconds of a clock that never goes back */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /**
   * Runs the work as a job; a last progress arrives before it settles.
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

  /** Asks a job to stop; ids that don't run, and jobs past their point of no return, are left alone. */
  cancel(id: JobId): void {
    this.#running.get(id)?.cancel();
  }
}

/** Work outside any job: nobody looks on and nobody cancels. For scripts and tests. */
export const UNATTENDED: JobContext = {
  cancelled: false,
  progress: () => {},
  pointOfNoReturn: () => {},
  checkpoint: () => Promise.resolve(),
};

/**
 * Runs a computation in steps inside a job; a cancelled one is left through its `finally` blocks.
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
    // Without effect on a generator that has come to its end.
    steps.return(undefined as never);
  }
}
