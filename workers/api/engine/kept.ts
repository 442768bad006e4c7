import type { EditState } from "../edit.ts";
import type { ImageId } from "../image.ts";
import type { FileNotes, Kept, KeptKind } from "../kept.ts";

/** What the browser keeps of a file for the next visit. */
export interface KeptApi {
  /** How much is kept in the browser's own storage. */
  list(): Promise<Kept>;
  /**
   * Makes the changes that were kept from an earlier visit again, ahead of the changes that are already pending. Rejects,
   * changing nothing, where one of them can't be made any more.
   */
  restore(id: ImageId): Promise<EditState>;
  /** Forgets the kept changes of one file. Changes that are pending now stay until the page is left. */
  forget(id: ImageId): Promise<void>;
  /** Forgets what is kept of all files. What the open files have now stays until they are closed. */
  forgetAll(kind: KeptKind): Promise<void>;
  /**
   * Keeps the bookmarks and digests of a file in place of the earlier ones. Digests of the Edited layer and of a working disk are
   * not kept: the next visit begins without these changes, or with others. Nothing of a working disk is kept.
   *
   * @returns why they can't be kept, as a sentence; null where they are, and in a private session.
   */
  saveNotes(id: ImageId, notes: FileNotes): Promise<string | null>;
  /** Starts or ends a private session, which keeps nothing. Its start forgets what is kept of all files. */
  setPrivate(on: boolean): Promise<void>;
}
