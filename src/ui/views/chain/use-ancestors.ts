import type { ImageSummary } from "../../../../workers/api/index.ts";
import { ancestorsOf } from "../../../actions/files/forest.ts";
import { openViews } from "../../../state/files.ts";
import { useStore } from "../../../state/store.ts";

/** The open ancestors of the shown file, its parent first. */
export function useAncestors(): readonly ImageSummary[] {
  const state = useStore();
  if (state.summary === null || state.forest === null) return [];
  const views = openViews(state);
  return ancestorsOf(state.forest, state.summary.id).flatMap((id) => {
    const summary = views.find((view) => view.summary?.id === id)?.summary;
    return summary == null ? [] : [summary];
  });
}
