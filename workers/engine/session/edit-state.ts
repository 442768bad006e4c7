import type { EditState, ImageId } from "../../api/index.ts";
import { summaryOf } from "../report/summary.ts";
import type { OpenFiles } from "./open-files.ts";

/** An image and its present pending changes. */
export function editState(files: OpenFiles, id: ImageId): EditState {
  const file = files.get(id);
  return { summary: summaryOf(id, file), changes: file.edits.list() };
}

/** Stores the pending changes for the next visit. @returns the state after that. */
export async function keepEdits(files: OpenFiles, id: ImageId): Promise<EditState> {
  const { image, edits, kept: earlier } = files.get(id);
  // Changes that wait to be restored are stored too, so that new changes don't replace them.
  const keepProblem = await files.keeper.saveEdits(image.store, [...earlier, ...edits.actions]);
  files.replace(id, { ...files.get(id), keepProblem });
  return editState(files, id);
}
