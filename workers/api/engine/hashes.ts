import type { ImageId } from "../image.ts";
import type { JobPort } from "../job.ts";
import type { LayerRef } from "../layer.ts";
import type { HashOptions, ReportDigests } from "../report.ts";

/** Digests and checksums of a layer. */
export interface HashesApi {
  /** Computes all digests of the layer's report. */
  compute(id: ImageId, layer: LayerRef, options: HashOptions, job: JobPort): Promise<ReportDigests>;
  /** CRC-32C of a selection, at most 64 MiB. */
  crc32c(
    id: ImageId,
    layer: LayerRef,
    space: "file" | "disk",
    offset: number,
    length: number,
  ): Promise<number>;
}
