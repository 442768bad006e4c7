import type { FoundAll } from "../../../state/find.ts";
import { useStore } from "../../../state/store.ts";
import { layerRef } from "../../../state/view.ts";

/** The hits of the last search for all, if they are still valid: same space, layer and revision. */
export function useFound(space: "file" | "disk"): FoundAll | null {
  const found = useStore((state) => state.found);
  const current = useStore((state) => {
    const layer = layerRef(state);
    return (
      state.found !== null &&
      state.found.revision === state.revision &&
      state.found.layer.name === layer.name &&
      state.found.layer.upTo === layer.upTo
    );
  });
  const sameSpace = found !== null && (found.space === "disk") === (space === "disk");
  return current && sameSpace ? found : null;
}
