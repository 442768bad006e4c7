import type { EngineApi } from "../../api/index.ts";
import type { StartHashWorker } from "../hashes/digests.ts";
import type { StoreOf } from "../image/open-source.ts";
import { BlobReader, type StartReadWorker } from "../../store/blob-reader.ts";
import { BlobStore } from "../../store/blob-store.ts";
import { bulkCalls } from "./bulk-calls.ts";
import { chainCalls } from "./chain-calls.ts";
import { childCalls } from "./child-calls.ts";
import { editCalls } from "./edit-calls.ts";
import { exportCalls } from "./export-calls.ts";
import { imageCalls } from "./image-calls.ts";
import { newDiskCalls } from "./new-disk-calls.ts";
import { OpenFiles } from "./open-files.ts";
import { repairCalls } from "./repair-calls.ts";
import { viewCalls } from "./view-calls.ts";

/** What the engine takes from where it runs. */
export interface Surroundings {
  /** Makes the store that a file is read through. */
  readonly storeOf?: StoreOf;
  /** Makes a worker for hashes; without it they are computed here. */
  readonly startHashWorker?: StartHashWorker | null;
  /** Makes a worker for large reads; without it they wait for what is computed here. */
  readonly startReadWorker?: StartReadWorker | null;
}

/**
 * The engine as the page calls it.
 *
 * @param version of the tool, for reports.
 */
export function createSession(
  version: string,
  { storeOf, startHashWorker = null, startReadWorker = null }: Surroundings = {},
): EngineApi {
  const reader = new BlobReader(startReadWorker);
  const files = new OpenFiles(storeOf ?? ((file) => new BlobStore(file, reader)));
  const edits = editCalls(files);
  return {
    ...imageCalls(files),
    ...chainCalls(files),
    ...childCalls(files),
    ...viewCalls(files),
    ...bulkCalls(files, startHashWorker),
    ...exportCalls(files, version),
    ...edits,
    ...repairCalls(files, edits.edit),
    ...newDiskCalls(files),
  };
}
