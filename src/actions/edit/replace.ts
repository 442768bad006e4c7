import type { ErrorCode } from "../../../workers/api/index.ts";
import { mayUse } from "../../client/abilities/handles.ts";
import { connect } from "../../client/engine.ts";
import { VhdxError } from "../../../workers/shared/error.ts";
import { useStore } from "../../state/store.ts";
import { resumeScan } from "../files/shown.ts";
import { runJob } from "../engine/run-job.ts";
import { WORDS } from "./words.ts";

/** Title of the job that replaces the original. */
export const REPLACING = WORDS.replacing;

function refusal(code: ErrorCode, message: string): VhdxError {
  return new VhdxError(code, message);
}

/**
 * Writes the Edited layer over the open file, and shows the new file. The user has confirmed. Call it from a click, since the
 * browser asks for permission to write.
 *
 * @throws VhdxError with a sentence; the changes are still pending then.
 */
export async function replaceOriginal(): Promise<void> {
  const { source, summary, changes, jobs, setReplacing } = useStore.getState();
  if (summary === null || source?.kind !== "handle") return;
  const [running] = jobs;
  if (running !== undefined) throw refusal("not-available", WORDS.stillReads(running.title));
  // A browser asks for permission right after a click alone, so nothing may be awaited before this.
  if (!(await mayUse(source.handle, "readwrite")))
    throw refusal("permission-denied", WORDS.notAllowed(summary.name));
  setReplacing("running");
  try {
    const next = await runJob(REPLACING, (job) => connect().edits.replaceOriginal(summary.id, job), {
      locksEdits: true,
      makesFile: true,
      cancelled: null,
    });
    const state = useStore.getState();
    setReplacing("closed");
    if (next === null) {
      state.notify("info", WORDS.replaceCancelled(summary.name));
      return;
    }
    state.addWritten(changes?.touched ?? 0);
    state.clearChanges();
    state.clearDigests();
    state.setDefaultLayer(next.defaultLayer);
    state.setUpTo(null);
    state.opened(next);
    state.notify("info", WORDS.replaced(next.name));
  } catch (thrown) {
    setReplacing("asking");
    throw thrown;
  }
  await resumeScan();
}
