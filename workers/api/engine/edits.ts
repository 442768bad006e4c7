import type { ChangeList, DryRun, EditAction, EditState, FieldCheck } from "../edit.ts";
import type { ImageId, ImageSummary } from "../image.ts";
import type { JobPort } from "../job.ts";
import type { LayerRef } from "../layer.ts";
import type { NodeId } from "../structure.ts";

/** Changes to the Edited layer. They reach a file only when they are saved; a working disk is changed at once. */
export interface EditsApi {
  /** Makes a change to the Edited layer; the file is not touched. Rejects with a sentence where it can't be made. */
  apply(id: ImageId, action: EditAction): Promise<EditState>;
  undo(id: ImageId): Promise<EditState>;
  redo(id: ImageId): Promise<EditState>;
  /** Discards all pending changes. */
  clear(id: ImageId): Promise<EditState>;
  changes(id: ImageId): Promise<ChangeList>;
  /** Checks a new value of a field without setting it, for a form that shows what is wrong while the user types. */
  checkField(id: ImageId, layer: LayerRef, node: NodeId, field: string, value: string): Promise<FieldCheck>;
  /** Checks the whole Edited layer as if it were saved. */
  dryRun(id: ImageId, job: JobPort): Promise<DryRun>;
  /**
   * Writes the Edited layer over the original, through the browser's swap file, then reads back what was written. The page must
   * have asked for a typed confirmation and for the permission to write. Afterwards the image is open on the new file.
   */
  replaceOriginal(id: ImageId, job: JobPort): Promise<ImageSummary>;
}
