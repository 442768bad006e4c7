import type { WorkingDisks } from "../../workers/api/index.ts";
import type { Slice } from "./slice.ts";

/** Disks in the browser's own storage. */
export interface WorkingDisksSlice {
  /** Null as long as nobody has looked, and where the browser gives the page no storage. */
  readonly workingDisks: WorkingDisks | null;
  /** Whether the browser gives the page storage of its own; null as long as nobody has asked. */
  readonly hasStorage: boolean | null;
  setWorkingDisks(workingDisks: WorkingDisks | null): void;
  setHasStorage(hasStorage: boolean): void;
}

export const workingDisksSlice: Slice<WorkingDisksSlice> = (set) => ({
  workingDisks: null,
  hasStorage: null,
  setWorkingDisks: (workingDisks) => set({ workingDisks }),
  setHasStorage: (hasStorage) => set({ hasStorage }),
});
