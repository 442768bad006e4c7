import { createMD5, createSHA1, createSHA256, type IHasher } from "hash-wasm";
import type { ReadableStore } from "../../store/store.ts";
import type { JobContext } from "../jobs.ts";
import { readInOrder } from "../pipelined.ts";

const MAKERS = { sha256: createSHA256, sha1: createSHA1, md5: createMD5 } as const;
export type Algorithm = keyof typeof MAKERS;

/**
 * Digests of a whole store in one pass over its bytes.
 *
 * @param label what the job shows: "Hashing the file"
 * @returns lower-case hex, in the order asked for.
 * @throws VhdxError `cancelled`, and whatever the store throws.
 */
export async function digestFile<A extends Algorithm>(
  store: ReadableStore,
  algorithms: readonly A[],
  context: JobContext,
  label: string,
): Promise<Record<A, string>> {
  const hashers = await Promise.all(
    algorithms.map(async (name): Promise<readonly [A, IHasher]> => [name, await MAKERS[name]()]),
  );
  let done = 0;
  context.progress(0, store.size, label);
  for await (const chunk of readInOrder(store, 0, store.size, context)) {
    for (const [, hasher] of hashers) hasher.update(chunk);
    done += chunk.length;
    context.progress(done, store.size, label);
    await context.checkpoint();
  }
  return Object.fromEntries(hashers.map(([name, hasher]) => [name, hasher.digest("hex")])) as Record<
    A,
    string
  >;
}
