import type { Destination, ExportKind, ExportPlan, ExportResult, ReportOptions } from "../export.ts";
import type { ImageId } from "../image.ts";
import type { JobPort } from "../job.ts";
import type { LayerRef } from "../layer.ts";
import type { Report } from "../report.ts";

/** Files that can be made of an image. */
export interface ExportsApi {
  report(id: ImageId, layer: LayerRef, options: ReportOptions): Promise<Report>;
  plan(id: ImageId, layer: LayerRef, kind: ExportKind): Promise<ExportPlan>;
  /** Why the layer's virtual disk can't be read from its first byte to its last, as a sentence; null where it can. */
  diskProblem(id: ImageId, layer: LayerRef): Promise<string | null>;
  run(
    id: ImageId,
    layer: LayerRef,
    kind: ExportKind,
    to: Destination,
    options: ReportOptions,
    job: JobPort,
  ): Promise<ExportResult>;
  /** Saves the bytes of a selection, of the layer's file or of its virtual disk. Offset and length in bytes. */
  saveBytes(
    id: ImageId,
    layer: LayerRef,
    space: "file" | "disk",
    offset: number,
    length: number,
    to: Destination,
    job: JobPort,
  ): Promise<ExportResult>;
}
