import type {
  FilesVolumes,
  Finding,
  Outcome,
  Report,
  ReportDigests,
  ReportImage,
  ReportOptions,
  Severity,
} from "../api/index.ts";
import packageJson from "../../package.json" with { type: "json" };
import { ancestors } from "../engine/image/lineage.ts";
import { Edits } from "../engine/edits/edits.ts";
import { Exporter } from "../engine/exports/exporter.ts";
import { NO_LIMITS } from "../engine/exports/limits.ts";
import { reportHtml } from "../engine/exports/report-html/report-html.ts";
import { type LayerOf, OpenSystems } from "../engine/files/open-systems.ts";
import { volumeList } from "../engine/files/volume-list.ts";
import { fullCheck } from "../engine/full-check/full-check.ts";
import { computeDigests } from "../engine/hashes/all-digests.ts";
import type { Layer } from "../engine/image/layer.ts";
import { imageFacts, makeReport } from "../engine/report/report.ts";
import { isDiskReadable } from "../engine/report/summary.ts";
import { verdictOf } from "../engine/report/verdict.ts";
import { VhdxError } from "../shared/error.ts";
import { DiskFiles } from "./disk-files.ts";
import type { DiskLayer } from "./disk-layer.ts";
import { writeExport } from "./export-file.ts";
import type { ExportRequest, ExportWritten } from "./exports.ts";
import { runJob, type WorkOptions } from "./job.ts";
import type { OpenNodeFile } from "./open-file.ts";

/** The state of a file. */
export interface DiskVerdict {
  /** One or two sentences in plain words. */
  readonly sentence: string;
  readonly severity: "ok" | Severity;
  /** What has not been checked yet, a sentence each; empty once everything has been. */
  readonly unchecked: readonly string[];
}

/** How much {@link DiskImage.check} checks. */
export interface CheckOptions extends WorkOptions {
  /**
   * Also checks where the log's entries write, the sector bitmaps, and the unused parts of the file. Can read most of the file.
   */
  readonly full?: boolean | undefined;
  /** With `full`: also reads every stored block, and names what can't be read. Then all of the file is read. */
  readonly blocks?: boolean | undefined;
}

/** What a report covers. */
export interface ReportRequest {
  /** Left out, the layer that {@link DiskImage.layer} names. */
  readonly layer?: DiskLayer | undefined;
  /** As {@link DiskImage.digests} gives them; without them the report has none. */
  readonly digests?: ReportDigests | undefined;
}

/** Which file system {@link DiskImage.files} opens. */
export interface FilesRequest {
  /** Left out, the layer that {@link DiskImage.layer} names. */
  readonly layer?: DiskLayer | undefined;
  /** Number or id of a volume, as {@link DiskImage.volumes} lists them; left out, the largest whose files Platter reads. */
  readonly volume?: string | undefined;
  /** Transactions of the journal that are applied in memory; left out or null: all; 0: the volume as it is stored. */
  readonly transactions?: number | null | undefined;
}

/**
 * An open VHDX file, as {@link openImage} gives it. The file and its parents are open for reading alone; nothing here writes
 * them.
 *
 * A malformed file is no error: {@link DiskImage.findings} says what is wrong with it. Methods throw a {@link VhdxError} where
 * reading or writing fails, and for what an image does not have.
 */
export class DiskImage {
  readonly #files: readonly [OpenNodeFile, ...OpenNodeFile[]];
  readonly #systems = new OpenSystems();

  /** @internal */
  constructor(files: readonly [OpenNodeFile, ...OpenNodeFile[]]) {
    this.#files = files;
  }

