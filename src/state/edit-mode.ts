import type { Slice } from "./slice.ts";

/** Where typed characters go: digits into the bytes, or characters into their text. */
type EditColumn = "hex" | "text";

/** Whether hex views take what is typed as new bytes. */
export interface EditModeSlice {
  readonly editMode: boolean;
  readonly editColumn: EditColumn;
  setEditMode(on: boolean): void;
  setEditColumn(column: EditColumn): void;
}

export const editModeSlice: Slice<EditModeSlice> = (set) => ({
  editMode: false,
  editColumn: "hex",
  setEditMode: (editMode) => set({ editMode }),
  setEditColumn: (editColumn) => set({ editColumn }),
});
