import type { ChangeList, DryRun } from "../../workers/api/index.ts";
import type { Slice } from "./slice.ts";

/** What would be lost, and what the user says to that. */
export interface LossQuestion {
  /** What the user is about to do: "Close the file". */
  readonly what: string;
  readonly answer: (goOn: boolean) => void;
}

/** Pending changes of the open image, as the engine lists them. The bytes themselves stay in the engine. */
export interface EditsSlice {
  /** Null as long as nothing was ever changed. */
  readonly changes: ChangeList | null;
  /** What a check of the edited disk said, and of which state of the image it said that. */
  readonly checked: { readonly revision: number; readonly result: DryRun } | null;
  /** Asks before pending changes are lost. */
  readonly losing: LossQuestion | null;
  /** Whether the dialog that replaces the original is open. */
  readonly replacing: boolean;
  setChanges(changes: ChangeList | null): void;
  setChecked(checked: EditsSlice["checked"]): void;
  setLosing(losing: LossQuestion | null): void;
  setReplacing(replacing: boolean): void;
  clearChanges(): void;
}

export const editsSlice: Slice<EditsSlice> = (set) => ({
  changes: null,
  checked: null,
  losing: null,
  replacing: false,
  setChanges: (changes) => set({ changes }),
  setChecked: (checked) => set({ checked }),
  setLosing: (losing) => set({ losing }),
  setReplacing: (replacing) => set({ replacing }),
  clearChanges: () => set({ changes: null, checked: null, replacing: false }),
});

/** How many changes wait to be saved. */
export function pendingCount(state: Pick<EditsSlice, "changes">): number {
  return state.changes?.done.length ?? 0;
}
