import type { EditState, KeptEdits } from "../edit.ts";
import type { ImageId } from "../image.ts";

/** Changes that the browser keeps for the next visit. */
export interface KeptApi {
  /** What is kept in the browser's own storage. */
  list(): Promise<KeptEdits>;
  /**
   * Makes the changes again that were kept from an earlier visit, before those that are pending already. Rejects, changing
   * nothing, where one can't be made any more.
   */
  restore(id: ImageId): Promise<EditState>;
  /** Forgets the kept changes of one file, or (null) of all; those that are pending now stay until the page is left. */
  forget(id: ImageId | null): Promise<void>;
  /** A private session keeps nothing, and forgets what was kept of all files. */
  setPrivate(on: boolean): Promise<void>;
}
