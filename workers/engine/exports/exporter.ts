import type {
  Destination,
  EditAction,
  ExportKind,
  ExportPlan,
  ExportResult,
  ImageSource,
  Report,
  ReportOptions,
} from "../../api/index.ts";
import { VhdxError } from "../../shared/error.ts";
import { countText, sizeText } from "../../shared/text.ts";
import type { ReadableStore } from "../../store/store.ts";
import type { VirtualDisk } from "../../vhdx/disk/disk.ts";
import { ancestors } from "../image/lineage.ts";
import type { StartHashWorker } from "../hashes/digests.ts";
import type { Gate, JobContext } from "../jobs/jobs.ts";
import type { Layer } from "../image/layer.ts";
import type { OpenedImage } from "../image/opened-image.ts";
import type { ViewContext } from "../views/context.ts";
import type { OpenFile } from "../image/open-source.ts";
import { layerTitle } from "../report/report.ts";
import { archiveAbout } from "./archive-about.ts";
import { chainFacts } from "./chain/chain-facts.ts";
import { deliver } from "./deliver/deliver.ts";
import { diskPieces, unreadableRanges } from "./pieces/disk-pieces.ts";
import { type ExportFacts, refused } from "./export-facts.ts";
import { filePieces, type LayerFile, layerFile } from "./pieces/layer-file.ts";
import { flattenedPieces } from "./chain/flatten.ts";
import { headerChanges } from "./replayed/header-changes.ts";
import { mergedFile } from "./chain/merge.ts";
import { packedArchive } from "./packed/archive.ts";
import { storedBound } from "./packed/stored-bound.ts";
import { chainFiles } from "./chain/parent-files.ts";
import { exportName } from "./names.ts";
import type { Piece } from "./pieces/pieces.ts";
import { BROWSER_LIMITS, type ExportLimits } from "./limits.ts";
import { packedFacts, rawFacts } from "./raw-facts.ts";
import { replayCommit } from "./replayed/replay-commit.ts";
import type { Origins, Salvage } from "./deliver/salvage.ts";
import type { StructurePlaces } from "./patch/changed-parts.ts";
import { editSteps, layerPatch, replaySteps } from "./patch/layer-patch.ts";
import { patchSizeBound } from "./patch/size-bound.ts";
import { reportHtml } from "./report-html/report-html.ts";

/** MIME types of downloads; all others are plain bytes. */
const TYPES: { readonly [kind in ExportKind]?: string } = {
  "report-json": "application/json",
  "report-html": "text/html",
  "raw-packed": "application/zip",
  patch: "application/zip",
};

/** Alternatives where the raw image is too large, in the order in which they are named. */
const LARGE_EXPORTS: readonly { readonly kind: ExportKind; readonly words: string }[] = [
  { kind: "copy", words: "a copy of the file" },
  { kind: "replayed-copy", words: "the replayed copy" },
  { kind: "edited-copy", words: "the edited copy" },
  { kind: "patch", words: "the patch" },
];

/** What an exporter needs of an open file. */
export interface ExportedFile extends Pick<OpenFile, "name" | "file" | "image" | "edits" | "working"> {
  /** Null outside a browser, where `pieces` are written by the caller. */
  readonly source: ImageSource | null;
}

/** The exports of one layer of an open file. */
export class Exporter {
  readonly #file: ExportedFile;
  /** The image that the layer belongs to: for the Edited layer the edited one. */
  readonly #image: OpenedImage;
  readonly #layer: Layer;
  readonly #report: (options: ReportOptions) => Report;
  readonly #limits: ExportLimits;

  /**
   * @param report the layer's report as of now
   * @param limits of the place where results go
   */
  constructor(
    file: ExportedFile,
    { image, layer }: Pick<ViewContext, "image" | "layer">,
    report: (options: ReportOptions) => Report,
    limits = BROWSER_LIMITS,
  ) {
    this.#file = file;
    this.#image = image;
    this.#layer = layer;
    this.#report = report;
    this.#limits = limits;
  }

