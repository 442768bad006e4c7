import type {
  BatPage,
  ChangeList,
  CompareRequest,
  Comparison,
  Destination,
  DiskBytes,
  DiskMap,
  DryRun,
  EditAction,
  EditState,
  EngineApi,
  ExportKind,
  ExportPlan,
  ExportResult,
  FieldCheck,
  FieldList,
  FileBytes,
  FileMap,
  HashOptions,
  ImageId,
  ImageSource,
  ImageSummary,
  JobId,
  LayerRef,
  NewImageOptions,
  NodeId,
  NodePath,
  OnProgress,
  Place,
  Report,
  ReportDescriptor,
  ReportDigests,
  ReportOptions,
  SearchRequest,
  SearchResult,
  TreePage,
  WorkingDisks,
} from "../api/index.ts";
import { loadCrc32c, RunningCrc32c } from "../bytes/crc32c.ts";
import { VhdxError } from "../bytes/error.ts";
import { MIB } from "../bytes/numbers.ts";
import type { ReadableStore } from "../store/store.ts";
import { createProblem } from "../vhdx/write/create-options.ts";
import { dryRun } from "./edits/dry-run.ts";
import { checkField } from "./edits/set-field.ts";
import { Exporter } from "./exports/exporter.ts";
import { makeNewImage } from "./exports/new-image.ts";
import { replaceOriginal } from "./exports/replace-original.ts";
import { computeDigests } from "./hashes/all-digests.ts";
import { Jobs } from "./jobs.ts";
import { entryAt, listDescriptors, writtenBytes } from "./log-descriptors.ts";
import { type OpenFile, openSource, refreshed } from "./open-source.ts";
import { makeReport } from "./report.ts";
import { summaryOf } from "./summary.ts";
import { batPage } from "./views/bat-page.ts";
import { compare } from "./views/compare.ts";
import { type ViewContext, viewContext } from "./views/context.ts";
import { diskBytes } from "./views/disk-bytes.ts";
import { diskMap } from "./views/disk-map.ts";
import { fileMap } from "./views/file-map.ts";
import { fileBytes } from "./views/layer-bytes.ts";
import { search } from "./views/search.ts";
import { diskSpace, storeSpace } from "./views/search-space.ts";
import { createWorkingDisk, deleteWorkingDisk, listWorkingDisks } from "./working/working-disks.ts";
import { locate, nodeFields, nodePath, treePage } from "./views/tree/tree.ts";

/** Most descriptors of a log entry in one answer. */
const MOST_DESCRIPTORS = 4096;

/** Most bytes whose CRC-32C is computed for a selection. */
const LARGEST_CRC = 64 * MIB;

/** The engine as the page calls it: open images by id, and one job registry. */
export class Session implements EngineApi {
  readonly #version: string;
  readonly #files = new Map<ImageId, OpenFile>();
  readonly #jobs = new Jobs();
  #opened = 0;

  /** @param version of the tool, for reports. */
  constructor(version: string) {
    this.#version = version;
  }

  async open(source: ImageSource): Promise<ImageSummary> {
    await loadCrc32c();
    const file = await openSource(source);
    this.#opened += 1;
    const id = `image-${this.#opened}`;
    this.#files.set(id, file);
    return summaryOf(id, file);
  }

  async reopen(id: ImageId): Promise<ImageSummary> {
    const { source, working } = this.#file(id);
    working?.store.close();
    const file = await openSource(source);
    this.#files.set(id, file);
    return summaryOf(id, file);
  }

  async close(id: ImageId): Promise<void> {
    this.#files.get(id)?.working?.store.close();
    this.#files.delete(id);
  }

  async summary(id: ImageId): Promise<ImageSummary> {
    return summaryOf(id, this.#file(id));
  }

  async scan(id: ImageId, job: JobId, onProgress: OnProgress): Promise<ImageSummary> {
    const file = this.#file(id);
    await this.#jobs.run(job, { label: "Checking the disk", unit: "bytes" }, onProgress, (context) =>
      file.image.scan(context),
    );
    return summaryOf(id, file);
  }

  async cancel(job: JobId): Promise<void> {
    this.#jobs.cancel(job);
  }

  async readAnyway(id: ImageId): Promise<ImageSummary> {
    const file = this.#file(id);
    file.image.enableReadAnyway();
    return summaryOf(id, file);
  }

  async report(id: ImageId, layer: LayerRef, options: ReportOptions): Promise<Report> {
    const file = this.#file(id);
    return this.#report(file, contextOf(file, layer), options);
  }

