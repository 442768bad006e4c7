import type { Forest, ImageId, ImageSource, ImageSummary, OpenedBatch } from "../../../workers/api/index.ts";
import { findSample, loadSample } from "../../samples/index.ts";
import { connect } from "../../client/engine.ts";
import { errorFrom, toVhdxError, type VhdxError } from "../../../workers/shared/error.ts";
import { newView, openViews } from "../../state/files.ts";
import { useStore } from "../../state/store.ts";
import type { UrlPlace } from "../../state/url.ts";
import type { ChosenFile } from "./chosen-file.ts";
import { addFile, dropAllFiles, dropFile, fileView, showFile } from "./files.ts";
import { copiesText } from "./copies.ts";
import { fileToShow, takeForest } from "./forest.ts";
import { takePendingPlace } from "../place/pending-place.ts";
import { siftDisks } from "./folder.ts";
import { pickFiles, pickFolder } from "./pick.ts";
import { showPlace } from "../place/place-from-url.ts";
import { remember } from "./recent.ts";
import { runJob } from "../engine/run-job.ts";
import { takeSummary } from "../engine/take-summary.ts";
import { WORDS } from "./words.ts";

export interface OpenOptions {
  /** Id of the sample that the source is. */
  readonly sample?: string;
  /** Where to go once it is open. */
  readonly place?: UrlPlace;
}

/** Title of the job. */
export const OPENING = "Opening";

/** Number of the latest request: slow files must not replace files that were opened after them. */
let latest = 0;

/** The result for each file, in the order of the files. */
interface Opened {
  readonly summaries: readonly ImageSummary[];
  readonly failures: readonly { readonly file: ChosenFile; readonly error: VhdxError }[];
}

/** Adds opened files to the list, and collects errors for the others. */
function takeBatch(
  { results, forest, changed }: OpenedBatch,
  chosen: readonly ChosenFile[],
  sample: string | null,
): Opened {
  const summaries = new Map<ImageId, ImageSummary>();
  const failures: { file: ChosenFile; error: VhdxError }[] = [];
  for (const [nth, file] of chosen.entries()) {
    const result = results[nth];
    if (result === undefined) continue;
    const { summary, error } = result;
    if (error !== null) failures.push({ file, error: errorFrom(error) });
    else {
      summaries.set(summary.id, summary);
      if (fileView(summary.id) !== null) takeSummary(summary);
      else {
        const { notes, lost } = result;
        addFile({ id: summary.id, left: newView(file.source, sample, summary, notes) });
        if (lost !== null) useStore.getState().notify(lost.why === "damaged" ? "error" : "info", lost.text);
      }
    }
  }
  takeForest(forest, changed);
  return { summaries: [...summaries.values()], failures };
}

/** Shows why a file could not be opened: on the start page where nothing is open, else above the shown file. */
function tellFailure(file: ChosenFile, error: VhdxError, isLatest: boolean): void {
  if (error.code === "cancelled" || !isLatest) return;
  const { status, unopened, beginOpen, failed, setUnopened } = useStore.getState();
  if (status !== "opening") {
    setUnopened([...unopened, { ...file, error }]);
    return;
  }
  beginOpen(file.source, file.name, null);
  failed(error);
}

/** Closes files that can't be read any more and were opened again under the same name. */
async function closeStale(opened: readonly ImageSummary[]): Promise<void> {
  const stale = openViews(useStore.getState()).filter(
    ({ summary, error, changes }) =>
      error !== null &&
      (changes?.done.length ?? 0) === 0 &&
      opened.some(({ id, name }) => name === summary?.name && id !== summary.id),
  );
  for (const { summary } of stale) {
    if (summary === null) continue;
    dropFile(summary.id);
    // oxlint-disable-next-line no-await-in-loop
    await connect().images.close(summary.id);
  }
}

/** What came to the shown file, as a sentence: its parent, or files further up its chain. */
function ancestorsOpened(shown: ImageSummary, opened: readonly ImageSummary[], forest: Forest): string {
  const parentId = forest.nodes.find(({ id }) => id === shown.id)?.parent?.id ?? null;
  const parent = opened.find(({ id }) => id === parentId);
  const others = opened.filter(({ id }) => id !== parentId).map(({ name }) => name);
  return WORDS.ancestors(shown.name, parent?.name ?? null, others);
}

