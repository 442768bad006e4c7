import type {
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
import { fullCheck } from "../engine/full-check/full-check.ts";
import { computeDigests } from "../engine/hashes/all-digests.ts";
import type { Layer } from "../engine/image/layer.ts";
import { imageFacts, makeReport } from "../engine/report/report.ts";
import { isDiskReadable } from "../engine/report/summary.ts";
import { verdictOf } from "../engine/report/verdict.ts";
import type { DiskLayer } from "./disk-layer.ts";
import { writeExport } from "./export-file.ts";
import type { ExportRequest, ExportWritten } from "./exports.ts";
import { runJob, type WorkOptions } from "./job.ts";
import type { OpenNodeFile } from "./open-file.ts";

/** What state a file is in. */
export interface DiskVerdict {
  /** One or two sentences in plain words. */
  readonly sentence: string;
  readonly severity: "ok" | Severity;
  /** What has not been looked at, a sentence each; empty once everything has. */
  readonly unchecked: readonly string[];
}

/** How much {@link DiskImage.check} looks at. */
export interface CheckOptions extends WorkOptions {
  /**
   * Also reads where the log's entries write, the sector bitmaps, and what lies in the file and belongs to nothing. That can be most
   * of the file.
   */
  readonly full?: boolean | undefined;
}

/** What a report speaks of. */
export interface ReportRequest {
  /** Left out, the layer that {@link DiskImage.layer} names. */
  readonly layer?: DiskLayer | undefined;
  /** As {@link DiskImage.digests} gives them; without them the report has none. */
  readonly digests?: ReportDigests | undefined;
}

/**
 * An open VHDX file, as {@link openImage} gives it. The file and its parents are open for reading alone; nothing here writes them.
 *
 * A malformed file is data: what is wrong with it is in {@link DiskImage.findings}. Methods throw a {@link VhdxError} for failures of
 * reading and writing, and for what an image does not have.
 */
export class DiskImage {
  readonly #files: readonly [OpenNodeFile, ...OpenNodeFile[]];

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

  /** What the file as stored is, whatever the layer. As good as {@link DiskImage.verdict}. */
  get outcome(): Outcome {
    return this.#opened.outcome;
  }

  /**
   * The state of the file in a sentence, and how bad that is: `ok`, or the severity. Its `unchecked` says what has not been looked
   * at: nothing is left after {@link DiskImage.check}.
   */
  get verdict(): DiskVerdict {
    const { sentence, severity, unchecked } = verdictOf(this.#opened);
    return { sentence, severity, unchecked };
  }

  /** Type, sizes and identifiers of the disk; null for what the file does not say. */
  get facts(): ReportImage {
    return imageFacts(this.#opened, this.#opened.best);
  }

  /** The layer that a user sees first: `replayed` where the log, or that of a parent, asks for it and allows it. */
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
   * Lets the disk be read although its log can't be replayed, or its parent is another than when it was made; the same for its
   * parents. What is read then may be wrong, and reports and exports say so.
   *
   * @returns whether there was something to pass over: false where the disk can be read anyway, and where more is at fault than that.
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
   * Looks at what opening leaves out: the rest of a long log and of a long BAT, of the file and of its parents.
   *
   * @returns everything found on {@link DiskImage.layer}, worst first.
   * @throws VhdxError `cancelled`; `read-failed`, `io`, `file-changed` where the file can't be read.
   */
  async check({ full, ...options }: CheckOptions = {}): Promise<readonly Finding[]> {
    const image = this.#opened;
    await runJob({ label: "Checking", unit: "bytes" }, options, async (job) => {
      if (full === true) await fullCheck(image, job, () => {});
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
    return this.#opened.findings(this.#layer(layer));
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
   * Everything known about the image (docs/report.md), as of what was looked at so far.
   *
   * @throws VhdxError as {@link DiskImage.findings}.
   */
  report({ layer = this.layer, digests }: ReportRequest = {}): Report {
    return makeReport(...this.#reportArguments(layer, digests ?? null));
  }

  /**
   * The same as one HTML file that needs nothing else.
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
   * Writes something of the image to a new file, with holes for zeros. After a cancel or a failure there is no file.
   *
   * @param to path of a file that is not there yet, or of a folder, which gets a file of the proposed name
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

  /** Closes the file and its parents. Nothing can be read afterwards. */
  close(): void {
    for (const { file } of this.#files) file.close();
  }

  /** @throws VhdxError `not-available`. */
  #layer(name: DiskLayer): Layer {
    return this.#opened.layer({ name, upTo: null });
  }

  #reportArguments(name: DiskLayer, digests: ReportDigests | null): Parameters<typeof makeReport> {
    const [{ name: fileName, file, metered, image }] = this.#files;
    const source = {
      name: fileName,
      size: file.size,
      lastModified: file.lastModified,
      zeroed: [],
      io: { reads: metered.reads, bytesRead: metered.bytesRead },
      version: packageJson.version,
      now: new Date(),
    };
    return [image, this.#layer(name), source, { digests, bookmarks: [] }];
  }
}
