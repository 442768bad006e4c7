import type { FindingCatalogue } from "../finding.ts";
import type { JobId } from "../job.ts";
import type { ChainApi } from "./chain.ts";
import type { ChildrenApi } from "./children.ts";
import type { EditsApi } from "./edits.ts";
import type { ExportsApi } from "./exports.ts";
import type { FilesApi } from "./files.ts";
import type { HashesApi } from "./hashes.ts";
import type { ImagesApi } from "./images.ts";
import type { KeptApi } from "./kept.ts";
import type { NewDisksApi } from "./new-disks.ts";
import type { RepairsApi } from "./repairs.ts";
import type { ViewsApi } from "./views.ts";
import type { WorkingApi } from "./working.ts";

/** Findings in general, whatever the image. */
interface FindingsApi {
  /** The rule behind each kind of finding, by its code. */
  catalogue(): Promise<FindingCatalogue>;
}

/** Running jobs. */
interface JobsApi {
  /** Asks a running job to stop; the job then rejects with `cancelled`. Unknown ids are ignored. */
  cancel(job: JobId): Promise<void>;
}

/**
 * The engine as the page sees it, through Comlink. Every call may reject with a `VhdxError`; a damaged image is
 * not an error but a summary with findings.
 */
export interface EngineApi {
  /** Open files and the state of each. */
  readonly images: ImagesApi;
  /** What a layer of an image holds: structures, bytes, blocks, maps. */
  readonly views: ViewsApi;
  /** Changes to the Edited layer. */
  readonly edits: EditsApi;
  /** Changes that the browser keeps for the next visit. */
  readonly kept: KeptApi;
  /** Faults, and the fixes that repair them. */
  readonly repairs: RepairsApi;
  /** Links between disks and their parents. */
  readonly chain: ChainApi;
  /** New differencing disks. */
  readonly children: ChildrenApi;
  /** New disks without a parent. */
  readonly newDisks: NewDisksApi;
  /** Disks in the browser's own storage. */
  readonly working: WorkingApi;
  /** The file systems on the virtual disk. */
  readonly files: FilesApi;
  readonly exports: ExportsApi;
  readonly hashes: HashesApi;
  readonly findings: FindingsApi;
  readonly jobs: JobsApi;
}
