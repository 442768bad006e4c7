import type { EngineApi } from "../../api/index.ts";
import type { StartHashWorker } from "../hashes/digests.ts";
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

/**
 * The engine as the page calls it.
 *
 * @param version of the tool, for reports.
 * @param startHashWorker makes a worker for hashes; null: they are computed here.
 */
export function createSession(version: string, startHashWorker: StartHashWorker | null = null): EngineApi {
  const files = new OpenFiles();
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
