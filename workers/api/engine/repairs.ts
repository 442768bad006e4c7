import type { EditState } from "../edit.ts";
import type { ImageId } from "../image.ts";
import type { Repairs } from "../repair.ts";

/** Faults, and the fixes that repair them. One fix is made by `edits.apply` with an action of kind `fix`. */
export interface RepairsApi {
  /** What can be repaired in the Edited layer, where there are edits, else in the file as stored. */
  list(id: ImageId): Promise<Repairs>;
  /** Makes every recommended fix that loses nothing, one after the other, each as an edit of its own. */
  repairSafe(id: ImageId): Promise<EditState>;
}
