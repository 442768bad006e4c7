import type { ImageSource } from "../../workers/api/index.ts";
import { findSample, loadSample } from "../samples/index.ts";
import { connect } from "../client/engine.ts";
import { toEngineError } from "../client/errors.ts";
import { mayLeaveEdits } from "./edits.ts";
import { useStore } from "../state/store.ts";
import type { UrlPlace } from "../state/url.ts";
import { takePendingPlace } from "./pending-place.ts";
import { pickFile } from "./pick.ts";
import { showPlace } from "./place-from-url.ts";
import { remember } from "./recent.ts";
import { cancelJob } from "./run-job.ts";
import { scanRest } from "./scan-rest.ts";
import { takeSummary } from "./take-summary.ts";

export interface OpenOptions {
  /** Id of the sample that the source is. */
  readonly sample?: string;
  /** Where to go once it is open. */
  readonly place?: UrlPlace;
}

/** Only the latest file may take the page: a slow one must not push out what was opened after it. */
let latest = 0;

/** Forgets what belongs to the open image, stops its jobs and lets the engine forget it. */
async function leave(): Promise<void> {
  const state = useStore.getState();
  state.clearBookmarks();
  state.clearDigests();
  state.clearComparison();
  state.clearEdits();
  state.setEditMode(false);
  state.setConfirming(null);
  state.setFinished(null);
  state.setUpTo(null);
  const start = { offset: 0, length: 0 };
  state.setPlace({ node: null, field: null, file: start, disk: start, batIndex: null, logEntry: null });
  for (const { id, tone } of state.notices) if (tone === "error") state.dismissNotice(id);
  await Promise.all(state.jobs.map((job) => cancelJob(job.id)));
  if (state.summary !== null) await connect().close(state.summary.id);
}

/**
 * Opens an image in place of the present one, shows its default layer, and scans the rest in the background. Asks first
 * where pending changes would be lost.
 */
export async function openSource(
  source: ImageSource,
  name: string,
  options: OpenOptions = {},
): Promise<void> {
  if (!(await mayLeaveEdits(`Open ${name}`))) return;
  latest += 1;
  const mine = latest;
  const left = leave();
  const { beginOpen, failed, opened, setDefaultLayer, show } = useStore.getState();
  beginOpen(source, name, options.sample ?? null);
  try {
    await left;
    const summary = await connect().open(source);
    if (mine !== latest) {
      await connect().close(summary.id);
      return;
    }
    setDefaultLayer(summary.defaultLayer);
    show("overview");
    opened(summary);
    if (source.kind === "handle") void remember(source.handle, summary.size);
    const place = options.place ?? takePendingPlace();
    if (place !== null) await showPlace(place);
    await scanRest(summary);
  } catch (thrown) {
    if (mine === latest) failed(toEngineError(thrown));
  }
}

/** Lets the user choose a file and opens it. */
export async function openFile(): Promise<void> {
  const file = await pickFile();
  if (file !== null) await openSource(file.source, file.name);
}

/** Opens a sample by its id; an unknown one is told. */
export async function openSample(id: string, place?: UrlPlace): Promise<void> {
  const sample = findSample(id);
  if (sample === null) {
    useStore.getState().notify("error", `There is no sample called ${id}.`);
    return;
  }
  const file = await loadSample(sample);
  await openSource({ kind: "file", file }, file.name, { sample: sample.id, ...(place && { place }) });
}

/** Scans the rest again after the user cancelled it. */
export async function resumeScan(): Promise<void> {
  const { summary } = useStore.getState();
  if (summary !== null) await scanRest(summary);
}

/** Takes the file again after it changed, vanished or was in use; the place stays, pending changes don't. */
export async function retry(): Promise<void> {
  const { source, sourceName, sample, summary, failed } = useStore.getState();
  if (summary === null) {
    if (source !== null && sourceName !== null)
      await openSource(source, sourceName, sample === null ? {} : { sample });
    return;
  }
  if (!(await mayLeaveEdits("Read the file again"))) return;
  try {
    const again = await connect().reopen(summary.id);
    useStore.getState().clearDigests();
    useStore.getState().clearChanges();
    takeSummary(again);
    await scanRest(again);
  } catch (thrown) {
    failed(toEngineError(thrown));
  }
}

/** Turns the marked, read-only view of the original on. */
export async function readAnyway(): Promise<void> {
  const { summary, setLayer } = useStore.getState();
  if (summary === null) return;
  takeSummary(await connect().readAnyway(summary.id));
  setLayer("original");
}

/** Closes the image and goes back to the start. Asks first where pending changes would be lost. */
export async function closeImage(): Promise<void> {
  if (!(await mayLeaveEdits("Close the file"))) return;
  latest += 1;
  const left = leave();
  useStore.getState().closed();
  await left;
}
