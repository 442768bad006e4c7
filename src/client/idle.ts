/** Milliseconds to wait where a browser does not tell when it has nothing else to do. */
const LATER = 200;

/**
 * Calls `work` once the page has nothing else to do: what it shows now comes first.
 *
 * @returns takes it back.
 */
export function whenIdle(work: () => void): () => void {
  if ("requestIdleCallback" in globalThis) {
    const id = requestIdleCallback(work);
    return () => cancelIdleCallback(id);
  }
  const id = setTimeout(work, LATER);
  return () => clearTimeout(id);
}
