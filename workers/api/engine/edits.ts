import type { ChangeList, DryRun, EditAction, EditState, FieldCheck } from "../edit.ts";
import type { ImageId, ImageSummary } from "../image.ts";
import type { JobPort } from "../job.ts";
import type { LayerRef } from "../layer.ts";
import type { NodeId } from "../structure.ts";

/** Changes to the Edited layer, which no file sees until they are saved. A working disk is changed at once. */
export interface EditsApi {
  /** Makes a change to the Edited layer; the file is not touched. Rejects with a sentence where it can't be made. */
  apply(id: ImageId, action: EditAction): Promise<EditState>;
  undo(id: ImageId): Promise<EditState>;
  redo(id: ImageId): Promise<EditState>;
  /** Gives all pending changes up. */
  clear(id: ImageId): Promise<EditState>;
  changes(id: ImageId): Promise<ChangeList>;
  /** What a field's new value would be, without setting it: for a form that says what is wrong while it is typed. */
  checkField(id: ImageId, layer: LayerRef, node: NodeId, field: string, value: string): Promise<FieldCheck>;
  /** Checks the whole Edited layer as if it were saved. */
  dryRun(id: ImageId, job: JobPort): Promise<DryRun>;
  /**
   * Writes the Edited layer over the original, through the browser's swap file, then reads back what was written. The
   * page has asked for a typed confirmation and for the permission to write. The image is open on the new file afterwards.
   */
  replaceOriginal(id: ImageId, job: JobPort): Promise<ImageSummary>;
}
