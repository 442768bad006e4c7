import type { ImageSummary } from "../../workers/api/index.ts";
import { useStore } from "../state/store.ts";

/** Takes a new summary of the open image; a layer that is no longer there gives way to the default. */
export function takeSummary(summary: ImageSummary): void {
  const { summary: present, layer, upTo, setLayer, setUpTo, updateSummary } = useStore.getState();
  if (present?.id !== summary.id) return;
  if (!summary.layers[layer].available) setLayer(summary.defaultLayer);
  if (upTo !== null && upTo > summary.activeEntries) setUpTo(null);
  updateSummary(summary);
}
