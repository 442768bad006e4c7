import type { NewImageOptions, NewImagePreset } from "../edit.ts";
import type { Destination, ExportResult } from "../export.ts";
import type { WorkingDisks } from "../image.ts";
import type { JobPort } from "../job.ts";

/** New disks without a parent. */
export interface NewDisksApi {
  /** The options that a tool uses by default for a new disk of a size in bytes. */
  defaults(preset: NewImagePreset, size: number): Promise<NewImageOptions>;
  /** What is wrong with the options of a new image, as a sentence; null where it can be made. */
  check(options: NewImageOptions): Promise<string | null>;
  /** Makes a new image at a destination. */
  create(options: NewImageOptions, to: Destination, job: JobPort): Promise<ExportResult>;
  /** Makes a new image as a working disk in the browser's own storage; open it as a source of kind `working`. */
  createWorking(name: string, options: NewImageOptions, job: JobPort): Promise<WorkingDisks>;
}
