/** Delay in browsers without `requestIdleCallback`, ms. */
const LATER = 200;

/**
 * Calls `work` once the browser is idle, so that it delays nothing that the page shows now.
 *
 * @returns cancels the call.
 */
export function whenIdle(work: () => void): () => void {
  if ("requestIdleCallback" in globalThis) {
    const id = requestIdleCallback(work);
    return () => cancelIdleCallback(id);
  }
  const id = setTimeout(work, LATER);
  return () => clearTimeout(id);
}
