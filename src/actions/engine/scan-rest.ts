import type { ImageId, ImageSummary } from "../../../workers/api/index.ts";
import { connect } from "../../client/engine.ts";
import { useStore } from "../../state/store.ts";
import { runJob } from "./run-job.ts";
import { takeSummary } from "./take-summary.ts";
import { reportTrouble } from "./trouble.ts";

const scanning = new Set<ImageId>();

/** The background stage, where the quick one did not see everything and nobody scans the file yet. */
export async function scanRest({ id, scan }: ImageSummary): Promise<void> {
  if (scan === "complete" || scanning.has(id)) return;
  scanning.add(id);
  try {
    const complete = await runJob("Scanning the rest", (job) => connect().images.scan(id, job));
    // A full check that goes on brings a newer one, and all views ask anew with each.
    const { fullCheck } = useStore.getState();
    const brings = fullCheck?.running === true && fullCheck.image === id;
    if (complete !== null && !brings) takeSummary(complete);
  } catch (thrown) {
    if (useStore.getState().summary?.id === id) reportTrouble("The scan stopped", thrown);
  } finally {
    scanning.delete(id);
  }
}

/** From now on scans the rest of every file when it is shown. */
export function scanWhatIsShown(): void {
  useStore.subscribe((state, before) => {
    if (state.summary !== null && state.summary.id !== before.summary?.id) void scanRest(state.summary);
  });
}