  /** What an export would give. Never fails because of the image's contents. */
  async plan(kind: ExportKind, gate: Gate): Promise<ExportPlan> {
    const { name } = this.#file;
    const image = this.#image;
    return {
      kind,
      fileName: exportName(image, this.#layer, name, kind),
      ...this.#withConfirm(kind, await this.#facts(kind, gate)),
    };
  }

  /**
   * The pieces of an export. Reads data of the disk only where that is needed to find the pieces.
   *
   * @param salvage reads the files, and knows afterwards what could not be read; without it that is an error
   * @throws VhdxError `not-available` where the plan says so; `cancelled`; I/O codes.
   */
  async pieces(
    kind: ExportKind,
    options: ReportOptions,
    job: JobContext,
    salvage?: Salvage,
  ): Promise<Iterable<Piece>> {
    const facts = await this.#facts(kind, job);
    if (!facts.available) throw new VhdxError("not-available", facts.note ?? "This export is not available.");
    return this.#pieces(kind, options, job, salvage);
  }

  /**
   * Runs an export in a browser.
   *
   * @param salvage as for `pieces`
   * @param startHashWorker for the digest of what is written; null: the digest is taken here
   * @throws VhdxError as `pieces` and `deliver`.
   */
  async run(
    kind: ExportKind,
    to: Destination,
    options: ReportOptions,
    job: JobContext,
    salvage?: Salvage,
    startHashWorker: StartHashWorker | null = null,
  ): Promise<ExportResult> {
    const pieces = await this.pieces(kind, options, job, salvage);
    const type = TYPES[kind];
    return deliver(pieces, to, this.#file.source, job, {
      ...(type && { type }),
      startHashWorker,
      ...(salvage && { salvage }),
    });
  }

