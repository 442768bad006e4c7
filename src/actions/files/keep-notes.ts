import type { FileNotes, ImageId } from "../../../workers/api/index.ts";
import { connect } from "../../client/engine.ts";
import { type FileView, openViews } from "../../state/files.ts";
import { type AppState, useStore } from "../../state/store.ts";
import { reportTrouble } from "../engine/trouble.ts";
import { fileView, updateFile } from "./files.ts";
import { WORDS } from "./words.ts";

type Save = (id: ImageId, notes: FileNotes) => Promise<string | null>;

/** The notes of each open file as the engine has them, or is about to. */
type Known = Map<ImageId, FileNotes>;

const notesOf = ({ bookmarks, digests }: FileView): FileNotes => ({ bookmarks, digests });

const isSame = (a: FileNotes, b: FileNotes) => a.bookmarks === b.bookmarks && a.digests === b.digests;

/** Tells the summary of an open file why its notes are not kept, or that they are. */
function takeProblem(id: ImageId, notesProblem: string | null): void {
  const summary = fileView(id)?.summary ?? null;
  if (summary !== null && summary.notesProblem !== notesProblem)
    updateFile(id, { summary: { ...summary, notesProblem } });
}

/** Saves the notes of a file until the last ones are saved: while one save runs, later changes wait for the next. */
async function saveLatest(id: ImageId, known: Known, saving: Set<ImageId>, save: Save): Promise<void> {
  if (saving.has(id)) return;
  saving.add(id);
  try {
    for (let saved: FileNotes | undefined; ;) {
      const latest = known.get(id);
      if (latest === undefined || (saved !== undefined && isSame(latest, saved))) return;
      saved = latest;
      // One after the other, so that the last change is the one that stays.
      // oxlint-disable-next-line no-await-in-loop
      takeProblem(id, await save(id, latest));
    }
  } catch (thrown) {
    // A file that was closed meanwhile has its notes stored already.
    if (fileView(id) !== null) reportTrouble(WORDS.notesNotKept, thrown);
  } finally {
    saving.delete(id);
  }
}

/**
 * Keeps the bookmarks and digests of every open file for the next visit, whenever they change.
 *
 * @param save stores the notes of a file; says why it could not.
 * @returns a function that ends it.
 */
export function keepNotes(save: Save = (id, notes) => connect().kept.saveNotes(id, notes)): () => void {
  const known: Known = new Map();
  const saving = new Set<ImageId>();
  const look = (state: AppState) => {
    const views = openViews(state);
    const open = new Set(views.map(({ summary }) => summary?.id));
    for (const id of known.keys()) if (!open.has(id)) known.delete(id);
    for (const view of views) {
      if (view.summary === null) continue;
      const { id } = view.summary;
      const before = known.get(id);
      const now = notesOf(view);
      if (before !== undefined && isSame(before, now)) continue;
      known.set(id, now);
      // A file begins with the notes that the engine had kept of it.
      if (before !== undefined) void saveLatest(id, known, saving, save);
    }
  };
  return useStore.subscribe((state, before) => {
    if (
      state.bookmarks !== before.bookmarks ||
      state.digests !== before.digests ||
      state.files !== before.files ||
      state.summary?.id !== before.summary?.id
    )
      look(state);
  });
}
