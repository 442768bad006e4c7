import type { EngineApi } from "../../api/index.ts";
import type { StoreOf } from "../open-source.ts";
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
 * @param storeOf makes the store that a file is read through
 */
export function createSession(version: string, storeOf?: StoreOf): EngineApi {
  const files = new OpenFiles(storeOf);
  const edits = editCalls(files);
  return {
    ...imageCalls(files),
    ...chainCalls(files),
    ...childCalls(files),
    ...viewCalls(files),
    ...bulkCalls(files),
    ...exportCalls(files, version),
    ...edits,
    ...repairCalls(files, edits.edit),
    ...newDiskCalls(files),
  };
}
