import { discardEngine } from "../client/engine.ts";
import { useStore } from "../state/store.ts";
import { openSource } from "./open.ts";

/** Starts the engine anew after a crash and opens the same file again, where there was one. */
export async function restart(): Promise<void> {
  discardEngine();
  const { source, sourceName, sample, jobs, removeJob, closed, clearEdits, setCrash } = useStore.getState();
  for (const job of jobs) removeJob(job.id);
  clearEdits();
  closed();
  setCrash(null);
  if (source !== null && sourceName !== null)
    await openSource(source, sourceName, sample === null ? {} : { sample });
}

/** Starts the engine anew after a crash and goes back to the start page. */
export function startOver(): void {
  discardEngine();
  const { jobs, removeJob, closed, clearEdits, setCrash } = useStore.getState();
  for (const job of jobs) removeJob(job.id);
  clearEdits();
  closed();
  setCrash(null);
}
