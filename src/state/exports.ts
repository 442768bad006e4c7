import type { ExportPlan, LayerRef } from "../../workers/api/index.ts";
import type { Slice } from "./slice.ts";

/** Where results go. A browser without save pickers downloads whatever is chosen. */
export type SaveAs = "pick" | "download";

export interface FinishedExport {
  readonly fileName: string;
  /** Bytes. */
  readonly size: number;
  readonly downloaded: boolean;
  /** What the result holds beyond the layer, in words. */
  readonly changes: readonly string[];
}

/** What is about to be exported, and what has been. */
export interface ExportsSlice {
  readonly saveAs: SaveAs;
  /** Waits for the user's confirmation. */
  readonly confirming: { readonly plan: ExportPlan; readonly layer: LayerRef } | null;
  readonly finished: FinishedExport | null;
  setSaveAs(saveAs: SaveAs): void;
  setConfirming(confirming: ExportsSlice["confirming"]): void;
  setFinished(finished: FinishedExport | null): void;
}

export const exportsSlice: Slice<ExportsSlice> = (set) => ({
  saveAs: "pick",
  confirming: null,
  finished: null,
  setSaveAs: (saveAs) => set({ saveAs }),
  setConfirming: (confirming) => set({ confirming }),
  setFinished: (finished) => set({ finished }),
});
