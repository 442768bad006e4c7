import type { ImageSource, NewImageOptions } from "../../workers/api/index.ts";
import { connect } from "../client/engine.ts";
import { useStore } from "../state/store.ts";
import { openSource } from "./open.ts";
import { runJob } from "./run-job.ts";
import { chooseDestination, deliver } from "./save.ts";
import { askToPersist } from "./working-disks.ts";

/** Title of the job that makes a new disk. */
export const MAKING = "Making the disk";

/** Where a new disk goes. `working`: into the browser's own storage, to be edited in place. */
export type NewDiskPlace = "pick" | "download" | "working";

/** A disk that was made, ready to be opened. */
export interface MadeDisk {
  readonly name: string;
  /** Length of its file in bytes; null where only the browser's storage knows. */
  readonly size: number | null;
  readonly place: NewDiskPlace;
  readonly source: ImageSource;
}

async function makeWorking(options: NewImageOptions, name: string): Promise<MadeDisk | null> {
  void askToPersist();
  const listed = await runJob(MAKING, (job, onProgress) =>
    connect().createWorkingDisk(name, options, job, onProgress),
  );
  if (listed === null) return null;
  useStore.getState().setWorkingDisks(listed);
  const size = listed.disks.find((disk) => disk.name === name)?.size ?? null;
  return { name, size, place: "working", source: { kind: "working", name } };
}

/**
 * Makes a new disk.
 *
 * @returns null where the user closed the picker or cancelled.
 * @throws EngineError as the engine and the browser's picker do.
 */
export async function makeDisk(
  options: NewImageOptions,
  fileName: string,
  place: NewDiskPlace,
): Promise<MadeDisk | null> {
  if (place === "working") return makeWorking(options, fileName);
  useStore.getState().setSaveAs(place);
  const to = await chooseDestination(fileName);
  if (to === null) return null;
  const result = await runJob(MAKING, (job, onProgress) =>
    connect().createImage(options, to, job, onProgress),
  );
  if (result === null) return null;
  deliver(result, fileName);
  if (to.kind === "handle") {
    const { handle } = to;
    return { name: handle.name, size: result.size, place: "pick", source: { kind: "handle", handle } };
  }
  const file = new File(result.blob === null ? [] : [result.blob], fileName);
  return { name: fileName, size: result.size, place: "download", source: { kind: "file", file } };
}

/** Opens a disk that was just made. */
export async function openMade({ source, name }: MadeDisk): Promise<void> {
  await openSource(source, name);
}
