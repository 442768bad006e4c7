import type { EditAction, LayerName } from "../../../workers/api/index.ts";
import { VhdxError } from "../../../workers/shared/error.ts";
import { pendingCount } from "../../state/edits.ts";
import { type AppState, useStore } from "../../state/store.ts";
import { makeEdit, undoEdit } from "./edits.ts";
import { WORDS } from "./words.ts";

/** The target of an edit: the virtual disk, as a guest writes, or the bytes of the file. */
export type EditSpace = "disk" | "file";

/** The layer that the next edit starts from. For bytes of the file that is Original, unless the Replayed layer is shown. */
export function layerToEdit(
  { summary, layer }: Pick<AppState, "summary" | "layer">,
  space: EditSpace,
): LayerName {
  if (summary === null) return "original";
  if (summary.layers.edited.available) return "edited";
  return space === "file" && layer !== "edited" ? layer : summary.defaultLayer;
}

/**
 * Why nothing can be changed now, as a sentence; null where it can. The same rule holds for bytes, ranges and fields: a change is
 * made to what is shown. Where the disk must not be written, bytes of its file can still be changed.
 */
export function whyNoEdit(
  state: Pick<AppState, "summary" | "layer" | "upTo">,
  space: EditSpace,
): string | null {
  const { summary, layer, upTo } = state;
  const target = layerToEdit(state, space);
  if (upTo !== null && (layer === "replayed" || target === "replayed")) return WORDS.replayFirst;
  return space === "disk" ? (summary?.editProblem ?? null) : null;
}

/** The last edit: edits run one after the other, since each starts from the result of the one before. */
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
 * Changes bytes or a field. Where bytes of the file change while the Replayed layer is shown, the log is applied first, so that
 * the change is made to what is shown. For the virtual disk the engine does this itself.
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
