/**
 * The three layers of an open image.
 *
 * - `original`: the bytes on disk.
 * - `replayed`: original plus the active log sequence, in memory.
 * - `edited`: replayed plus the user's changes.
 */
export type LayerName = "original" | "replayed" | "edited";

/** Which bytes a request is about. */
export interface LayerRef {
  readonly name: LayerName;
  /**
   * For `replayed`: how many entries of the active sequence are applied, counted from its tail
   * (0 = none, so equal to `original`); null means all. Other layers ignore it.
   */
  readonly upTo: number | null;
}

/** Whether a layer can be chosen, and if not (or if it is empty), why. */
export interface LayerState {
  readonly available: boolean;
  /** A sentence for the user: "Nothing to replay." or why the layer is disabled. Null when there is nothing to say. */
  readonly note: string | null;
}
