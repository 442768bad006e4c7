import { ownStorage } from "../../client/abilities/storage.ts";
import { connect } from "../../client/engine.ts";
import { useStore } from "../../state/store.ts";
import { readHash } from "../../state/url.ts";
import { openSource } from "./open.ts";

/** Loads the list of working disks. A browser that gives the page no storage has none. */
export async function loadWorkingDisks(): Promise<void> {
  const disks = await connect()
    .working.list()
    .catch(() => null);
  useStore.getState().setWorkingDisks(disks);
}

/**
 * Finds out whether the browser gives the page storage of its own, and loads the list where anything is stored: the engine need not
 * be started for an empty one.
 */
export async function lookForWorkingDisks(): Promise<void> {
  const root = await ownStorage();
  useStore.getState().setHasStorage(root !== null);
  const first = await root
    ?.keys()
    .next()
    .catch(() => null);
  if (first?.done === false) await loadWorkingDisks();
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
