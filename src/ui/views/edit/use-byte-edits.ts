import { useEffect, useState } from "react";
import type { Span } from "../../../../workers/api/index.ts";
import { type EditSpace, layerToEdit, makeByteEdit, whyNoEdit } from "../../../actions/edit/edit-bytes.ts";
import { reportTrouble } from "../../../actions/engine/trouble.ts";
import { holdTyping } from "../../../actions/edit/typing.ts";
import { useStore } from "../../../state/store.ts";
import type { HexEditing } from "../hex/types.ts";
import { useContextual } from "../../hooks/use-contextual.ts";
import { WORDS } from "./words.ts";

/** What was on the clipboard when the dialog was opened. */
export interface Clipping {
  readonly text: string;
  readonly file: File | null;
}

/** The dialog that is open. */
type EditDialog =
  | { readonly kind: "paste"; readonly clipping: Clipping }
  | { readonly kind: "fill" | "zero" };

/** What a screen with bytes offers to change them. */
export interface ByteEdits {
  readonly space: EditSpace;
  /** Bytes of the disk or file; 0 while unknown. */
  readonly size: number;
  readonly selection: Span;
  /** Why nothing can be changed now, as a sentence. */
  readonly problem: string | null;
  /** Whether the bytes can be typed over now. */
  readonly active: boolean;
  readonly toggle: () => void;
  /** For the hex view. */
  readonly editing: HexEditing | undefined;
  readonly dialog: EditDialog | null;
  readonly open: (kind: EditDialog["kind"]) => void;
  readonly close: () => void;
  /** A dialog has changed these bytes. */
  readonly onDone: (span: Span) => void;
}

const NOTHING: Clipping = { text: "", file: null };

/** What has its own Escape. */
const OWN_ESCAPE = [
  'input:not([type="radio"])',
  "textarea",
  "select",
  '[role="dialog"]',
  '[role="alertdialog"]',
  '[role="menu"]',
].join();

/** Calls back for an Escape that nothing else takes, wherever the focus is. @returns a function that ends this */
function onEscape(end: () => void): () => void {
  const listen = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (event.target instanceof Element && event.target.closest(OWN_ESCAPE) !== null) return;
    event.preventDefault();
    end();
  };
  document.addEventListener("keydown", listen);
  return () => document.removeEventListener("keydown", listen);
}

/**
 * Typing, pasting, filling and zeroing of the bytes that a screen shows, for its buttons, the keys and the palette. Mount it once
 * on a screen.
 */
export function useByteEdits(
  space: EditSpace,
  size: number,
  selection: Span,
  onSelect: (span: Span) => void,
): ByteEdits {
  const editMode = useStore((state) => state.editMode);
  const editColumn = useStore((state) => state.editColumn);
  const layer = useStore((state) => state.layer);
  const problem = useStore((state) => whyNoEdit(state, space));
  const notify = useStore((state) => state.notify);
  const target = useStore((state) => layerToEdit(state, space));
  const setEditMode = useStore((state) => state.setEditMode);
  const setEditColumn = useStore((state) => state.setEditColumn);
  const [dialog, setDialog] = useState<EditDialog | null>(null);
  const active = editMode && layer === target && problem === null && size > 0;

  useEffect(() => (active ? onEscape(() => setEditMode(false)) : undefined), [active, setEditMode]);

  const toggle = () => {
    if (problem !== null) return notify("info", problem);
    setEditMode(!active);
    if (!active) useStore.getState().setLayer(target);
  };
  const open = (kind: EditDialog["kind"]) => {
    if (problem !== null) return notify("info", problem);
    setDialog(kind === "paste" ? { kind, clipping: NOTHING } : { kind });
  };
  useContextual({
    "edit-bytes": toggle,
    "paste-bytes": () => open("paste"),
    "fill-range": () => open("fill"),
    "zero-range": () => open("zero"),
  });

  const editing: HexEditing = {
    column: editColumn,
    onColumn: setEditColumn,
    apply: async (offset, bytes) => {
      try {
        await makeByteEdit(space, { kind: "write", space, offset, bytes });
        return true;
      } catch (thrown) {
        reportTrouble(WORDS.tools.notChanged, thrown);
        return false;
      }
    },
    onPaste: (data) =>
      setDialog({
        kind: "paste",
        clipping: { text: data.getData("text/plain"), file: data.files[0] ?? null },
      }),
    onLeave: () => setEditMode(false),
    hold: holdTyping,
    endText: space === "disk" ? WORDS.tools.diskEnds : WORDS.tools.fileEnds,
  };
  return {
    space,
    size,
    selection,
    problem,
    active,
    toggle,
    editing: active ? editing : undefined,
    dialog,
    open,
    close: () => setDialog(null),
    onDone: ({ offset }) => {
      setDialog(null);
      // A selection would hide the colour of the changed bytes.
      onSelect({ offset, length: 0 });
    },
  };
}