/** Shows an opened file, or stays at the present one where only its parents were opened. */
async function showOpened(opened: readonly ImageSummary[], forest: Forest, isLatest: boolean): Promise<void> {
  const { summary, notify, show } = useStore.getState();
  const ids = opened.map(({ id }) => id);
  const wanted = fileToShow(forest, ids, summary?.id ?? null);
  if (wanted === null) {
    if (summary !== null && opened.length > 0) notify("info", ancestorsOpened(summary, opened, forest));
  } else if (wanted !== summary?.id && (isLatest || summary === null)) {
    await showFile(wanted);
    show("overview");
  }
}

/**
 * Opens files in one job. Failures are shown; the other files are opened all the same.
 *
 * @returns whether any was opened.
 */
async function openAtOnce(
  files: readonly ChosenFile[],
  sample: string | null,
  isLatest: () => boolean,
): Promise<boolean> {
  const sources = files.map(({ source }) => source);
  const batch = await runJob(OPENING, (job) => connect().images.openAll(sources, job), {
    about: null,
    cancelled: WORDS.noneOpened,
  });
  if (batch === null) return false;
  const { summaries, failures } = takeBatch(batch, files, sample);
  await showOpened(summaries, batch.forest, isLatest());
  const ids = summaries.map(({ id }) => id);
  void remember(batch.forest, ids);
  await closeStale(summaries);
  const copies = copiesText(openViews(useStore.getState()), ids, batch.forest);
  if (copies !== null) useStore.getState().notify("info", copies);
  for (const { file, error } of failures) tellFailure(file, error, isLatest());
  return summaries.length > 0;
}

/**
 * Opens files beside those that are open: nothing is lost, so nothing is asked. Shows a child before its parents, and stays at
 * the present file where only its parents came.
 */
export async function openFiles(files: readonly ChosenFile[], options: OpenOptions = {}): Promise<void> {
  const [first] = files;
  if (first === undefined) return;
  latest += 1;
  const mine = latest;
  const { notices, dismissNotice, beginOpen, setUnopened, summary: before } = useStore.getState();
  setUnopened([]);
  for (const { id, tone } of notices) if (tone === "error") dismissNotice(id);
  const sample = options.sample ?? null;
  if (before === null)
    beginOpen(first.source, files.length === 1 ? first.name : WORDS.files(files.length), sample);
  try {
    const anyOpened = await openAtOnce(files, sample, () => mine === latest);
    if (mine !== latest) return;
    if (!anyOpened) {
      // Neither opened nor failed: the user cancelled it.
      if (useStore.getState().status === "opening") dropAllFiles();
      return;
    }
    const place = options.place ?? takePendingPlace();
    if (place !== null) await showPlace(place);
  } catch (thrown) {
    tellFailure(first, toVhdxError(thrown), mine === latest);
  }
}

/** Opens one file by what it comes from. */
export async function openSource(
  source: ImageSource,
  name: string,
  options: OpenOptions = {},
): Promise<void> {
  await openFiles([{ source, name }], options);
}

/** Lets the user choose files and opens them. */
export async function openPicked(): Promise<void> {
  await openFiles(await pickFiles());
}

/**
 * Opens what was dropped, or found in a folder: one file whatever it is, and of several those that are disks by name or by their first
 * bytes. The others are counted in a notice.
 */
export async function openChosen(files: readonly ChosenFile[]): Promise<void> {
  // A file that is dropped on the help would open behind it.
  useStore.getState().setHelp(null);
  if (files.length === 1) return openFiles(files);
  const { disks, others } = await siftDisks(files, (unknown) =>
    connect().images.areDisks(unknown.map(({ source }) => source)),
  );
  const { notify } = useStore.getState();
  if (disks.length === 0) {
    notify("error", WORDS.noDisk);
    return;
  }
  await openFiles(disks);
  if (others > 0) notify("info", WORDS.leftOut(others));
}

/** Lets the user choose a folder and opens the disks in it. */
export async function openFolder(): Promise<void> {
  const folder = await pickFolder();
  if (folder !== null) await openChosen(folder);
}

/** Opens a sample by its id, or shows it where it is open already; an unknown one is told. */
export async function openSample(id: string, place?: UrlPlace): Promise<void> {
  const sample = findSample(id);
  if (sample === null) {
    useStore.getState().notify("error", WORDS.noSample(id));
    return;
  }
  const known = openViews(useStore.getState()).find((view) => view.sample === sample.id)?.summary ?? null;
  if (known !== null) {
    await showFile(known.id);
    if (place !== undefined) await showPlace(place);
    return;
  }
  const file = await loadSample(sample);
  await openSource({ kind: "file", file }, file.name, { sample: sample.id, ...(place && { place }) });
}
