/** Workers beside the engine's own: `hash` computes a digest, `read` makes large reads. */
export type HelperKind = "hash" | "read";

/**
 * The engine's request for a helper. The page makes the worker, for Firefox may stop for good where a worker makes several module
 * workers. Comlink leaves messages alone that have no `id`.
 */
export interface HelperRequest {
  readonly request: "start-helper";
  readonly kind: HelperKind;
  /** The helper's end of the channel that orders and answers go through. */
  readonly port: MessagePort;
  /** Where the page says that the helper failed, and hears that it may end. */
  readonly control: MessagePort;
}

/** From the page: the helper could not be loaded, or threw. */
export const HELPER_FAILED = "failed";
/** To the page: the helper is not needed any more. */
export const HELPER_END = "end";

export function isHelperRequest(data: unknown): data is HelperRequest {
  return typeof data === "object" && data !== null && "request" in data && data.request === "start-helper";
}
