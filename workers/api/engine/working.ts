import type { WorkingDisks } from "../image.ts";

/** Disks in the browser's own storage, which are edited in place. */
export interface WorkingApi {
  list(): Promise<WorkingDisks>;
  /** Rejects with `file-in-use` while the disk is open. */
  delete(name: string): Promise<WorkingDisks>;
}