  async #pieces(
    kind: ExportKind,
    options: ReportOptions,
    job: JobContext,
    salvage?: Salvage,
  ): Promise<Iterable<Piece>> {
    switch (kind) {
      case "report-json":
        return textPieces(JSON.stringify(this.#report(options), null, 2));
      case "report-html":
        return textPieces(reportHtml(this.#report(options)));
      case "raw":
        return this.#rawPieces();
      case "raw-packed":
        return this.#packed(options, job, salvage);
      case "replayed-copy":
        return filePieces(this.#committedFile());
      case "copy":
      case "edited-copy":
        return filePieces(this.#layerFile());
      case "flatten-dynamic":
      case "flatten-fixed": {
        const type = kind === "flatten-fixed" ? "fixed" : "dynamic";
        return flattenedPieces(this.#disk(), this.#layer, this.#chainFiles(), type, job, salvage);
      }
      case "merge":
        return filePieces(await mergedFile(this.#image, this.#layer, job));
      case "patch":
        return this.#patch(options, job);
    }
  }

  /** Whose the bytes of an export are. */
  origins(kind: ExportKind): Origins {
    const names = [this.#file.name, ...ancestors(this.#image).map(({ name }) => name)];
    const of = new Map<ReadableStore, string>();
    for (const [link, { original, current }] of this.#chainFiles().entries())
      for (const store of [original, current]) of.set(store, names[link] ?? this.#file.name);
    return {
      nameOf: (store) => of.get(store) ?? this.#file.name,
      isRaw: kind === "raw" || kind === "raw-packed",
    };
  }

  /**
   * Saves a run of the layer's file or of its virtual disk.
   *
   * @throws VhdxError `out-of-range`, `unreadable-block`, `needs-parent`, `cancelled`; I/O codes.
   */
  async saveBytes(
    space: "file" | "disk",
    offset: number,
    length: number,
    to: Destination,
    job: JobContext,
    salvage?: Salvage,
  ): Promise<ExportResult> {
    const pieces =
      space === "disk"
        ? diskPieces(this.#disk(), this.#chainFiles(), offset, length)
        : filePieces(this.#layerFile(), offset, offset + length);
    return deliver(pieces, to, this.#file.source, job, salvage && { salvage });
  }

  async #patch(options: ReportOptions, job: JobContext): Promise<Iterable<Piece>> {
    const { file } = this.#file;
    const commit = this.#layer.name === "edited" ? null : replayCommit(this.#image, this.#layer);
    const steps = commit === null ? editSteps(file, this.#layer) : replaySteps(file, this.#layer, commit);
    const { changes } = await this.#facts("patch", job);
    const what = {
      steps,
      changes,
      result: commit?.store ?? this.#layer.store,
      places: structurePlaces(this.#image, this.#layer),
      logEntries: this.#appliedEntries(),
    };
    return layerPatch(file, what, this.#report(options), job);
  }

  /** Entries of the log that the layer has applied. */
  #appliedEntries(): number {
    const { edits, image } = this.#file;
    const active = image.log?.active.length ?? 0;
    if (this.#layer.name === "replayed") return this.#layer.upTo ?? active;
    if (this.#layer.name !== "edited" || !image.headers.dirty || edits.edited.headers.dirty) return 0;
    return edits.actions.some(discardsLog) ? 0 : active;
  }

  /** Zeros in place of the parts that can't be read: the plan lists these, and the user has agreed. */
  #rawPieces(): Iterable<Piece> {
    const disk = this.#disk();
    return diskPieces(disk, this.#chainFiles(), 0, disk.size, "unreadable");
  }

  async #packed(options: ReportOptions, job: JobContext, salvage?: Salvage): Promise<Iterable<Piece>> {
    const about = {
      ...archiveAbout(this.#report(options)),
      parents: ancestors(this.#image).map(({ name }) => name),
      diskSize: this.#disk().size,
      unreadable: await unreadableRanges(this.#image, this.#layer, job),
    };
    const stored = storedBound(this.#image, this.#layer, about.diskSize);
    const pieces = this.#rawPieces();
    return packedArchive(
      { pieces, about, stored, limit: this.#limits.raw, ...(salvage && { salvage }) },
      job,
    );
  }

  #disk(): VirtualDisk {
    return this.#image.disk(this.#layer);
  }

  #layerFile(): LayerFile {
    const { store, name } = this.#layer;
    return name === "original" ? layerFile(this.#file.file) : layerFile(this.#file.file, store);
  }

  #chainFiles(): readonly LayerFile[] {
    return chainFiles(this.#file.file, this.#image, this.#layer);
  }

  /** The replayed layer with its header updates. */
  #committedFile(): LayerFile {
    return layerFile(this.#file.file, this.#layer.store, replayCommit(this.#image, this.#layer).store);
  }

  #withConfirm(kind: ExportKind, facts: ExportFacts): Omit<ExportPlan, "kind" | "fileName"> {
    const { lost = null, atMost = null, ...plan } = facts;
    const warnings = [this.#confirm(kind), lost].filter((each) => each !== null);
    return { ...plan, atMost, confirm: warnings.join(" ") || null };
  }

  /** A sentence to agree to before the export runs. */
  #confirm(kind: ExportKind): string | null {
    const image = this.#image;
    if (kind === "report-json" || kind === "report-html") return null;
    if (image.warning !== null) return `${image.warning} Export it all the same?`;
    if (this.#layer.name === "replayed" && this.#layer.upTo !== null) {
      return `This is not the whole replay: ${layerTitle(image, this.#layer)}. Later entries of the log will be left out. Export it all the same?`;
    }
    return null;
  }

  async #facts(kind: ExportKind, gate: Gate): Promise<ExportFacts> {
    switch (kind) {
      case "report-json":
      case "report-html":
        return { available: true, note: null, size: null, changes: [] };
      case "raw":
        return rawFacts(this.#image, this.#layer, gate, this.#limits, () => this.#alternatives(gate));
      case "raw-packed":
        return packedFacts(this.#image, this.#layer, gate, this.#limits);
      case "flatten-dynamic":
      case "flatten-fixed":
      case "merge":
        return chainFacts(kind, this.#image, this.#layer, gate);
      case "copy":
        return this.#copyFacts();
      case "edited-copy":
        return this.#layer.name === "edited" ? this.#editFacts(kind) : refused("There are no edits to save.");
      case "replayed-copy":
      case "patch":
        return this.#layer.name === "edited" ? this.#editFacts(kind) : this.#replayFacts(kind);
    }
  }

  /** The alternatives for this layer, in words. */
  async #alternatives(gate: Gate): Promise<string> {
    const others: string[] = [];
    for (const { kind, words } of LARGE_EXPORTS) {
      if (kind === "patch" && this.#file.working !== null) continue;
      if ((await this.#facts(kind, gate)).available) others.push(words);
    }
    const range = "a range of bytes from the Disk screen";
    return others.length === 0 ? range : `${others.join(", ")} or ${range}`;
  }

  #copyFacts(): ExportFacts {
    if (this.#file.working === null) return refused("The file is on your disk already.");
    if (this.#layer.name === "replayed" && this.#image.canReplay)
      return refused("This layer is exported as a replayed copy.");
    const note = this.#image.headers.dirty
      ? "Its log has not been applied: the copy needs a replay too."
      : null;
    return { available: true, note, size: this.#image.store.size, changes: [] };
  }

  #editFacts(kind: "replayed-copy" | "edited-copy" | "patch"): ExportFacts {
    if (kind === "replayed-copy") return refused("The Edited layer is saved as an edited copy or a patch.");
    const { edits, image } = this.#file;
    const replayed = edits.startsWithReplay ? (image.log?.active.length ?? 0) : 0;
    const changes = [
      ...(replayed > 0 ? [`The log's ${countText(replayed, "entry is", "entries are")} applied first.`] : []),
      ...edits
        .list()
        .done.map(({ sentence, loss }) => (loss === null ? `${sentence}.` : `${sentence}. Lost: ${loss}`)),
      ...headerChanges(image.headers, this.#image.headers),
    ];
    if (kind === "patch") return this.#patchFacts(changes);
    return { available: true, note: null, size: this.#layer.store.size, changes };
  }

  #patchFacts(changes: readonly string[]): ExportFacts {
    const atMost = patchSizeBound(this.#layer.store.writtenRuns(), changes, this.#file.name);
    return { available: true, note: null, size: null, atMost, changes };
  }

  #replayFacts(kind: "replayed-copy" | "patch"): ExportFacts {
    const image = this.#image;
    if (!image.canReplay) {
      const state = image.layerStates().replayed;
      return refused(state.note ?? "There is nothing to replay.");
    }
    if (this.#layer.name !== "replayed")
      return refused("The Original layer has no log applied. Choose the Replayed layer.");
    try {
      const { store, changes } = replayCommit(image, this.#layer);
      const grown = store.size - image.store.size;
      if (kind === "replayed-copy" && grown > this.#limits.growth) {
        const note = `The log makes the file ${sizeText(grown)} longer, more than a browser can save. Take the patch instead.`;
        return { ...refused(note), size: store.size };
      }
      if (kind === "patch") return this.#patchFacts(changes);
      return { available: true, note: null, size: store.size, changes };
    } catch (thrown) {
      if (thrown instanceof VhdxError && thrown.code === "not-available") return refused(thrown.message);
      throw thrown;
    }
  }
}

/** Whether an edit gives up what the log holds. */
const discardsLog = (action: EditAction): boolean =>
  action.kind === "discard-log" || (action.kind === "fix" && action.fix === "log-discard");

function structurePlaces({ headers: { log } }: OpenedImage, { structures }: Layer): StructurePlaces {
  const { regions, bat } = structures;
  return {
    log,
    metadata: regions.metadata,
    bat: bat === null ? null : { offset: bat.offset, length: bat.byteLength },
    regions: regions.all,
  };
}

function textPieces(text: string): Piece[] {
  return [{ kind: "bytes", bytes: new TextEncoder().encode(text) }];
}
