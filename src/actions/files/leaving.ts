import { pendingCount } from "../../state/edits.ts";
import { type FileView, openViews } from "../../state/files.ts";
import { type AppState, useStore } from "../../state/store.ts";

/** Whether a file has bookmarks or digests that the browser does not keep. */
function hasUnkeptNotes({ bookmarks, digests, summary }: FileView, privateSession: boolean): boolean {
  if (summary === null) return false;
  const kept = !privateSession && !summary.inPlace && summary.notesProblem === null;
  return !kept && (bookmarks.length > 0 || digests !== null);
}

/**
 * Whether something would be lost if the page were left now: pending changes (even kept ones have to be restored), a file that is
 * being written, bookmarks and digests that the browser does not keep.
 */
export function wouldLose(state: AppState): boolean {
  return (
    state.jobs.some((job) => job.makesFile) ||
    openViews(state).some((view) => pendingCount(view) > 0 || hasUnkeptNotes(view, state.privateSession))
  );
}

/** Lets the browser ask before the page is left, by Back too, where something would be lost, from now on. */
export function guardLeaving(): void {
  addEventListener("beforeunload", (event) => {
    if (wouldLose(useStore.getState())) event.preventDefault();
  });
}
