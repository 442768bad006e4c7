import type {
  Destination,
  ExportResult,
  ImageSource,
  JobPort,
  NewImageOptions,
  WorkingDisks,
} from "../../../workers/api/index.ts";
import { persistStorage } from "../../client/abilities/storage.ts";
import { connect } from "../../client/engine.ts";
import { useStore } from "../../state/store.ts";
import { openSource } from "./open.ts";
import { runJob } from "../engine/run-job.ts";
import { cancelledSave, chooseDestination, deliver } from "../export/save.ts";
import { WORDS } from "./words.ts";

/** Title of the job that makes a new disk. */
export const MAKING = WORDS.making;

/** Where a new disk goes. `working`: into the browser's own storage, to be edited in place. */
export type NewDiskPlace = "pick" | "download" | "working";

/** A new disk, ready to be opened. */
export interface MadeDisk {
  readonly name: string;
  /** Length of its file in bytes; null where only the browser's storage knows. */
  readonly size: number | null;
  readonly place: NewDiskPlace;
  readonly source: ImageSource;
}

/** The engine's calls for the two places. */
export interface Makers {
  readonly file: (to: Destination, job: JobPort) => Promise<ExportResult>;
  readonly working: (job: JobPort) => Promise<WorkingDisks>;
}

async function makeWorking(title: string, name: string, make: Makers["working"]): Promise<MadeDisk | null> {
  // The browser may refuse; the disk is made all the same.
  void persistStorage();
  const listed = await runJob(title, make, { makesFile: true, cancelled: WORDS.noneMade });
  if (listed === null) return null;
  useStore.getState().setWorkingDisks(listed);
  const size = listed.disks.find((disk) => disk.name === name)?.size ?? null;
  return { name, size, place: "working", source: { kind: "working", name } };
}

/**
 * Makes a disk where the user wants it.
 *
 * @param title of the job
 * @returns null where the user closed the picker or cancelled.
 * @throws VhdxError as the engine and the browser's picker do.
 */
export async function makeAs(
  title: string,
  fileName: string,
  place: NewDiskPlace,
  makers: Makers,
): Promise<MadeDisk | null> {
  if (place === "working") return makeWorking(title, fileName, makers.working);
  useStore.getState().setSaveAs(place);
  const to = await chooseDestination(fileName);
  if (to === null) return null;
  const result = await runJob(title, (job) => makers.file(to, job), {
    makesFile: true,
    cancelled: cancelledSave(to),
  });
  if (result === null) return null;
  deliver(result, fileName);
  if (to.kind === "handle") {
    const { handle } = to;
    return { name: handle.name, size: result.size, place: "pick", source: { kind: "handle", handle } };
  }
  const file = new File(result.blob === null ? [] : [result.blob], fileName);
  return { name: fileName, size: result.size, place: "download", source: { kind: "file", file } };
}

/** Makes a new disk; results and errors are those of `makeAs`. */
export function makeDisk(
  options: NewImageOptions,
  fileName: string,
  place: NewDiskPlace,
): Promise<MadeDisk | null> {
  return makeAs(MAKING, fileName, place, {
    file: (to, job) => connect().newDisks.create(options, to, job),
    working: (job) => connect().newDisks.createWorking(fileName, options, job),
  });
}

/** Opens a disk that was just made. */
export async function openMade({ source, name }: MadeDisk): Promise<void> {
  await openSource(source, name);
}
