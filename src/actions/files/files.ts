import type { ImageId } from "../../../workers/api/index.ts";
import { type FileView, NO_FILE, type ListedFile, viewOf } from "../../state/files.ts";
import { type AppState, useStore } from "../../state/store.ts";
import { settleTyping } from "../edit/typing.ts";
import { WORDS } from "./words.ts";

/** The open files, with the present view of the shown one. */
function stashed(state: AppState): readonly ListedFile[] {
  const shown = state.summary?.id;
  return state.files.map((file) => (file.id === shown ? { ...file, left: viewOf(state) } : file));
}

/** Puts a file's view into the store, and resets state that belongs to an earlier action. */
function bring(view: FileView, files: readonly ListedFile[]): void {
  useStore.setState(({ revision, reveal }) => ({
    ...view,
    files,
    revision: revision + 1,
    reveal: reveal + 1,
    editMode: false,
    confirming: null,
    finished: null,
    replacing: "closed",
    repairOpen: false,
    chainDialog: null,
    unopened: [],
  }));
}

/** Adds a file without showing it. */
export function addFile(file: ListedFile): void {
  const { files, setFiles } = useStore.getState();
  setFiles([...files, file]);
}

/** Shows another open file with the view that it had. Typed bytes are applied to the present file first. */
export async function showFile(id: ImageId): Promise<void> {
  await settleTyping();
  const state = useStore.getState();
  const wanted = state.files.find((file) => file.id === id);
  if (wanted === undefined || state.summary?.id === id) return;
  if (state.replacing === "running") {
    state.notify("error", WORDS.beingReplaced);
    return;
  }
  bring(wanted.left, stashed(state));
}

/**
 * Removes a file from the list. Where it is shown, the file before it in the list is shown next, else the one after it.
 */
export function dropFile(id: ImageId): void {
  const state = useStore.getState();
  const at = state.files.findIndex((file) => file.id === id);
  const files = state.files.filter((file) => file.id !== id);
  if (state.summary?.id !== id) {
    state.setFiles(files);
    return;
  }
  const next = files[Math.max(0, at - 1)];
  bring(next?.left ?? NO_FILE, files);
  if (next === undefined) state.setForest(null);
}

/** Forgets all files at once, as after a crash of the engine. */
export function dropAllFiles(): void {
  bring(NO_FILE, []);
  useStore.getState().setForest(null);
}

/** Updates the view of an open file, shown or not. Does nothing for a file that was closed. */
export function updateFile(id: ImageId, part: Partial<FileView>): void {
  const { summary, files, setFiles } = useStore.getState();
  if (summary?.id === id) useStore.setState(part);
  else setFiles(files.map((file) => (file.id === id ? { ...file, left: { ...file.left, ...part } } : file)));
}

/** The view of an open file; null where it was closed. */
export function fileView(id: ImageId): FileView | null {
  const state = useStore.getState();
  if (state.summary?.id === id) return viewOf(state);
  return state.files.find((file) => file.id === id)?.left ?? null;
}
