import { connect } from "../../client/engine.ts";
import { useStore } from "../../state/store.ts";
import { readHash } from "../../state/url.ts";
import { openSource } from "./open.ts";

/** Whether the browser's own storage for this page is empty, so that the engine need not be asked. */
async function storageIsEmpty(): Promise<boolean> {
  try {
    const root = await navigator.storage.getDirectory();
    const first = await root.keys().next();
    return first.done === true;
  } catch {
    // A browser that gives the page no storage; the engine says so where it matters.
    return true;
  }
}

/** Loads the list of working disks. A browser that gives the page no storage has none. */
export async function loadWorkingDisks(): Promise<void> {
  const disks = await connect()
    .working.list()
    .catch(() => null);
  useStore.getState().setWorkingDisks(disks);
}

/** The same for the start page, without starting the engine where the storage is empty. */
export async function lookForWorkingDisks(): Promise<void> {
  if (!(await storageIsEmpty())) await loadWorkingDisks();
}

/** Asks the browser not to clear the page's storage by itself when the drive runs full. It may refuse. */
export async function askToPersist(): Promise<void> {
  await navigator.storage.persist().catch(() => false);
}

/** Opens a working disk; changes to it are written at once. */
export async function openWorkingDisk(name: string): Promise<void> {
  await openSource({ kind: "working", name }, name);
}

/** Opens a working disk where it can be saved from. */
export async function exportWorkingDisk(name: string): Promise<void> {
  await openSource({ kind: "working", name }, name, { place: { ...readHash(""), screen: "export" } });
}

/**
 * Deletes a working disk, for good.
 *
 * @throws VhdxError `file-in-use` while it is open, in another tab too.
 */
export async function deleteWorkingDisk(name: string): Promise<void> {
  useStore.getState().setWorkingDisks(await connect().working.delete(name));
}
