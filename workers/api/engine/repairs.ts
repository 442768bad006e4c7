import type { ImageId } from "../image.ts";
import type { JobPort } from "../job.ts";
import type { MadeRepairs, Repairs } from "../repair.ts";

/** Faults, and the fixes that repair them. One fix is made by `edits.apply` with an action of kind `fix`. */
export interface RepairsApi {
  /** What can be repaired in the Edited layer, where there are edits, else in the file as stored. */
  list(id: ImageId, job: JobPort): Promise<Repairs>;
  /**
   * Makes every recommended fix that loses nothing, and the fixes that the user agreed to, one after the other, each as an edit of
   * its own. Resolves after a cancel too; the fixes made before the cancel stay.
   *
   * @param agreed ids of fixes that lose something, as `list` gave them. One that is no longer offered is left out.
   */
  repair(id: ImageId, agreed: readonly string[], job: JobPort): Promise<MadeRepairs>;
}
