import type { LayerRef, ReportDigests } from "../../workers/api/index.ts";
import type { Slice } from "./store.ts";

/** Digests computed for a layer; they go into that layer's report. */
export interface DigestsSlice {
  readonly digests: { readonly layer: LayerRef; readonly values: ReportDigests } | null;
  setDigests(layer: LayerRef, values: ReportDigests): void;
  clearDigests(): void;
}

export const digestsSlice: Slice<DigestsSlice> = (set) => ({
  digests: null,
  setDigests: (layer, values) => set({ digests: { layer, values } }),
  clearDigests: () => set({ digests: null }),
});
