import { useSyncExternalStore } from "react";

/** The width below which screens put their panes above one another; the style sheets have the same number, px. */
const NARROW = "(max-width: 900px)";

function subscribe(listener: () => void): () => void {
  const query = matchMedia(NARROW);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}

/** Whether the window is narrow: a small one, or a usual one at a zoom of 200 %. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(NARROW).matches);
}
