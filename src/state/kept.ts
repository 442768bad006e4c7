import type { Kept } from "../../workers/api/index.ts";
import type { Slice } from "./slice.ts";

/** What stays in the browser when the page is left. */
export interface KeptSlice {
  /** Whether the dialog that says so is open. */
  readonly keptOpen: boolean;
  /** What is kept of all files, when last looked; null where the browser gives the page no storage. */
  readonly kept: Kept | null;
  /** Nothing is kept until the page is left or loaded again; then it is off. */
  readonly privateSession: boolean;
  setKeptOpen(open: boolean): void;
  setKept(kept: Kept | null): void;
  setPrivateSession(on: boolean): void;
}

export const keptSlice: Slice<KeptSlice> = (set) => ({
  keptOpen: false,
  kept: null,
  privateSession: false,
  setKeptOpen: (keptOpen) => set({ keptOpen }),
  setKept: (kept) => set({ kept }),
  setPrivateSession: (privateSession) => set({ privateSession }),
});
