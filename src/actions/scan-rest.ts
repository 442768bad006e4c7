import type { ImageSummary } from "../../workers/api/index.ts";
import { connect } from "../client/engine.ts";
import { useStore } from "../state/store.ts";
import { runJob } from "./run-job.ts";
import { takeSummary } from "./take-summary.ts";
import { reportTrouble } from "./trouble.ts";

/** The background stage, where the quick one did not see everything. */
export async function scanRest(summary: ImageSummary): Promise<void> {
  if (summary.scan === "complete") return;
  try {
    const complete = await runJob("Scanning the rest", (job, onProgress) =>
      connect().scan(summary.id, job, onProgress),
    );
    if (complete !== null) takeSummary(complete);
  } catch (thrown) {
    if (useStore.getState().summary?.id === summary.id) reportTrouble("The scan stopped", thrown);
  }
}
