import type { ImageSummary } from "../../workers/api/index.ts";
import { useStore } from "../state/store.ts";

/**
 * Takes a new summary of the open image. The default layer, which the scan of a long log may change, is shown where the
 * user chose none and where the chosen one is no longer there.
 */
export function takeSummary(summary: ImageSummary): void {
  const {
    summary: present,
    layer,
    upTo,
    layerChosen,
    setDefaultLayer,
    setUpTo,
    updateSummary,
  } = useStore.getState();
  if (present?.id !== summary.id) return;
  if (!layerChosen || !summary.layers[layer].available) setDefaultLayer(summary.defaultLayer);
  if (upTo !== null && upTo > summary.activeEntries) setUpTo(null);
  updateSummary(summary);
}
