import type { ChildOptions } from "../chain.ts";
import type { Destination, ExportResult } from "../export.ts";
import type { ImageId, WorkingDisks } from "../image.ts";
import type { JobPort } from "../job.ts";

/** New differencing disks, each a child of an open disk. */
export interface ChildrenApi {
  /** Default options for a child of a disk. Rejects with `not-available` and a reason where the disk can't have a child. */
  defaults(parent: ImageId): Promise<ChildOptions>;
  /** What is wrong with the options, as a sentence; null where the child can be made. */
  check(parent: ImageId, options: ChildOptions): Promise<string | null>;
  /** Makes a differencing child of the file as stored. */
  create(parent: ImageId, options: ChildOptions, to: Destination, job: JobPort): Promise<ExportResult>;
  /** Makes the child as a working disk named `options.name`; open it with `images.openAll`. */
  createWorking(parent: ImageId, options: ChildOptions, job: JobPort): Promise<WorkingDisks>;
}
