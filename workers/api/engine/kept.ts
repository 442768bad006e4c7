import type { EditState, KeptEdits } from "../edit.ts";
import type { ImageId } from "../image.ts";

/** Changes that the browser keeps for the next visit. */
export interface KeptApi {
  /** How much is kept in the browser's own storage. */
  list(): Promise<KeptEdits>;
  /**
   * Makes the changes that were kept from an earlier visit again, ahead of the changes that are already pending. Rejects,
   * changing nothing, where one of them can't be made any more.
   */
  restore(id: ImageId): Promise<EditState>;
  /** Forgets the kept changes of one file, or (null) of all files. Changes that are pending now stay until the page is left. */
  forget(id: ImageId | null): Promise<void>;
  /** Starts or ends a private session, which keeps no changes. Its start forgets the kept changes of all files. */
  setPrivate(on: boolean): Promise<void>;
}
