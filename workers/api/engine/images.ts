import type { OpenedBatch } from "../chain.ts";
import type { FullCheck, ImageId, ImageSource, ImageSummary } from "../image.ts";
import type { JobPort } from "../job.ts";
import type { LayerRef } from "../layer.ts";

/** Files that are open, and what state each is in. */
export interface ImagesApi {
  /** The quick stage: facts and a verdict from a few reads, whatever the disk's size. Never writes. */
  open(source: ImageSource): Promise<ImageSummary>;
  /**
   * Opens several files, and links what fits, those included that were open before. A file that can't be opened gets its error
   * as its result; the others are opened all the same. A cancel leaves none of them open.
   */
  openAll(sources: readonly ImageSource[], job: JobPort): Promise<OpenedBatch>;
  /** Takes the file again after it changed on disk; the id stays. Rejects with `file-changed` for a plain File. */
  reopen(id: ImageId): Promise<ImageSummary>;
  close(id: ImageId): Promise<void>;
  summary(id: ImageId): Promise<ImageSummary>;
  /** The background stage: the whole BAT and the whole log. Resolves with the new summary. */
  scan(id: ImageId, job: JobPort): Promise<ImageSummary>;
  /**
   * Looks at everything, what the background stage leaves out included, on both layers of the file as stored; of the edited
   * file where `layer` is Edited.
   */
  fullCheck(id: ImageId, layer: LayerRef, job: JobPort): Promise<FullCheck>;
  /** Turns the marked, read-only Original view on where only the log or the linkage is at fault. */
  readAnyway(id: ImageId): Promise<ImageSummary>;
}
