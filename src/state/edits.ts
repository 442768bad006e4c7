import type { ChangeList, DryRun } from "../../workers/api/index.ts";
import type { Slice } from "./slice.ts";

/** What the user says about pending changes that stand in the way: not to go on, or to go on and keep or discard them. */
export type LossAnswer = "stay" | "keep" | "discard";

/** What would be lost, and what the user says to that. */
interface LossQuestion {
  /** What the user is about to do: "Close the file". */
  readonly what: string;
  /** Whether the browser keeps the changes for the next visit of the same file. */
  readonly keeps: boolean;
  readonly answer: (answer: LossAnswer) => void;
}

/** Pending changes of the image that is shown, as the engine lists them. The bytes themselves stay in the engine. */
export interface EditsSlice {
  /** Null as long as nothing was ever changed. */
  readonly changes: ChangeList | null;
  /** What a check of the edited disk said, and of which state of the image it said that. */
  readonly checked: { readonly revision: number; readonly result: DryRun } | null;
  /** Asks before pending changes are lost. */
  readonly losing: LossQuestion | null;
  /** The dialog that replaces the original: it asks first, then stands before everything until the file is swapped. */
  readonly replacing: "closed" | "asking" | "running";
  /** Bytes written to the open file since it was opened: only ever by `Replace original`. */
  readonly written: number;
  setChanges(changes: ChangeList | null): void;
  setChecked(checked: EditsSlice["checked"]): void;
  setLosing(losing: LossQuestion | null): void;
  setReplacing(replacing: EditsSlice["replacing"]): void;
  addWritten(bytes: number): void;
  /** Forgets what is pending. */
  clearChanges(): void;
}

export const editsSlice: Slice<EditsSlice> = (set) => ({
  changes: null,
  checked: null,
  losing: null,
  replacing: "closed",
  written: 0,
  setChanges: (changes) => set({ changes }),
  setChecked: (checked) => set({ checked }),
  setLosing: (losing) => set({ losing }),
  setReplacing: (replacing) => set({ replacing }),
  addWritten: (bytes) => set((state) => ({ written: state.written + bytes })),
  clearChanges: () => set({ changes: null, checked: null }),
});

/** What the last check of the edited disk said, as long as nothing has changed since; else null. */
export function validCheck(
  state: Pick<EditsSlice, "checked"> & { readonly revision: number },
): DryRun | null {
  return state.checked?.revision === state.revision ? state.checked.result : null;
}

/** How many changes wait to be saved. */
export function pendingCount(state: Pick<EditsSlice, "changes">): number {
  return state.changes?.done.length ?? 0;
}
