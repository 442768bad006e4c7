import { PasteDialog } from "./PasteDialog.tsx";
import { RangeDialog } from "./RangeDialog.tsx";
import type { ByteEdits } from "./use-byte-edits.ts";

/** The dialog that is open, if any. */
export function EditDialogs({ edits }: { readonly edits: ByteEdits }) {
  const { dialog } = edits;
  if (dialog === null) return null;
  return dialog.kind === "paste" ? (
    <PasteDialog edits={edits} clipping={dialog.clipping} />
  ) : (
    <RangeDialog edits={edits} kind={dialog.kind} />
  );
}
