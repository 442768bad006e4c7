import { connect } from "../../client/engine.ts";
import { toVhdxError } from "../../../workers/shared/error.ts";
import { useStore } from "../../state/store.ts";
import { cancelJob, runJob } from "../engine/run-job.ts";
import type { Wanted } from "./two-files.ts";
import { WORDS } from "./words.ts";

/** Ends a comparison that nobody waits for any more. */
async function stopEarlier(): Promise<void> {
  const earlier = useStore.getState().jobs.filter(({ title }) => title === WORDS.comparing);
  await Promise.all(earlier.map(({ id }) => cancelJob(id, "closing")));
}

/** Compares two files as a job and puts the result into the store, unless another comparison was begun since. */
export async function compareFiles({ request, asked }: Wanted): Promise<void> {
  const { setFileComparison, fileComparison: before } = useStore.getState();
  if (before?.asked === asked && before.state === "running") return;
  setFileComparison({ asked, state: "running" });
  const isLatest = () => useStore.getState().fileComparison?.asked === asked;
  try {
    await stopEarlier();
    const comparison = await runJob(WORDS.comparing, (job) => connect().views.compareFiles(request, job), {
      about: request.b.image,
      locksEdits: request.a.layer.name === "edited" || request.b.layer.name === "edited",
      cancelled: WORDS.notCompared,
    });
    if (!isLatest()) return;
    setFileComparison(
      comparison === null ? { asked, state: "cancelled" } : { asked, state: "done", comparison },
    );
  } catch (thrown) {
    if (isLatest()) setFileComparison({ asked, state: "failed", error: toVhdxError(thrown) });
  }
}
