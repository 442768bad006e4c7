import { connect, discardEngine } from "../../client/engine.ts";
import { forgetAnswers } from "../engine/ask-once.ts";
import { openViews } from "../../state/files.ts";
import { useStore } from "../../state/store.ts";
import { dropAllFiles } from "./files.ts";
import { openFiles } from "./open.ts";
import type { ChosenFile } from "./chosen-file.ts";

/** A new engine knows neither what was open nor that the session is private. */
async function renewEngine(): Promise<void> {
  discardEngine();
  forgetAnswers();
  if (useStore.getState().privateSession) await connect().kept.setPrivate(true);
}

function forgetAll(): void {
  const { jobs, removeJob, setCrash } = useStore.getState();
  for (const job of jobs) removeJob(job.id);
  dropAllFiles();
  setCrash(null);
}

/** Starts the engine anew after a crash and opens the same files again, where there were any. */
export async function restart(): Promise<void> {
  const renewed = renewEngine();
  const state = useStore.getState();
  // A file that was being opened is on no list yet.
  const views = state.files.length === 0 ? [state] : openViews(state);
  const files = views.flatMap(({ source, sourceName }): ChosenFile[] =>
    source === null || sourceName === null ? [] : [{ name: sourceName, source }],
  );
  const { sample } = state;
  forgetAll();
  await renewed;
  await openFiles(files, files.length > 1 || sample === null ? {} : { sample });
}

/** Starts the engine anew after a crash and goes back to the start page. */
export function startOver(): void {
  void renewEngine();
  forgetAll();
}
