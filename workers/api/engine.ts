import type { BatPage, DiskBytes, FileBytes } from "./bytes.ts";
import type { ChainApi } from "./chain.ts";
import type { CompareRequest, Comparison } from "./compare.ts";
import type {
  ChangeList,
  DryRun,
  EditAction,
  EditState,
  KeptEdits,
  FieldCheck,
  NewImageOptions,
  NewImagePreset,
} from "./edit.ts";
import type { Destination, ExportKind, ExportPlan, ExportResult, OnUnread, ReportOptions } from "./export.ts";
import type { FindingCatalogue } from "./finding.ts";
import type { FullCheck, ImageId, ImageSource, ImageSummary, WorkingDisks } from "./image.ts";
import type { JobId, OnFindings, OnProgress, SearchRequest, SearchResult } from "./job.ts";
import type { LayerRef } from "./layer.ts";
import type { DiskMap, FileMap } from "./map.ts";
import type { Repairs, SafeRepairs } from "./repair.ts";
import type { HashOptions, Report, ReportDescriptor, ReportDigests } from "./report.ts";
import type { FieldList, NodeId, NodePath, Place, TreePage } from "./structure.ts";

/**
 * The engine as the page sees it, through Comlink. Every call may reject with a `VhdxError`; a damaged image is
 * not an error but a summary with findings.
 */
export interface EngineApi extends ChainApi {
  /** The quick stage: facts and a verdict from a few reads, whatever the disk's size. Never writes. */
  open(source: ImageSource): Promise<ImageSummary>;
  /** Takes the file again after it changed on disk; the id stays. Rejects with `file-changed` for a plain File. */
  reopen(id: ImageId): Promise<ImageSummary>;
  close(id: ImageId): Promise<void>;
  summary(id: ImageId): Promise<ImageSummary>;
  /** The background stage: the whole BAT and the whole log. Resolves with the new summary. */
  scan(id: ImageId, job: JobId, onProgress: OnProgress): Promise<ImageSummary>;
  /**
   * Looks at everything, what the background stage leaves out included, on both layers of the file as stored; of the edited
   * file where `layer` is Edited.
   */
  fullCheck(
    id: ImageId,
    layer: LayerRef,
    job: JobId,
    onProgress: OnProgress,
    onFindings: OnFindings,
  ): Promise<FullCheck>;
  /** What the engine knows of each kind of finding. */
  catalogue(): Promise<FindingCatalogue>;
  /** Asks a running job to stop; it then rejects with `cancelled`. Unknown ids are ignored. */
  cancel(job: JobId): Promise<void>;
  /** Turns the marked, read-only Original view on where only the log or the linkage is at fault. */
  readAnyway(id: ImageId): Promise<ImageSummary>;

  report(id: ImageId, layer: LayerRef, options: ReportOptions): Promise<Report>;
  /** Children of a node (null: the roots), `count` from `first` on. */
  tree(id: ImageId, layer: LayerRef, parent: NodeId | null, first: number, count: number): Promise<TreePage>;
  /** The node and its ancestors; null where the image has no such node. */
  node(id: ImageId, layer: LayerRef, node: NodeId): Promise<NodePath | null>;
  fields(id: ImageId, layer: LayerRef, node: NodeId): Promise<FieldList>;
  /** Descriptors of the log entry at a log offset, at most 4096 a call: those too that the report leaves out. */
  logDescriptors(
    id: ImageId,
    layer: LayerRef,
    entry: number,
    first: number,
    count: number,
  ): Promise<readonly ReportDescriptor[]>;
  /** The bytes that a descriptor writes, whether a replay applies its entry or not: 64 KiB at most. */
  logWrite(id: ImageId, entry: number, descriptor: number): Promise<Uint8Array<ArrayBuffer>>;
  /** What stands at a file offset. */
  locate(id: ImageId, layer: LayerRef, fileOffset: number): Promise<Place>;
  /** At most 1 MiB a call. */
  readFile(id: ImageId, layer: LayerRef, offset: number, length: number): Promise<FileBytes>;
  /** At most 1 MiB a call. */
  readDisk(id: ImageId, layer: LayerRef, offset: number, length: number): Promise<DiskBytes>;
  /** At most 4096 rows a call. */
  bat(id: ImageId, layer: LayerRef, first: number, count: number): Promise<BatPage>;
  fileMap(id: ImageId, layer: LayerRef, offset: number, length: number, pieces: number): Promise<FileMap>;
  diskMap(
    id: ImageId,
    layer: LayerRef,
    firstBlock: number,
    blocksPerCell: number,
    cells: number,
  ): Promise<DiskMap>;
  compare(id: ImageId, request: CompareRequest): Promise<Comparison>;

