import type { ReadableStore } from "../../store/store.ts";
import type { JobContext } from "../jobs/jobs.ts";
import { readInOrder } from "../jobs/pipelined.ts";
import { startDigests, type StartHashWorker } from "./digests.ts";

export type Algorithm = "sha256" | "sha1" | "md5";

/**
 * Digests of a whole store in one pass over its bytes.
 *
 * @param label what the job shows: "Hashing the file"
 * @param startWorker for digests beside each other; null: all of them here
 * @returns lower-case hex, in the order asked for.
 * @throws VhdxError `cancelled`, and whatever the store throws.
 */
export async function digestFile<A extends Algorithm>(
  store: ReadableStore,
  algorithms: readonly A[],
  context: JobContext,
  label: string,
  startWorker: StartHashWorker | null = null,
): Promise<Record<A, string>> {
  const digests = await startDigests(algorithms, store.size, startWorker);
  try {
    let done = 0;
    context.progress(0, store.size, label);
    for await (const bytes of readInOrder(store, 0, store.size, context)) {
      const { length } = bytes;
      await digests.add({ kind: "bytes", offset: done, bytes });
      done += length;
      context.progress(done, store.size, label);
      await context.checkpoint();
    }
    return await digests.finish();
  } finally {
    digests.end();
  }
}
