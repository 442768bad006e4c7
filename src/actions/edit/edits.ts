import type { EditAction, EditState, MadeRepairs } from "../../../workers/api/index.ts";
import { VhdxError } from "../../../workers/shared/error.ts";
import { type LossAnswer, pendingCount } from "../../state/edits.ts";
import { useStore } from "../../state/store.ts";
import { fileView, updateFile } from "../files/files.ts";
import { runJob } from "../engine/run-job.ts";
import { scanRest } from "../engine/scan-rest.ts";
import { session, type Session } from "../engine/session.ts";
import { takeSummary } from "../engine/take-summary.ts";
import { reportTrouble } from "../engine/trouble.ts";
import { WORDS } from "./words.ts";

/** Whether to show the Edited layer afterwards, so that the user sees the change. */
type Show = "edited" | "stay";

/** @throws VhdxError `not-available` while a job locks the changes. */
function refuseWhileLocked(): void {
  const holder = useStore.getState().jobs.find((job) => job.locksEdits);
  if (holder === undefined) return;
  throw new VhdxError("not-available", WORDS.usesChanges(holder.title));
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
 * Makes a change to the Edited layer and shows that layer. For dialogs that show the error themselves.
 *
 * @throws VhdxError with a sentence where the change can't be made; nothing is changed then.
 */
export async function makeEdit(action: EditAction): Promise<void> {
  refuseWhileLocked();
  await change("edited", ({ engine, id }) => engine.edits.apply(id, action));
}

/**
 * Makes every recommended fix that loses nothing, and the fixes that the user agreed to, and shows the Edited layer. The job bar
 * shows the progress.
 *
 * @param agreed ids of fixes that lose something.
 * @returns how many fixes were made, and why the rest was not; null where no image is open.
 */
export async function makeRepairs(agreed: readonly string[]): Promise<MadeRepairs | null> {
  refuseWhileLocked();
  return change("edited", ({ engine, id }) =>
    // What became of the fixes is said by the caller: those made before a cancel stay.
    runJob("Repairing", (job) => engine.repairs.repair(id, agreed, job), {
      locksEdits: true,
      cancelled: null,
    }),
  );
}

/**
 * Makes a change to the Edited layer and shows that layer; where the change can't be made, a notice says why.
 *
 * @returns whether it was made.
 */
export async function applyEdit(action: EditAction): Promise<boolean> {
  try {
    await makeEdit(action);
    return true;
  } catch (thrown) {
    reportTrouble(WORDS.notChanged, thrown);
    return false;
  }
}

/** Undoes the last change. The Edited layer stays shown while other changes are left. */
export async function undoEdit(): Promise<void> {
  refuseWhileLocked();
  await change("stay", ({ engine, id }) => engine.edits.undo(id));
}

/** Redoes the change that was undone last. */
export async function redoEdit(): Promise<void> {
  refuseWhileLocked();
  await change("edited", ({ engine, id }) => engine.edits.redo(id));
}

/** Restores the changes of an earlier visit. They come before the changes that are pending already. */
export async function restoreEdits(): Promise<void> {
  refuseWhileLocked();
  await change("edited", ({ engine, id }) => engine.kept.restore(id));
}

/** Discards all pending changes, and those that were undone. */
async function discardEdits(): Promise<void> {
  await change("stay", ({ engine, id }) => engine.edits.clear(id));
}

/** Compares the Edited layer with the layer that the changes started from. */
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
  const result = await runJob(WORDS.checking, (job) => open.engine.edits.dryRun(open.id, job), {
    cancelled: WORDS.notChecked,
  });
  if (result !== null) updateFile(open.id, { checked: { revision, result } });
}

/** Asks the user what to do with pending changes. An older question that is still open is answered with "stay". */
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

/** Discards all pending changes once the user has confirmed. */
export async function askToDiscardEdits(): Promise<void> {
  refuseWhileLocked();
  if ((await askAboutLoss(WORDS.discardAll, false)) === "discard") await discardEdits();
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
    state.notify("error", WORDS.beingReplaced);
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
    reportTrouble(WORDS.notDiscarded, thrown);
  }
  return true;
}
