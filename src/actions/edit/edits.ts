import type { EditAction, EditState, SafeRepairs } from "../../../workers/api/index.ts";
import { VhdxError } from "../../../workers/shared/error.ts";
import { openViews } from "../../state/files.ts";
import { type LossAnswer, pendingCount } from "../../state/edits.ts";
import { useStore } from "../../state/store.ts";
import { fileView, updateFile } from "../files/files.ts";
import { runJob } from "../engine/run-job.ts";
import { scanRest } from "../engine/scan-rest.ts";
import { session, type Session } from "../engine/session.ts";
import { takeSummary } from "../engine/take-summary.ts";
import { reportTrouble } from "../engine/trouble.ts";

/** Whether the Edited layer is to be shown: what was just changed has to be seen. */
type Show = "edited" | "stay";

/** @throws VhdxError where a job takes the changes away as they stand. */
function refuseWhileHeld(): void {
  const holder = useStore.getState().jobs.find((job) => job.holdsEdits);
  if (holder === undefined) return;
  throw new VhdxError(
    "not-available",
    `${holder.title} takes the changes as they are now. Wait until it is done, or cancel it.`,
  );
}

async function change<T extends EditState>(
  show: Show,
  ask: (open: Session) => Promise<T | null>,
): Promise<T | null> {
  const open = session();
  const answer = open === null ? null : await ask(open);
  if (answer !== null) await take(show, answer);
  return answer;
}

async function take(show: Show, { summary, changes }: EditState): Promise<void> {
  // Another file may be shown by now.
  const view = fileView(summary.id);
  if (view === null) return;
  // A working disk is changed below every layer.
  const stale = summary.inPlace || view.digests?.layer.name === "edited";
  updateFile(summary.id, { changes, ...(stale && { digests: null }) });
  takeSummary(summary);
  if (show === "edited" && summary.layers.edited.available)
    updateFile(summary.id, { layer: "edited", layerChosen: true });
  if (summary.inPlace && useStore.getState().jobs.length === 0) await scanRest(summary);
}

/**
 * Makes a change to the Edited layer and shows that layer. For dialogs that say themselves what is wrong.
 *
 * @throws VhdxError with a sentence where the change can't be made; nothing is changed then.
 */
export async function makeEdit(action: EditAction): Promise<void> {
  refuseWhileHeld();
  await change("edited", ({ engine, id }) => engine.edits.apply(id, action));
}

/**
 * Makes every recommended fix that loses nothing, and shows the Edited layer. The job bar shows how far it is.
 *
 * @returns what was made, and why the rest was not; null where no image is open.
 */
export async function makeSafeRepairs(): Promise<SafeRepairs | null> {
  refuseWhileHeld();
  return change("edited", ({ engine, id }) =>
    runJob("Repairing all that is safe", (job) => engine.repairs.repairSafe(id, job), { holdsEdits: true }),
  );
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
  refuseWhileHeld();
  await change("stay", ({ engine, id }) => engine.edits.undo(id));
}

/** Makes the change that was undone last again. */
export async function redoEdit(): Promise<void> {
  refuseWhileHeld();
  await change("edited", ({ engine, id }) => engine.edits.redo(id));
}

/** Makes the changes of an earlier visit again, before those that are pending already. */
export async function restoreEdits(): Promise<void> {
  refuseWhileHeld();
  await change("edited", ({ engine, id }) => engine.kept.restore(id));
}

/** Gives all pending changes up, undone ones too. */
async function discardEdits(): Promise<void> {
  await change("stay", ({ engine, id }) => engine.edits.clear(id));
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
  const result = await runJob("Checking the edited disk", (job) => open.engine.edits.dryRun(open.id, job));
  if (result !== null) updateFile(open.id, { checked: { revision, result } });
}

/** Asks what is to become of pending changes; an older question that still waits is answered with "stay". */
function askAboutLoss(what: string, keeps: boolean): Promise<LossAnswer> {
  const { losing, setLosing } = useStore.getState();
  losing?.answer("stay");
  return new Promise((resolve) => {
    setLosing({
      what,
      keeps,
      answer: (answer) => {
        setLosing(null);
        resolve(answer);
      },
    });
  });
}

/** Gives all pending changes up, once the user has confirmed it. */
export async function askToDiscardEdits(): Promise<void> {
  refuseWhileHeld();
  if ((await askAboutLoss("Discard all changes", false)) === "discard") await discardEdits();
}

/**
 * Asks the user before the open file is left with pending changes.
 *
 * @param what what the user is about to do: "Close the file".
 * @returns whether to go on; true at once where nothing is pending.
 */
export async function mayLeaveEdits(what: string): Promise<boolean> {
  const state = useStore.getState();
  if (state.replacing === "running") {
    state.notify("error", "The original is being replaced. Wait for it, or cancel it first.");
    return false;
  }
  if (pendingCount(state) === 0) return true;
  const keeps = !state.privateSession && state.summary?.keepProblem === null;
  const answer = await askAboutLoss(what, keeps);
  if (answer !== "discard") return answer === "keep";
  try {
    await discardEdits();
  } catch (thrown) {
    // A file that can't be read any more can still be closed.
    reportTrouble("Not discarded", thrown);
  }
  return true;
}

/** Lets the browser ask before the page is left with pending changes, from now on. */
export function guardPendingEdits(): void {
  addEventListener("beforeunload", (event) => {
    if (openViews(useStore.getState()).some((view) => pendingCount(view) > 0)) event.preventDefault();
  });
}
