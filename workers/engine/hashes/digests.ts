import { MIB } from "../../shared/numbers.ts";
import type { HashAnswer, HashOrder, HashWorker } from "./hash-worker.ts";
import { type DigestName, type Run, startDigest } from "./running-digest.ts";

/** Makes a worker that `serveDigest` runs in; throws where there can be none. */
export type StartHashWorker = () => HashWorker;

/** Bytes. For smaller inputs, hashing is faster than starting a worker. */
export const SMALLEST_FOR_WORKERS = 16 * MIB;
/** Runs that a worker may hold: one in work and one waiting. */
const WAITING_RUNS = 2;

/** Several digests of the same bytes, computed at the same time. */
export interface Digests<N extends DigestName> {
  /**
   * Takes a run; it may be handed over, and is of no use to the caller afterwards. Settles when the next may come.
   *
   * @throws Error where a worker failed.
   */
  add(run: Run): Promise<void>;
  /** Lower-case hex of each. */
  finish(): Promise<Record<N, string>>;
  /** Ends the workers. To be called at the end, even after an error. */
  end(): void;
}

async function inPlace<N extends DigestName>(names: readonly N[]): Promise<Digests<N>> {
  const running = await Promise.all(names.map(async (name) => [name, await startDigest(name)] as const));
  return {
    add: async (run) => {
      for (const [, digest] of running) digest.add(run);
    },
    finish: async () =>
      Object.fromEntries(running.map(([name, digest]) => [name, digest.finish()])) as Record<N, string>,
    end: () => {},
  };
}

/** One digest in a worker of its own. */
class Lane {
  readonly #worker: HashWorker;
  readonly #waiting: { resolve: (answer: HashAnswer) => void; reject: (error: Error) => void }[] = [];
  readonly #pending: Promise<HashAnswer>[] = [];
  #failure: Error | null = null;

  constructor(start: StartHashWorker) {
    this.#worker = start();
    this.#worker.addEventListener("message", ({ data }) => {
      if (data.kind === "failed") this.#fail();
      else this.#waiting.shift()?.resolve(data);
    });
    this.#worker.addEventListener("error", () => this.#fail());
  }

  #fail(): void {
    this.#failure = new Error("A worker that computes hashes failed.");
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }

  ask(order: HashOrder, transfer: Transferable[] = []): Promise<HashAnswer> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== null) return reject(this.#failure);
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(order, transfer);
    });
  }

  /** Settles when the worker can be handed one more run. */
  async room(): Promise<void> {
    if (this.#pending.length >= WAITING_RUNS) await this.#pending.shift();
  }

  /** Hands a run over without waiting for the worker; there must be room. */
  add(run: Run): void {
    const answer = this.ask({ kind: "add", run }, run.kind === "bytes" ? [run.bytes.buffer] : []);
    // Heard where it is awaited; without this a failure after a cancel would be an unhandled rejection.
    answer.catch(() => {});
    this.#pending.push(answer);
  }

  async finish(): Promise<string> {
    const answer = await this.ask({ kind: "finish" });
    if (answer.kind !== "digest") throw new Error("A worker that computes hashes answered out of turn.");
    return answer.hex;
  }

  end(): void {
    this.#worker.terminate();
  }
}

/** Null where a worker can't be made, or does not load. */
async function inWorkers<N extends DigestName>(
  names: readonly N[],
  start: StartHashWorker,
): Promise<Digests<N> | null> {
  const lanes: Lane[] = [];
  const end = () => {
    for (const lane of lanes) lane.end();
  };
  try {
    for (const _ of names) lanes.push(new Lane(start));
    await Promise.all(
      lanes.map((lane, index) => lane.ask({ kind: "start", name: names[index] ?? "sha256" })),
    );
  } catch {
    end();
    return null;
  }
  return {
    add: async (run) => {
      await Promise.all(lanes.map((lane) => lane.room()));
      const last = lanes.length - 1;
      // Only one of them can have the bytes themselves.
      lanes.forEach((lane, index) =>
        lane.add(run.kind === "bytes" && index < last ? { ...run, bytes: run.bytes.slice() } : run),
      );
    },
    finish: async () => {
      const found = await Promise.all(lanes.map((lane) => lane.finish()));
      return Object.fromEntries(names.map((name, index) => [name, found[index]])) as Record<N, string>;
    },
    end,
  };
}

/**
 * Begins digests of the same bytes: each in a worker of its own where that pays, so that they run beside each other and
 * beside reading; else here, one after the other.
 *
 * @param size how many bytes will come, about
 * @param start null where there are no workers to be had
 */
export async function startDigests<N extends DigestName>(
  names: readonly N[],
  size: number,
  start: StartHashWorker | null,
): Promise<Digests<N>> {
  const apart = start === null || size < SMALLEST_FOR_WORKERS ? null : await inWorkers(names, start);
  return apart ?? inPlace(names);
}
