import { useMemo } from "react";
import type { LayerRef } from "../../../../workers/api/index.ts";
import { useStore } from "../../../state/store.ts";
import { layerRef } from "../../../state/view.ts";

/** The chosen layer; the same object as long as it stays. */
export function useLayer(): LayerRef {
  const layer = useStore((state) => state.layer);
  const upTo = useStore((state) => state.upTo);
  return useMemo(() => layerRef({ layer, upTo }), [layer, upTo]);
}
