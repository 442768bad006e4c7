import type { KeptEdits } from "../../workers/api/index.ts";
import type { Slice } from "./slice.ts";

/** What stays in the browser when the page is left. */
export interface KeptSlice {
  /** Whether the dialog that says so is open. */
  readonly keptOpen: boolean;
  /** Pending changes of all files, when last looked; null where the browser gives the page no storage. */
  readonly keptEdits: KeptEdits | null;
  /** Nothing is kept until the page is left or loaded again; then it is off. */
  readonly privateSession: boolean;
  setKeptOpen(open: boolean): void;
  setKeptEdits(kept: KeptEdits | null): void;
  setPrivateSession(on: boolean): void;
}

export const keptSlice: Slice<KeptSlice> = (set) => ({
  keptOpen: false,
  keptEdits: null,
  privateSession: false,
  setKeptOpen: (keptOpen) => set({ keptOpen }),
  setKeptEdits: (keptEdits) => set({ keptEdits }),
  setPrivateSession: (privateSession) => set({ privateSession }),
});
