import { statSync } from "node:fs";
import path from "node:path";
import type { ExportKind, ReportDigests } from "../api/index.ts";
import { VhdxError } from "../bytes/error.ts";
import { unreadableRanges } from "../engine/exports/pieces/disk-pieces.ts";
import type { Exporter } from "../engine/exports/exporter.ts";
import { Salvage } from "../engine/exports/deliver/salvage.ts";
import type { JobContext } from "../engine/jobs/jobs.ts";
import type { Layer } from "../engine/image/layer.ts";
import { lostSentence, zeroedLines } from "../engine/report/lost-words.ts";
import type { OpenedImage } from "../engine/image/opened-image.ts";
import { zeroedRunLines } from "../engine/report/zeroed-words.ts";
import type { DiskLayer } from "./disk-layer.ts";
import { runJob, type WorkOptions } from "./job.ts";
import { writeNewFile } from "./new-file.ts";

/**
 * What can be written to a new file:
 *
 * - `raw`: the virtual disk, byte for byte, as a sparse file.
 * - `packed`: the virtual disk without its zeros, as a zip with scripts that make the raw file of it (docs/packed-raw-format.md).
 * - `patch`: what the replay of the log changes, as a zip with scripts that verify, apply and undo it (docs/patch-format.md).
 * - `replayed-copy`: the VHDX file with its log replayed, as a clean file.
 * - `flat`, `flat-fixed`: a disk and its parents as one new VHDX file without a parent, dynamic or fixed.
 * - `merged`: a disk and its parent as one new VHDX file that takes the parent's place.
 * - `report`, `report-html`: everything known about the image (docs/report.md).
 */
export type NodeExport = keyof typeof KINDS;

const KINDS = {
  raw: "raw",
  packed: "raw-packed",
  patch: "patch",
  "replayed-copy": "replayed-copy",
  flat: "flatten-dynamic",
  "flat-fixed": "flatten-fixed",
  merged: "merge",
  report: "report-json",
  "report-html": "report-html",
} as const satisfies Record<string, ExportKind>;

/** The exports by name, in the order in which they are explained. */
export const EXPORTS: readonly NodeExport[] = Object.keys(KINDS) as NodeExport[];

/** What {@link DiskImage.export} is to write. */
export interface ExportRequest extends WorkOptions {
  readonly as: NodeExport;
  /** Left out, the layer that {@link DiskImage.layer} names. */
  readonly layer?: DiskLayer | undefined;
  /**
   * Whether zeros are written for what can't be read: blocks of the disk that the file does not have, and parts of the file that
   * its own disk fails to read. Otherwise such an export fails.
   */
  readonly zeroUnreadable?: boolean | undefined;
  /** For reports. */
  readonly digests?: ReportDigests | undefined;
}

/** What {@link DiskImage.export} has written. */
export interface ExportWritten {
  readonly path: string;
  /** Length of the file in bytes, holes included. */
  readonly size: number;
  /** What was changed on top of the layer, a sentence each: the headers of a replayed copy, for example. */
  readonly changes: readonly string[];
  /** What could not be read and is zeros, a line a run. */
  readonly zeroed: readonly string[];
}

/** What an export works on. */
interface Subject {
  readonly exporter: Exporter;
  readonly image: OpenedImage;
  readonly layer: Layer;
}

/** A path inside a folder, where one is named; what is no folder is the path itself. */
function targetPath(to: string, fileName: string): string {
  const folder = statSync(to, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return folder || /[\\/]$/.test(to) ? path.join(to, fileName) : to;
}

/**
 * Runs of the virtual disk that a raw image would have as zeros.
 *
 * @throws VhdxError `not-available` where there are some and nobody agreed to that.
 */
async function agreedLoss(
  kind: ExportKind,
  { zeroUnreadable }: ExportRequest,
  { image, layer }: Subject,
  job: JobContext,
): Promise<readonly string[]> {
  if (kind !== "raw" && kind !== "raw-packed") return [];
  const ranges = await unreadableRanges(image, layer, job);
  if (ranges.length === 0) return [];
  if (zeroUnreadable === true) return zeroedLines(ranges);
  const bytes = ranges.reduce((sum, { length }) => sum + length, 0);
  throw new VhdxError("not-available", lostSentence({ bytes, ranges }, image.disk(layer).size), {
    structure: "virtual disk",
  });
}

/** Writes an export to a new file; throws as `DiskImage.export` says. */
export async function writeExport(
  to: string,
  request: ExportRequest,
  subject: Subject,
): Promise<ExportWritten> {
  const kind = KINDS[request.as];
  const { exporter } = subject;
  return runJob({ label: "Exporting", unit: "bytes" }, request, async (job) => {
    const plan = await exporter.plan(kind, job);
    if (!plan.available) throw new VhdxError("not-available", plan.note ?? "The image has no such export.");
    const lost = await agreedLoss(kind, request, subject, job);
    const agree = () => Promise.resolve(request.zeroUnreadable === true);
    const salvage = new Salvage(agree, exporter.origins(kind), job);
    const options = { digests: request.digests ?? null, bookmarks: [] };
    const pieces = await exporter.pieces(kind, options, job, salvage);
    const target = targetPath(to, plan.fileName);
    const size = await writeNewFile(target, pieces, plan.size, job, salvage.readRun);
    const zeroed = [...lost, ...zeroedRunLines(salvage.zeroed)];
    // A raw image has no other changes than what is lost of it.
    const changes = plan.changes.filter((each) => !lost.includes(each));
    return { path: target, size, changes, zeroed };
  });
}
