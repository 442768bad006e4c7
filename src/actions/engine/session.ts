import type { ImageId, ImageSummary, LayerRef } from "../../../workers/api/index.ts";
import { connect, type Engine } from "../../client/engine.ts";
import { useStore } from "../../state/store.ts";
import { layerRef } from "../../state/view.ts";

/** What most requests to the engine need. */
export interface Session {
  readonly engine: Engine;
  readonly id: ImageId;
  readonly layer: LayerRef;
  readonly summary: ImageSummary;
}

/** Whether the layer includes the user's changes. On a working disk every layer does. */
export function holdsEdits({ layer, summary }: Pick<Session, "layer" | "summary">): boolean {
  return layer.name === "edited" || summary.inPlace;
}

/** The open image through the chosen layer, or null where none is open. */
export function session(): Session | null {
  const state = useStore.getState();
  if (state.summary === null) return null;
  return { engine: connect(), id: state.summary.id, layer: layerRef(state), summary: state.summary };
}
