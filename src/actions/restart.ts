import { connect, discardEngine } from "../client/engine.ts";
import { useStore } from "../state/store.ts";
import { openSource } from "./open.ts";

/** A new engine knows neither what was open nor that the session is private. */
async function renewEngine(): Promise<void> {
  discardEngine();
  if (useStore.getState().privateSession) await connect().setPrivate(true);
}

/** Starts the engine anew after a crash and opens the same file again, where there was one. */
export async function restart(): Promise<void> {
  const renewed = renewEngine();
  const { source, sourceName, sample, jobs, removeJob, closed, clearEdits, setCrash } = useStore.getState();
  for (const job of jobs) removeJob(job.id);
  clearEdits();
  closed();
  setCrash(null);
  await renewed;
  if (source !== null && sourceName !== null)
    await openSource(source, sourceName, sample === null ? {} : { sample });
}

/** Starts the engine anew after a crash and goes back to the start page. */
export function startOver(): void {
  void renewEngine();
  const { jobs, removeJob, closed, clearEdits, setCrash } = useStore.getState();
  for (const job of jobs) removeJob(job.id);
  clearEdits();
  closed();
  setCrash(null);
}
