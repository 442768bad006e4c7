import { MIB } from "../bytes/numbers.ts";
import type { ReadableStore } from "../store/store.ts";

/** Four requests of 4 MiB in flight read twice as fast as one of 16 MiB. */
const IN_FLIGHT = 4;
export const CHUNK = 4 * MIB;

/**
 * Runs tasks with several in flight and yields their results in the tasks' order. Ends with the first failure; what is
 * still in flight then, or when the caller stops early, is left to finish unheard.
 */
export async function* pipelined<T>(
  tasks: Iterable<() => Promise<T>>,
  inFlight = IN_FLIGHT,
): AsyncGenerator<T, void, void> {
  const queue: Promise<T>[] = [];
  const iterator = tasks[Symbol.iterator]();
  const startNext = () => {
    const next = iterator.next();
    if (next.done === true) return;
    const running = next.value();
    // Heard where it is awaited below; without this a failure behind the first one would be an unhandled rejection.
    running.catch(() => {});
    queue.push(running);
  };
  for (let index = 0; index < inFlight; index++) startNext();
  for (let first = queue.shift(); first !== undefined; first = queue.shift()) {
    const result = await first;
    startNext();
    yield result;
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
  chunk = CHUNK,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  function* tasks() {
    for (const run of chunked(offset, length, chunk)) yield () => store.readBulk(run.offset, run.length);
  }
  return pipelined(tasks());
}
