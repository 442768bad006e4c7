import type { EditAction, EditState } from "../../workers/api/index.ts";
import { pendingCount } from "../state/edits.ts";
import { useStore } from "../state/store.ts";
import { runJob } from "./run-job.ts";
import { scanRest } from "./scan-rest.ts";
import { session, type Session } from "./session.ts";
import { takeSummary } from "./take-summary.ts";
import { reportTrouble } from "./trouble.ts";

/** Whether the Edited layer is to be shown: what was just changed has to be seen. */
type Show = "edited" | "stay";

async function change(show: Show, ask: (open: Session) => Promise<EditState>): Promise<void> {
  const open = session();
  if (open === null) return;
  const { summary, changes } = await ask(open);
  const { summary: present, digests, clearDigests, setChanges, setLayer } = useStore.getState();
  if (present?.id !== summary.id) return;
  // A working disk is changed below every layer.
  if (summary.inPlace || digests?.layer.name === "edited") clearDigests();
  setChanges(changes);
  takeSummary(summary);
  if (show === "edited" && summary.layers.edited.available) setLayer("edited");
  if (summary.inPlace && useStore.getState().jobs.length === 0) await scanRest(summary);
}

/**
 * Makes a change to the Edited layer and shows that layer. For dialogs that say themselves what is wrong.
 *
 * @throws EngineError with a sentence where the change can't be made; nothing is changed then.
 */
export async function makeEdit(action: EditAction): Promise<void> {
  await change("edited", ({ engine, id }) => engine.edit(id, action));
}

/**
 * Makes a change to the Edited layer and shows that layer; where it can't be made a notice says why.
 *
 * @returns whether it was made.
 */
export async function applyEdit(action: EditAction): Promise<boolean> {
  try {
    await makeEdit(action);
    return true;
  } catch (thrown) {
    reportTrouble("Not changed", thrown);
    return false;
  }
}

/** Takes the last change back; the layer stays where there are others left. */
export async function undoEdit(): Promise<void> {
  await change("stay", ({ engine, id }) => engine.undo(id));
}

/** Makes the change that was undone last again. */
export async function redoEdit(): Promise<void> {
  await change("edited", ({ engine, id }) => engine.redo(id));
}

/** Makes the changes of an earlier visit again, before those that are pending already. */
export async function restoreEdits(): Promise<void> {
  await change("edited", ({ engine, id }) => engine.restoreEdits(id));
}

/** Gives all pending changes up, undone ones too. */
export async function discardEdits(): Promise<void> {
  await change("stay", ({ engine, id }) => engine.clearEdits(id));
}

/** Shows the Edited layer beside what the changes started from. */
export function compareEdited(): void {
  const { summary, setCompare, setSide, show } = useStore.getState();
  if (summary === null) return;
  setCompare("layers");
  setSide("sideA", { name: summary.defaultLayer, upTo: null });
  setSide("sideB", { name: "edited", upTo: null });
  show("compare");
}

/** Checks the Edited layer as if it were saved. */
export async function checkEdited(): Promise<void> {
  const open = session();
  if (open === null) return;
  const { revision } = useStore.getState();
  const result = await runJob("Checking the edited disk", (job, onProgress) =>
    open.engine.dryRun(open.id, job, onProgress),
  );
  if (result !== null && useStore.getState().summary?.id === open.id)
    useStore.getState().setChecked({ revision, result });
}

/**
 * Asks the user before pending changes are lost.
 *
 * @param what what the user is about to do: "Close the file".
 * @returns whether to go on; true at once where nothing would be lost.
 */
export function mayLoseEdits(what: string): Promise<boolean> {
  const state = useStore.getState();
  const { losing, setLosing } = state;
  if (state.replacing === "running") {
    state.notify("error", "The original is being replaced. Wait for it, or cancel it first.");
    return Promise.resolve(false);
  }
  if (pendingCount(state) === 0) return Promise.resolve(true);
  losing?.answer(false);
  return new Promise((resolve) => {
    setLosing({
      what,
      answer: (goOn) => {
        setLosing(null);
        resolve(goOn);
      },
    });
  });
}

/** Lets the browser ask before the page is left with pending changes, from now on. */
export function guardPendingEdits(): void {
  addEventListener("beforeunload", (event) => {
    if (pendingCount(useStore.getState()) > 0) event.preventDefault();
  });
}
