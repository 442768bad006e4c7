import type { EditState, ImageId } from "../../api/index.ts";
import { summaryOf } from "../report/summary.ts";
import type { OpenFiles } from "./open-files.ts";

/** An image and its pending changes as they are. */
export function editState(files: OpenFiles, id: ImageId): EditState {
  const file = files.get(id);
  return { summary: summaryOf(id, file), changes: file.edits.list() };
}

/** Keeps what is pending now for the next visit, and gives the state that this leaves. */
export async function keepEdits(files: OpenFiles, id: ImageId): Promise<EditState> {
  const { image, edits, kept: earlier } = files.get(id);
  // What waits to be restored is not lost because the user goes on without it.
  const keepProblem = await files.keeper.save(image.store, [...earlier, ...edits.actions]);
  files.replace(id, { ...files.get(id), keepProblem });
  return editState(files, id);
}
