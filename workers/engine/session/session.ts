import type { EngineApi } from "../../api/index.ts";
import type { StartHashWorker } from "../hashes/digests.ts";
import type { StoreOf } from "../image/open-source.ts";
import { BlobReader, type StartReadWorker } from "../../store/blob-reader.ts";
import { BlobStore } from "../../store/blob-store.ts";
import { ZeroedRuns } from "../exports/deliver/zeroed-runs.ts";
import { SeenFiles } from "../files/seen.ts";
import { findingCatalogue } from "../../vhdx/findings/index.ts";
import { chainApi } from "./chain.ts";
import { childrenApi } from "./children.ts";
import { editsApi } from "./edits.ts";
import { exportsApi } from "./exports.ts";
import { filesApi } from "./files.ts";
import { hashesApi } from "./hashes.ts";
import { imagesApi } from "./images.ts";
import { keptApi } from "./kept.ts";
import { newDisksApi } from "./new-disks.ts";
import { OpenFiles } from "./open-files.ts";
import { repairsApi } from "./repairs.ts";
import { viewsApi } from "./views.ts";
import { workingApi } from "./working.ts";

/** What the engine gets from its surroundings: a worker, Node or a test. */
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
  const edits = editsApi(files);
  const memory = { zeroedRuns: new ZeroedRuns(), seen: new SeenFiles() };
  return {
    images: imagesApi(files),
    views: viewsApi(files),
    edits,
    kept: keptApi(files),
    repairs: repairsApi(files),
    chain: chainApi(files),
    children: childrenApi(files),
    newDisks: newDisksApi(files),
    working: workingApi(),
    files: filesApi(files, version, memory, startHashWorker),
    exports: exportsApi(files, version, startHashWorker, memory),
    hashes: hashesApi(files, startHashWorker),
    findings: { catalogue: async () => findingCatalogue() },
    jobs: { cancel: async (job) => files.jobs.cancel(job) },
  };
}
