import type { ErrorCode } from "../../../workers/api/index.ts";
import { mayUse } from "../../client/abilities/handles.ts";
import { connect } from "../../client/engine.ts";
import { VhdxError } from "../../../workers/shared/error.ts";
import { useStore } from "../../state/store.ts";
import { resumeScan } from "../files/shown.ts";
import { runJob } from "../engine/run-job.ts";

/** Title of the job that replaces the original. */
export const REPLACING = "Replacing the original";

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
  if (running !== undefined)
    throw refusal(
      "not-available",
      `${running.title} still reads the file. Wait until it is done, or cancel it.`,
    );
  // A browser asks for permission right after a click alone, so nothing may be awaited before this.
  if (!(await mayUse(source.handle, "readwrite")))
    throw refusal(
      "permission-denied",
      `The browser was not allowed to write to ${summary.name}. Nothing was written.`,
    );
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
      state.notify("info", `Cancelled. ${summary.name} is unchanged; your changes are still pending.`);
      return;
    }
    state.addWritten(changes?.touched ?? 0);
    state.clearChanges();
    state.clearDigests();
    state.setDefaultLayer(next.defaultLayer);
    state.setUpTo(null);
    state.opened(next);
    state.notify("info", `Replaced ${next.name}. The written data was read back and is correct.`);
  } catch (thrown) {
    setReplacing("asking");
    throw thrown;
  }
  await resumeScan();
}
