import type { ImageId, ImageSummary } from "../../../workers/api/index.ts";
import { connect } from "../../client/engine.ts";
import { useStore } from "../../state/store.ts";
import { runJob } from "./run-job.ts";
import { takeSummary } from "./take-summary.ts";
import { reportTrouble } from "./trouble.ts";
import { WORDS } from "./words.ts";

const scanning = new Set<ImageId>();

/** Starts the background stage, unless the quick stage has read everything or a scan of the file runs already. */
export async function scanRest({ id, scan }: ImageSummary): Promise<void> {
  if (scan === "complete" || scanning.has(id)) return;
  scanning.add(id);
  try {
    const complete = await runJob(WORDS.scanning, (job) => connect().images.scan(id, job), {
      about: id,
      cancelled: WORDS.notScanned,
    });
    // A running full check brings a newer summary; each new summary makes all views ask again.
    const { fullCheck } = useStore.getState();
    const brings = fullCheck?.running === true && fullCheck.image === id;
    if (complete !== null && !brings) takeSummary(complete);
  } catch (thrown) {
    if (useStore.getState().summary?.id === id) reportTrouble(WORDS.scanStopped, thrown);
  } finally {
    scanning.delete(id);
  }
}

/** Scans the rest of every file from now on, when it is shown. */
export function scanWhatIsShown(): void {
  useStore.subscribe((state, before) => {
    if (state.summary !== null && state.summary.id !== before.summary?.id) void scanRest(state.summary);
  });
}
