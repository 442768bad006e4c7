import type { EditAction, LayerName } from "../../../workers/api/index.ts";
import { VhdxError } from "../../../workers/shared/error.ts";
import { pendingCount } from "../../state/edits.ts";
import { type AppState, useStore } from "../../state/store.ts";
import { makeEdit, undoEdit } from "./edits.ts";

/** Where an edit goes: the virtual disk, as a guest writes, or the file that holds it, as it is. */
export type EditSpace = "disk" | "file";

/** The layer that shows what the next edit starts from. Bytes of the file are the Original's, unless it is looked at replayed. */
export function layerToEdit(
  { summary, layer }: Pick<AppState, "summary" | "layer">,
  space: EditSpace,
): LayerName {
  if (summary === null) return "original";
  if (summary.layers.edited.available) return "edited";
  return space === "file" && layer !== "edited" ? layer : summary.defaultLayer;
}

/**
 * Why nothing can be changed now, as a sentence; null where it can. One rule for bytes, ranges and fields: what is changed is what
 * is shown, and a disk that must not be written is not; bytes of its file may be.
 */
export function whyNoEdit(
  state: Pick<AppState, "summary" | "layer" | "upTo">,
  space: EditSpace,
): string | null {
  const { summary, layer, upTo } = state;
  const target = layerToEdit(state, space);
  if (upTo !== null && (layer === "replayed" || target === "replayed"))
    return "Replay the whole log first: a change is made to all of it.";
  return space === "disk" ? (summary?.editProblem ?? null) : null;
}

/** One after the other: the second must find what the first has done. */
let last: Promise<void> = Promise.resolve();

async function changeFile(action: EditAction): Promise<void> {
  const state = useStore.getState();
  const replayed =
    state.layer === "replayed" && pendingCount(state) === 0 && state.summary?.inPlace === false;
  if (replayed) await makeEdit({ kind: "apply-log" });
  try {
    await makeEdit(action);
  } catch (thrown) {
    if (replayed) await undoEdit();
    throw thrown;
  }
}

/**
 * Changes bytes or a field. What is changed in the file while it is looked at replayed has its log applied first, so that
 * the change is made to what is shown; the engine does so itself for the virtual disk.
 *
 * @throws VhdxError with a sentence where the change can't be made; nothing is changed then.
 */
export function makeByteEdit(space: EditSpace, action: EditAction): Promise<void> {
  const mine = last.then(() => {
    const problem = whyNoEdit(useStore.getState(), space);
    if (problem !== null) throw new VhdxError("not-available", problem);
    return space === "file" ? changeFile(action) : makeEdit(action);
  });
  last = mine.catch(() => undefined);
  return mine;
}
