import { statSync } from "node:fs";
import path from "node:path";
import type { ExportKind } from "../api/index.ts";
import { VhdxError } from "../shared/error.ts";
import { unreadableRanges } from "../engine/exports/pieces/disk-pieces.ts";
import type { Exporter } from "../engine/exports/exporter.ts";
import { Salvage } from "../engine/exports/deliver/salvage.ts";
import type { JobContext } from "../engine/jobs/jobs.ts";
import type { Layer } from "../engine/image/layer.ts";
import { lostSentence, zeroedLines } from "../engine/report/lost-words.ts";
import type { OpenedImage } from "../engine/image/opened-image.ts";
import { zeroedRunLines } from "../engine/report/zeroed-words.ts";
import type { ExportRequest, ExportWritten, NodeExport } from "./exports.ts";
import { runJob } from "./job.ts";
import { writeNewFile } from "./new-file.ts";

const KINDS: Readonly<Record<NodeExport, ExportKind>> = {
  raw: "raw",
  packed: "raw-packed",
  patch: "patch",
  "replayed-copy": "replayed-copy",
  flat: "flatten-dynamic",
  "flat-fixed": "flatten-fixed",
  merged: "merge",
  report: "report-json",
  "report-html": "report-html",
};

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
