import { MIB } from "../../shared/numbers.ts";
import type { ReadableStore } from "../../store/store.ts";
import type { Gate } from "./jobs.ts";

/** Four requests of 4 MiB in flight read twice as fast as one of 16 MiB. */
const IN_FLIGHT = 4;
export const CHUNK = 4 * MIB;

/** A shared buffer of zeros, never written to. */
export const ZEROS: Uint8Array<ArrayBuffer> = new Uint8Array(CHUNK);

/**
 * Runs several tasks at a time and yields their results in the tasks' order. No task starts once the job was cancelled or a task
 * has failed. Before it ends, it waits for the tasks that are running.
 *
 * @param tasks each starts all of its reads at once, so that none follows a cancel
 * @throws VhdxError `cancelled`; the first failure in the tasks' order.
 */
export async function* pipelined<T>(
  tasks: Iterable<() => Promise<T>>,
  job: Gate,
  inFlight = IN_FLIGHT,
): AsyncGenerator<T, void, void> {
  const queue: Promise<T>[] = [];
  const iterator = tasks[Symbol.iterator]();
  const startNext = async () => {
    // Finding the next task may read, which on a slow drive blocks the worker for a second.
    await job.checkpoint();
    const next = iterator.next();
    if (next.done === true) return;
    const running = next.value();
    // Awaited below; without this a second failure would be an unhandled rejection.
    running.catch(() => {});
    queue.push(running);
  };
  try {
    // One after the other: a cancel may come before any of them.
    for (let index = 0; index < inFlight; index++) await startNext();
    for (let first = queue.shift(); first !== undefined; first = queue.shift()) {
      const result = await first;
      await startNext();
      yield result;
    }
  } finally {
    await Promise.allSettled(queue);
  }
}

/** `[offset, offset + length)` cut into chunks at multiples of `chunk`. */
export function* chunked(
  offset: number,
  length: number,
  chunk = CHUNK,
): Generator<{ offset: number; length: number }> {
  const end = offset + length;
  for (let at = offset; at < end;) {
    const next = Math.min(end, (Math.floor(at / chunk) + 1) * chunk);
    yield { offset: at, length: next - at };
    at = next;
  }
}

/** The bytes of a run, chunk after chunk, with several reads ahead. */
export function readInOrder(
  store: ReadableStore,
  offset: number,
  length: number,
  job: Gate,
  chunk = CHUNK,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  function* tasks() {
    for (const run of chunked(offset, length, chunk)) yield () => store.readBulk(run.offset, run.length);
  }
  return pipelined(tasks(), job);
}