  get #opened() {
    return this.#files[0].image;
  }

  /** Name of the file, without its folder. */
  get name(): string {
    return this.#files[0].name;
  }

  /** Length of the file in bytes. */
  get size(): number {
    return this.#files[0].file.size;
  }

  /** The state of the file as stored, whatever the layer. As complete as {@link DiskImage.verdict}. */
  get outcome(): Outcome {
    return this.#opened.outcome;
  }

  /**
   * The state of the file in a sentence, and how bad it is: `ok`, or a severity. `unchecked` says what has not been checked yet;
   * it is empty after {@link DiskImage.check}.
   */
  get verdict(): DiskVerdict {
    this.#opened.look(this.#opened.best);
    const { sentence, severity, unchecked } = verdictOf(this.#opened);
    return { sentence, severity, unchecked };
  }

  /** Type, sizes and identifiers of the disk; null for what the file does not say. */
  get facts(): ReportImage {
    return imageFacts(this.#opened, this.#opened.best);
  }

  /** The default layer: `replayed` where the log, or a parent's log, has to be replayed and can be. */
  get layer(): DiskLayer {
    return this.#opened.defaultLayer;
  }

  /** Names of the files that the disk is read through, its parent's first. Empty for a disk without a parent. */
  get parents(): readonly string[] {
    return ancestors(this.#opened).map(({ name }) => name);
  }

  /** Length of the virtual disk in bytes, null where the file does not say it. */
  get diskSize(): number | null {
    return this.#opened.best.structures.facts.virtualSize;
  }

  /** Whether the virtual disk can be read on {@link DiskImage.layer}, at least in part. */
  get diskReadable(): boolean {
    return isDiskReadable(this.#opened, this.#opened.best);
  }

  /**
   * Allows reading of the disk although its log can't be replayed, or its parent has changed since the disk was made; the same
   * for its parents. What is read then may be wrong, and reports and exports say so.
   *
   * @returns whether there was a fault to ignore: false where the disk can be read without this, and where it has other faults.
   */
  readAnyway(): boolean {
    let passed = false;
    for (const { image } of this.#files.toReversed()) {
      if (!image.canReadAnyway || image.readAnyway) continue;
      image.enableReadAnyway();
      passed = true;
    }
    return passed;
  }

  /**
   * Checks what opening leaves out: the rest of a long log and of a long BAT, of the file and of its parents.
   *
   * @returns everything found on {@link DiskImage.layer}, worst first.
   * @throws VhdxError `cancelled`; `read-failed`, `io`, `file-changed` where the file can't be read.
   */
  async check({ full, blocks = false, ...options }: CheckOptions = {}): Promise<readonly Finding[]> {
    const image = this.#opened;
    await runJob({ label: "Checking", unit: "bytes" }, options, async (job) => {
      if (full === true) await fullCheck(image, job, () => {}, { blocks });
      else await image.scan(job);
    });
    return this.findings();
  }

  /**
   * Everything found on a layer so far, worst first.
   *
   * @throws VhdxError `not-available` where the image has no such layer, as its log can't be replayed.
   */
  findings(layer: DiskLayer = this.layer): readonly Finding[] {
    const shown = this.#layer(layer);
    this.#opened.look(shown);
    return this.#opened.findings(shown);
  }

  /**
   * SHA-256, SHA-1 and MD5 of the file, SHA-256 of the layer's file and of the virtual disk. Reads all of them.
   *
   * @throws VhdxError as {@link DiskImage.findings} and {@link DiskImage.check}.
   */
  async digests(
    options: WorkOptions & { readonly layer?: DiskLayer | undefined } = {},
  ): Promise<ReportDigests> {
    const image = this.#opened;
    const layer = this.#layer(options.layer ?? this.layer);
    const inputs = {
      source: image.store,
      layerFile: layer.name === "original" ? null : layer.store,
      disk: isDiskReadable(image, layer) ? image.disk(layer) : null,
      wholeDisk: true,
    };
    return runJob({ label: "Hashing", unit: "bytes" }, options, (job) => computeDigests(inputs, job));
  }

  /**
   * Everything known about the image so far (docs/report.md).
   *
   * @throws VhdxError as {@link DiskImage.findings}.
   */
  report({ layer = this.layer, digests }: ReportRequest = {}): Report {
    return makeReport(...this.#reportArguments(layer, digests ?? null));
  }

  /**
   * The report as one self-contained HTML file.
   *
   * @throws VhdxError as {@link DiskImage.findings}.
   */
  reportHtml(request: ReportRequest = {}): string {
    return reportHtml(this.report(request));
  }

  /**
   * Reads the virtual disk.
   *
   * @param offset first byte
   * @param length bytes, all in memory
   * @throws VhdxError `out-of-range`; `not-available` where there is no virtual disk; `unreadable-block` and `needs-parent` where
   *   part of the run can't be read; as {@link DiskImage.check} where the file can't.
   */
  async read(
    offset: number,
    length: number,
    layer: DiskLayer = this.layer,
  ): Promise<Uint8Array<ArrayBuffer>> {
    return this.#opened.disk(this.#layer(layer)).readBulk(offset, length);
  }

  /**
   * Writes an export of the image to a new file, as a sparse file. After a cancel or a failure there is no file.
   *
   * @param to path of a file that does not exist yet, or of a folder, which gets a file with the proposed name
   * @throws VhdxError `misuse` where the file is already there; `not-available` where the image has no such export, or where some
   *   of the disk can't be read and `zeroUnreadable` is not set; `no-space`, `permission-denied`, `file-vanished`, `io` with
   *   `structure` "target" where it can't be written; as {@link DiskImage.check} where the file can't be read.
   */
  async export(to: string, request: ExportRequest): Promise<ExportWritten> {
    const ref = request.layer ?? this.layer;
    const layer = this.#layer(ref);
    const [{ name, file, image }] = this.#files;
    const source = { name, file, image, edits: new Edits(image), working: null, source: null };
    const report = ({ digests }: ReportOptions) => makeReport(...this.#reportArguments(ref, digests));
    const exporter = new Exporter(source, { image, layer }, report, NO_LIMITS);
    return writeExport(to, request, { exporter, image, layer });
  }

  /**
   * The volumes of the virtual disk: partitions, logical volumes, and what else can hold files.
   *
   * @throws VhdxError `not-available` where the layer has no virtual disk.
   */
  volumes(layer: DiskLayer = this.layer): FilesVolumes {
    return volumeList(this.#systems.volumes(this.#layerOf(layer)), this.#systems.readers);
  }

  /**
   * Opens the file system of a volume.
   *
   * @throws VhdxError `misuse` where there is no such volume; `not-available` where the disk has no file system that can be read.
   */
  files({ layer = this.layer, volume, transactions = null }: FilesRequest = {}): DiskFiles {
    const { volumes, first } = this.volumes(layer);
    const wanted =
      volume === undefined
        ? volumes.find(({ id }) => id === (first ?? (volumes.length === 1 ? volumes[0]?.id : null)))
        : volumes.find(({ id, number }) => id === volume || number === Number(volume));
    if (wanted === undefined) {
      if (volume !== undefined) throw new VhdxError("misuse", `The disk has no volume ${volume}.`);
      throw new VhdxError("not-available", "No volume of the disk holds files that Platter reads.");
    }
    const system = this.#systems.system(this.#layerOf(layer), wanted.id, transactions);
    return new DiskFiles(system, { image: this.name, layer, transactions });
  }

  /** Closes the file and its parents. Nothing can be read afterwards. */
  close(): void {
    for (const { file } of this.#files) file.close();
  }

  #layerOf(name: DiskLayer): LayerOf {
    return { image: this.#opened, layer: this.#layer(name) };
  }

  /** @throws VhdxError `not-available`. */
  #layer(name: DiskLayer): Layer {
    return this.#opened.layer({ name, upTo: null });
  }

  #reportArguments(name: DiskLayer, digests: ReportDigests | null): Parameters<typeof makeReport> {
    const [{ name: fileName, file, metered, image }] = this.#files;
    const layer = this.#layer(name);
    image.look(layer);
    const source = {
      name: fileName,
      size: file.size,
      lastModified: file.lastModified,
      files: [],
      zeroed: [],
      changes: null,
      io: { reads: metered.reads, bytesRead: metered.bytesRead },
      version: packageJson.version,
      now: new Date(),
    };
    return [image, layer, source, { digests, bookmarks: [] }];
  }
}