  async tree(
    id: ImageId,
    layer: LayerRef,
    parent: NodeId | null,
    first: number,
    count: number,
  ): Promise<TreePage> {
    return treePage(this.#context(id, layer), parent, first, count);
  }

  async node(id: ImageId, layer: LayerRef, node: NodeId): Promise<NodePath | null> {
    return nodePath(this.#context(id, layer), node);
  }

  async fields(id: ImageId, layer: LayerRef, node: NodeId): Promise<FieldList> {
    return nodeFields(this.#context(id, layer), node);
  }

  async logDescriptors(
    id: ImageId,
    layer: LayerRef,
    entry: number,
    first: number,
    count: number,
  ): Promise<readonly ReportDescriptor[]> {
    const { image } = this.#file(id);
    return listDescriptors(
      entryAt(image.log, entry),
      image.layer(layer),
      first,
      Math.min(count, MOST_DESCRIPTORS),
    );
  }

  async logWrite(id: ImageId, entry: number, descriptor: number): Promise<Uint8Array<ArrayBuffer>> {
    return writtenBytes(entryAt(this.#file(id).image.log, entry), descriptor);
  }

  async locate(id: ImageId, layer: LayerRef, fileOffset: number): Promise<Place> {
    return locate(this.#context(id, layer), fileOffset);
  }

  async readFile(id: ImageId, layer: LayerRef, offset: number, length: number): Promise<FileBytes> {
    return fileBytes(this.#context(id, layer), offset, length);
  }

  async readDisk(id: ImageId, layer: LayerRef, offset: number, length: number): Promise<DiskBytes> {
    const context = this.#context(id, layer);
    return diskBytes(context, context.image.disk(context.layer), offset, length);
  }

  async bat(id: ImageId, layer: LayerRef, first: number, count: number): Promise<BatPage> {
    return batPage(this.#context(id, layer), first, count);
  }

  async fileMap(
    id: ImageId,
    layer: LayerRef,
    offset: number,
    length: number,
    pieces: number,
  ): Promise<FileMap> {
    return fileMap(this.#context(id, layer), offset, length, pieces);
  }

  async diskMap(
    id: ImageId,
    layer: LayerRef,
    firstBlock: number,
    blocksPerCell: number,
    cells: number,
  ): Promise<DiskMap> {
    return diskMap(this.#context(id, layer), firstBlock, blocksPerCell, cells);
  }

  async compare(id: ImageId, request: CompareRequest): Promise<Comparison> {
    const file = this.#file(id);
    return compare((ref) => contextOf(file, ref), request);
  }

  async search(
    id: ImageId,
    layer: LayerRef,
    request: SearchRequest,
    job: JobId,
    onProgress: OnProgress,
  ): Promise<SearchResult> {
    const { image, layer: searched } = this.#context(id, layer);
    const options = { label: "Searching", unit: "bytes" } as const;
    return this.#jobs.run(job, options, onProgress, (context) => {
      if (request.space === "disk") return search(diskSpace(image.disk(searched)), request, context);
      const { log } = image.headers;
      const nowhere = { offset: 0, length: 0 };
      const run = request.space === "log" ? (log ?? nowhere) : { offset: 0, length: searched.store.size };
      return search(storeSpace(searched.store, run), request, context);
    });
  }

  async hashes(
    id: ImageId,
    layer: LayerRef,
    { wholeDisk }: HashOptions,
    job: JobId,
    onProgress: OnProgress,
  ): Promise<ReportDigests> {
    const { image, layer: hashed } = this.#context(id, layer);
    const disk = summaryOf(id, this.#file(id)).diskReadable ? image.disk(hashed) : null;
    const inputs = {
      source: image.store,
      layerFile: hashed.name === "original" ? null : hashed.store,
      disk,
      wholeDisk,
    };
    return this.#jobs.run(job, { label: "Hashing", unit: "bytes" }, onProgress, (context) =>
      computeDigests(inputs, context),
    );
  }

  async plan(id: ImageId, layer: LayerRef, kind: ExportKind): Promise<ExportPlan> {
    return this.#exporter(id, layer).plan(kind);
  }

  async export(
    id: ImageId,
    layer: LayerRef,
    kind: ExportKind,
    to: Destination,
    options: ReportOptions,
    job: JobId,
    onProgress: OnProgress,
  ): Promise<ExportResult> {
    const exporter = this.#exporter(id, layer);
    return this.#jobs.run(job, { label: "Exporting", unit: "bytes" }, onProgress, (context) =>
      exporter.run(kind, to, options, context),
    );
  }

  async saveBytes(
    id: ImageId,
    layer: LayerRef,
    space: "file" | "disk",
    offset: number,
    length: number,
    to: Destination,
    job: JobId,
    onProgress: OnProgress,
  ): Promise<ExportResult> {
    const exporter = this.#exporter(id, layer);
    return this.#jobs.run(job, { label: "Saving bytes", unit: "bytes" }, onProgress, (context) =>
      exporter.saveBytes(space, offset, length, to, context),
    );
  }

  async edit(id: ImageId, action: EditAction): Promise<EditState> {
    const file = this.#file(id);
    if (file.working === null) file.edits.apply(action);
    else {
      try {
        file.working.edits.apply(action, contextOf(file, { name: "original", upTo: null }));
      } finally {
        this.#files.set(id, refreshed(file));
      }
    }
    return this.#editState(id);
  }

  async checkField(
    id: ImageId,
    layer: LayerRef,
    node: NodeId,
    field: string,
    value: string,
  ): Promise<FieldCheck> {
    return checkField(this.#context(id, layer), node, field, value);
  }

  async undo(id: ImageId): Promise<EditState> {
    this.#file(id).edits.undo();
    return this.#editState(id);
  }

  async redo(id: ImageId): Promise<EditState> {
    this.#file(id).edits.redo();
    return this.#editState(id);
  }

  async clearEdits(id: ImageId): Promise<EditState> {
    this.#file(id).edits.clear();
    return this.#editState(id);
  }

  async changes(id: ImageId): Promise<ChangeList> {
    return this.#file(id).edits.list();
  }

  async dryRun(id: ImageId): Promise<DryRun> {
    return dryRun(this.#file(id));
  }

  async replaceOriginal(id: ImageId, job: JobId, onProgress: OnProgress): Promise<ImageSummary> {
    const file = this.#file(id);
    const { source, edits, image, lastModified } = file;
    if (source.kind !== "handle") {
      throw new VhdxError(
        "not-available",
        "The browser gave this page no handle of the file, so it can't be replaced. Save a copy or a patch.",
      );
    }
    if (edits.isEmpty) throw new VhdxError("not-available", "There are no edits to save.");
    const opened = { size: image.store.size, lastModified };
    await this.#jobs.run(job, { label: "Replacing the original", unit: "bytes" }, onProgress, (context) =>
      replaceOriginal(source.handle, opened, edits.context.layer.store, context),
    );
    return this.reopen(id);
  }

  async createImage(
    options: NewImageOptions,
    to: Destination,
    job: JobId,
    onProgress: OnProgress,
  ): Promise<ExportResult> {
    await loadCrc32c();
    return this.#jobs.run(job, { label: "Making the disk", unit: "bytes" }, onProgress, (context) =>
      makeNewImage(options, to, context),
    );
  }

  async createWorkingDisk(
    name: string,
    options: NewImageOptions,
    job: JobId,
    onProgress: OnProgress,
  ): Promise<WorkingDisks> {
    await loadCrc32c();
    await this.#jobs.run(job, { label: "Making the disk", unit: "bytes" }, onProgress, (context) =>
      createWorkingDisk(name, options, context),
    );
    return listWorkingDisks();
  }

  workingDisks(): Promise<WorkingDisks> {
    return listWorkingDisks();
  }

  async deleteWorkingDisk(name: string): Promise<WorkingDisks> {
    await deleteWorkingDisk(name);
    return listWorkingDisks();
  }

  async checkNewImage(options: NewImageOptions): Promise<string | null> {
    return createProblem(options);
  }

  async crc32c(
    id: ImageId,
    layer: LayerRef,
    space: "file" | "disk",
    offset: number,
    length: number,
  ): Promise<number> {
    if (length > LARGEST_CRC) throw new VhdxError("misuse", "The selection is longer than 64 MiB.");
    const { image, layer: read } = this.#context(id, layer);
    const store: ReadableStore = space === "disk" ? image.disk(read) : read.store;
    const crc = new RunningCrc32c();
    for (let at = 0; at < length; at += MIB) {
      const bytes = new Uint8Array(Math.min(MIB, length - at));
      store.read(offset + at, bytes);
      crc.update(bytes);
    }
    return crc.finish();
  }

  #file(id: ImageId): OpenFile {
    const file = this.#files.get(id);
    if (file === undefined) throw new VhdxError("misuse", "That image is not open.");
    return file;
  }

  #context(id: ImageId, layer: LayerRef): ViewContext {
    return contextOf(this.#file(id), layer);
  }

  #report(file: OpenFile, { image, layer }: ViewContext, options: ReportOptions): Report {
    const { metered, name, lastModified } = file;
    const source = {
      name,
      size: file.image.store.size,
      lastModified,
      io: { reads: metered.reads, bytesRead: metered.bytesRead },
      version: this.#version,
      now: new Date(),
    };
    return makeReport(image, layer, source, options);
  }

  #exporter(id: ImageId, ref: LayerRef): Exporter {
    const file = this.#file(id);
    const context = contextOf(file, ref);
    return new Exporter(file, context, (options) => this.#report(file, context, options));
  }

  #editState(id: ImageId): EditState {
    const file = this.#file(id);
    return { summary: summaryOf(id, file), changes: file.edits.list() };
  }
}

/** @throws VhdxError `not-available` where the image has no such layer. */
function contextOf({ image, edits }: OpenFile, ref: LayerRef): ViewContext {
  return ref.name === "edited" && !edits.isEmpty ? edits.context : viewContext(image, image.layer(ref));
}
