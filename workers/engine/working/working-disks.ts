import type { WorkingDisk, WorkingDisks } from "../../api/index.ts";
import type { Steps } from "../../bytes/steps.ts";
import { VhdxError } from "../../shared/error.ts";
import { sizeText } from "../../shared/text.ts";
import { ownStorage, storageEstimate } from "../../store/own-storage.ts";
import { OpfsStore } from "../../store/opfs-store.ts";
import type { Store } from "../../store/store.ts";
import type { CreateOptions } from "../../vhdx/write/create-options.ts";
import { newFileSize } from "../../vhdx/write/create.ts";
import { type JobContext, runStepsInJob } from "../jobs/jobs.ts";

const FOLDER = "working-disks";

const exceptionName = (thrown: unknown) => (thrown instanceof DOMException ? thrown.name : "");

/**
 * The root of the browser's own storage for this page.
 *
 * @throws VhdxError `not-available` where the browser gives the page none, as one that was opened from a disk in Chromium.
 */
async function storageRoot(): Promise<FileSystemDirectoryHandle> {
  const root = await ownStorage();
  if (root !== null) return root;
  throw new VhdxError(
    "not-available",
    "The browser gives this page no storage of its own, so there can be no working disk. Save the disk as a file.",
  );
}

async function folder(): Promise<FileSystemDirectoryHandle> {
  return (await storageRoot()).getDirectoryHandle(FOLDER, { create: true });
}

/** The folder of working disks; null where none was ever made. Does not create it. */
async function folderIfAny(): Promise<FileSystemDirectoryHandle | null> {
  const root = await storageRoot();
  return root.getDirectoryHandle(FOLDER).catch((thrown: unknown) => {
    if (exceptionName(thrown) === "NotFoundError") return null;
    throw thrown;
  });
}

/** All working disks by name, and how much room the browser gives. */
export async function listWorkingDisks(): Promise<WorkingDisks> {
  const disks: WorkingDisk[] = [];
  for await (const handle of (await folderIfAny())?.values() ?? []) {
    if (handle.kind !== "file") continue;
    const { name, size, lastModified } = await handle.getFile();
    disks.push({ name, size, lastModified });
  }
  disks.sort((a, b) => a.name.localeCompare(b.name));
  const { usage, quota } = await storageEstimate();
  return { disks, usage: usage ?? null, quota: quota ?? null };
}

/**
 * Opens a working disk's file, for this page alone.
 *
 * @throws VhdxError `file-vanished` where there is none; `file-in-use` where another tab has it open.
 */
export async function openWorkingDisk(name: string): Promise<OpfsStore> {
  try {
    return await OpfsStore.open(await (await folder()).getFileHandle(name));
  } catch (thrown) {
    if (exceptionName(thrown) === "NotFoundError")
      throw new VhdxError("file-vanished", `There is no working disk named ${name}.`);
    if (exceptionName(thrown) === "NoModificationAllowedError") {
      throw new VhdxError(
        "file-in-use",
        `The working disk ${name} is open in another tab. Close it there, then retry.`,
      );
    }
    throw thrown;
  }
}

/** @throws VhdxError `no-space` where the browser says beforehand that a file of that many bytes has no room. */
async function requireRoom(size: number): Promise<void> {
  const { usage, quota } = await storageEstimate();
  if (usage === undefined || quota === undefined) return;
  const room = Math.max(0, quota - usage);
  if (size <= room) return;
  throw new VhdxError(
    "no-space",
    `The disk's file takes ${sizeText(size)}, and the browser's storage for this page has room for ${sizeText(room)}. Make it dynamic or smaller, or save it as a file.`,
  );
}

/**
 * Makes a new image as a working disk.
 *
 * @param problem what is wrong with what is to be made, as a sentence
 * @param make writes it to an empty store
 * @throws VhdxError `misuse` with a sentence where the name is taken or the options are impossible; `no-space`; `cancelled`.
 */
export async function createWorkingDisk(
  name: string,
  options: CreateOptions,
  problem: string | null,
  make: (store: Store) => Steps<void>,
  job: JobContext,
): Promise<void> {
  const sentence =
    name.trim() === "" || /[/\\]/.test(name) ? "A working disk needs a name without slashes." : problem;
  if (sentence !== null) throw new VhdxError("misuse", sentence);
  const disks = await folder();
  const taken = await disks.getFileHandle(name).then(
    () => true,
    () => false,
  );
  if (taken) throw new VhdxError("misuse", `There is a working disk named ${name} already.`);
  await requireRoom(newFileSize(options));
  const store = await OpfsStore.open(await disks.getFileHandle(name, { create: true }));
  try {
    await runStepsInJob(make(store), job, "Writing the structures");
    store.close();
  } catch (thrown) {
    // An incomplete disk is deleted.
    store.close();
    await disks.removeEntry(name);
    throw thrown;
  }
}

/** @throws VhdxError `file-in-use` where it is open; one that isn't there is deleted already. */
export async function deleteWorkingDisk(name: string): Promise<void> {
  try {
    await (await folder()).removeEntry(name);
  } catch (thrown) {
    if (exceptionName(thrown) === "NotFoundError") return;
    if (exceptionName(thrown) === "NoModificationAllowedError") {
      throw new VhdxError("file-in-use", `The working disk ${name} is open. Close it, then delete it.`);
    }
    throw thrown;
  }
}
