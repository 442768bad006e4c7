import type { ImageId } from "../../../workers/api/index.ts";
import { connect } from "../../client/engine.ts";
import { toVhdxError } from "../../../workers/shared/error.ts";
import { useStore } from "../../state/store.ts";
import { mayLeaveEdits } from "../edit/edits.ts";
import { dropAllFiles, dropFile } from "./files.ts";
import { ancestorsOf, refreshFiles } from "./forest.ts";
import { openFiles } from "./open.ts";
import { cancelJob } from "../engine/run-job.ts";
import { scanRest } from "../engine/scan-rest.ts";
import { takeSummary } from "../engine/take-summary.ts";
import { WORDS } from "./words.ts";

/** Scans the rest again after the user cancelled it. */
export async function resumeScan(): Promise<void> {
  const { summary } = useStore.getState();
  if (summary !== null) await scanRest(summary);
}

/** Opens the file again after it changed, vanished or was in use. The place stays; pending changes are lost. */
export async function retry(): Promise<void> {
  const { source, sourceName, sample, summary, failed } = useStore.getState();
  if (summary === null) {
    if (source !== null && sourceName !== null)
      await openFiles([{ source, name: sourceName }], sample === null ? {} : { sample });
    return;
  }
  if (!(await mayLeaveEdits(WORDS.readAgain))) return;
  try {
    const again = await connect().images.reopen(summary.id);
    useStore.getState().clearDigests();
    useStore.getState().clearChanges();
    takeSummary(again);
    await refreshFiles();
    await scanRest(again);
  } catch (thrown) {
    failed(toVhdxError(thrown));
  }
}

/** Turns the marked, read-only view of the original on. */
export async function readAnyway(): Promise<void> {
  const { summary, setLayer } = useStore.getState();
  if (summary === null) return;
  takeSummary(await connect().images.readAnyway(summary.id));
  setLayer("original");
  await refreshFiles();
}

/** Stops the jobs that read a file: those about itself, and those about disks that have it as an ancestor. */
async function stopJobs(id: ImageId): Promise<void> {
  const { jobs, forest } = useStore.getState();
  const reads = (image: ImageId) =>
    image === id || (forest !== null && ancestorsOf(forest, image).includes(id));
  await Promise.all(
    jobs.filter(({ image }) => image !== null && reads(image)).map((job) => cancelJob(job.id, "closing")),
  );
}

/**
 * Closes the file that is shown; another open one is shown then, or the start page. Asks first where pending changes would be
 * lost.
 *
 * @returns false where the user stays.
 */
export async function closeImage(): Promise<boolean> {
  if (!(await mayLeaveEdits(WORDS.close))) return false;
  const { summary } = useStore.getState();
  if (summary === null) {
    dropAllFiles();
    return true;
  }
  const stopped = stopJobs(summary.id);
  dropFile(summary.id);
  await stopped;
  await connect().images.close(summary.id);
  await refreshFiles();
  return true;
}

/** Closes one file after the other, until all are closed or the user stays at one. */
export async function closeAll(): Promise<void> {
  // Each file may ask its own question.
  // oxlint-disable-next-line no-await-in-loop
  while (useStore.getState().summary !== null) if (!(await closeImage())) return;
}
