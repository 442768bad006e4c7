import type { ImageSummary } from "../../../workers/api/index.ts";
import { useStore } from "../../state/store.ts";
import { fileView, updateFile } from "../files/files.ts";

/**
 * Takes a new summary of an open image, shown or not. The default layer, which the scan of a long log may change, is shown where
 * the user chose none and where the chosen one is no longer there.
 */
export function takeSummary(summary: ImageSummary): void {
  const view = fileView(summary.id);
  if (view === null) return;
  const { layer, layerChosen, upTo } = view;
  const stays = layerChosen && summary.layers[layer].available;
  updateFile(summary.id, {
    status: "open",
    summary,
    error: null,
    ...(!stays && { layer: summary.defaultLayer, layerChosen: false }),
    ...(upTo !== null && upTo > summary.activeEntries && { upTo: null }),
  });
  if (useStore.getState().summary?.id === summary.id) useStore.getState().revise();
}