  search(
    id: ImageId,
    layer: LayerRef,
    request: SearchRequest,
    job: JobId,
    onProgress: OnProgress,
  ): Promise<SearchResult>;
  /** All digests of the report for the layer. */
  hashes(
    id: ImageId,
    layer: LayerRef,
    options: HashOptions,
    job: JobId,
    onProgress: OnProgress,
  ): Promise<ReportDigests>;
  plan(id: ImageId, layer: LayerRef, kind: ExportKind): Promise<ExportPlan>;
  /** Why the layer's virtual disk can't be read from its first byte to its last, as a sentence; null where it can. */
  diskProblem(id: ImageId, layer: LayerRef): Promise<string | null>;
  export(
    id: ImageId,
    layer: LayerRef,
    kind: ExportKind,
    to: Destination,
    options: ReportOptions,
    job: JobId,
    onProgress: OnProgress,
    onUnread: OnUnread,
  ): Promise<ExportResult>;
  /** Makes a change to the Edited layer; the file is not touched. Rejects with a sentence where it can't be made. */
  edit(id: ImageId, action: EditAction): Promise<EditState>;
  /** What a field's new value would be, without setting it: for a form that says what is wrong while it is typed. */
  checkField(id: ImageId, layer: LayerRef, node: NodeId, field: string, value: string): Promise<FieldCheck>;
  /** What can be mended in the Edited layer, where there are edits, else in the file as stored. */
  fixes(id: ImageId, job: JobId, onProgress: OnProgress): Promise<Repairs>;
  /**
   * Makes every recommended fix that loses nothing, one after the other, each as an edit of its own. Resolves after a cancel too:
   * the fixes that were made before stay.
   */
  repairSafe(id: ImageId, job: JobId, onProgress: OnProgress): Promise<SafeRepairs>;
  undo(id: ImageId): Promise<EditState>;
  redo(id: ImageId): Promise<EditState>;
  /** Gives all pending changes up. */
  clearEdits(id: ImageId): Promise<EditState>;
  changes(id: ImageId): Promise<ChangeList>;
  /**
   * Makes the changes again that were kept from an earlier visit, before those that are pending already. Rejects, changing
   * nothing, where one can't be made any more.
   */
  restoreEdits(id: ImageId): Promise<EditState>;
  /** What is kept in the browser's own storage. */
  keptEdits(): Promise<KeptEdits>;
  /** Forgets the kept changes of one file, or (null) of all; those that are pending now stay until the page is left. */
  forgetEdits(id: ImageId | null): Promise<void>;
  /** A private session keeps nothing, and forgets what was kept of all files. */
  setPrivate(on: boolean): Promise<void>;
  /** Checks the whole Edited layer as if it were saved. */
  dryRun(id: ImageId, job: JobId, onProgress: OnProgress): Promise<DryRun>;
  /**
   * Writes the Edited layer over the original, through the browser's swap file, then reads back what was written. The
   * page has asked for a typed confirmation and for the permission to write. The image is open on the new file afterwards.
   */
  replaceOriginal(id: ImageId, job: JobId, onProgress: OnProgress): Promise<ImageSummary>;
  /** Makes a new image at a destination. */
  createImage(
    options: NewImageOptions,
    to: Destination,
    job: JobId,
    onProgress: OnProgress,
  ): Promise<ExportResult>;
  /** Makes a new image as a working disk in the browser's own storage; open it as a source of kind `working`. */
  createWorkingDisk(
    name: string,
    options: NewImageOptions,
    job: JobId,
    onProgress: OnProgress,
  ): Promise<WorkingDisks>;
  workingDisks(): Promise<WorkingDisks>;
  /** Rejects with `file-in-use` while the disk is open. */
  deleteWorkingDisk(name: string): Promise<WorkingDisks>;
  /** What a tool makes of a new disk of that size, in bytes, where nothing else is said. */
  newImageDefaults(preset: NewImagePreset, size: number): Promise<NewImageOptions>;
  /** What is wrong with the options of a new image, as a sentence; null where it can be made. */
  checkNewImage(options: NewImageOptions): Promise<string | null>;
  /** The bytes of a selection (`file` or `disk`) as they stand in the layer. */
  saveBytes(
    id: ImageId,
    layer: LayerRef,
    space: "file" | "disk",
    offset: number,
    length: number,
    to: Destination,
    job: JobId,
    onProgress: OnProgress,
  ): Promise<ExportResult>;
  /** CRC-32C of a selection. */
  crc32c(
    id: ImageId,
    layer: LayerRef,
    space: "file" | "disk",
    offset: number,
    length: number,
  ): Promise<number>;
}
