import type { OpenedBatch } from "../chain.ts";
import type { FullCheck, FullCheckOptions, ImageId, ImageSource, ImageSummary } from "../image.ts";
import type { JobPort } from "../job.ts";
import type { LayerRef } from "../layer.ts";

/** Open files and the state of each. */
export interface ImagesApi {
  /** The quick stage: image properties and a verdict from a few reads, whatever the disk's size. Never writes. */
  open(source: ImageSource): Promise<ImageSummary>;
  /**
   * Which files are VHDX files by their first bytes, whatever they are called, in their order. A file that can't be read is none.
   */
  areDisks(sources: readonly ImageSource[]): Promise<readonly boolean[]>;
  /**
   * Opens several files and links children to parents, files that were open before included. The result of a file that can't be
   * opened is its error; the others are opened all the same. A cancel leaves none of them open.
   */
  openAll(sources: readonly ImageSource[], job: JobPort): Promise<OpenedBatch>;
  /** Opens the file anew after it changed on disk; the id stays. Rejects with `file-changed` for a plain File. */
  reopen(id: ImageId): Promise<ImageSummary>;
  close(id: ImageId): Promise<void>;
  summary(id: ImageId): Promise<ImageSummary>;
  /** The background stage: the whole BAT and the whole log. Resolves with the new summary. */
  scan(id: ImageId, job: JobPort): Promise<ImageSummary>;
  /**
   * Checks everything, including what the background stage leaves out: both layers of the file as stored, or the edited file
   * where `layer` is Edited.
   */
  fullCheck(id: ImageId, layer: LayerRef, options: FullCheckOptions, job: JobPort): Promise<FullCheck>;
  /** Turns on the marked, read-only Original view, where only the log or the linkage is at fault. */
  readAnyway(id: ImageId): Promise<ImageSummary>;
}
