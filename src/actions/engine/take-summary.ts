import type { ImageSummary } from "../../../workers/api/index.ts";
import { useStore } from "../../state/store.ts";
import { fileView, updateFile } from "../files/files.ts";

/**
 * Takes a new summary of an open image, shown or not. Shows the default layer, which the scan of a long log may change, where the
 * user has not chosen a layer or the chosen one is gone.
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
