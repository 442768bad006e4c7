import type { ImageSource, ImageSummary } from "../../workers/api/index.ts";
import type { VhdxError } from "../../workers/shared/error.ts";
import type { Slice } from "./slice.ts";

/** The image that is shown, or why there is none. */
export interface ImageSlice {
  readonly status: "empty" | "opening" | "open" | "failed";
  /** Set while `opening` or `failed`, so that a retry takes the same file. */
  readonly source: ImageSource | null;
  readonly sourceName: string | null;
  /** Id of the sample where it is one of ours: the only source that an address can name. */
  readonly sample: string | null;
  readonly summary: ImageSummary | null;
  /** What the quick stage of opening read; later summaries count everything since. */
  readonly openedWith: ImageSummary["io"] | null;
  /** Why opening failed, or why the open file can't be read any more (then `summary` is still set). */
  readonly error: VhdxError | null;
  /** Goes up whenever what the engine says about the image may have changed; queries depend on it. */
  readonly revision: number;
  beginOpen(source: ImageSource, name: string, sample: string | null): void;
  opened(summary: ImageSummary): void;
  failed(error: VhdxError): void;
  /** What the engine says about the image may have changed. */
  revise(): void;
  clearError(): void;
}

export const imageSlice: Slice<ImageSlice> = (set) => ({
  status: "empty",
  source: null,
  sourceName: null,
  sample: null,
  summary: null,
  openedWith: null,
  error: null,
  revision: 0,
  beginOpen: (source, sourceName, sample) =>
    set({ status: "opening", source, sourceName, sample, summary: null, error: null }),
  opened: (summary) =>
    set((state) => ({
      status: "open",
      summary,
      openedWith: summary.io,
      error: null,
      revision: state.revision + 1,
    })),
  failed: (error) =>
    set((state) => (state.summary === null ? { status: "failed", error } : { status: "open", error })),
  revise: () => set((state) => ({ revision: state.revision + 1 })),
  clearError: () => set({ error: null }),
});
