import type { LayerName } from "../../../workers/api/index.ts";
import { useStore } from "../../state/store.ts";

const ORDER: readonly LayerName[] = ["original", "replayed", "edited"];

/** Goes to the next layer that can be chosen. */
export function nextLayer(): void {
  const { summary, layer, setLayer } = useStore.getState();
  if (summary === null) return;
  const choices = ORDER.filter((name) => summary.layers[name].available);
  const next = choices[(choices.indexOf(layer) + 1) % choices.length];
  if (next !== undefined) setLayer(next);
}
