import { useState } from "react";
import type { Field, ImageSummary, LayerRef, NodeId } from "../../../../workers/api/index.ts";
import { layerToEdit, whyNoEdit } from "../../../actions/edit/edit-bytes.ts";
import { useStore } from "../../../state/store.ts";
import { layerName } from "../../parts/Layer.tsx";
import { WORDS } from "./words.ts";

export interface FieldEdit {
  /** Name of the field whose value is being changed; null where none is. */
  readonly editing: string | null;
  /** Whether the structure's checksum is updated with the field. */
  readonly updateChecksum: boolean;
  readonly setUpdateChecksum: (update: boolean) => void;
  /** Whether the field's value can be typed on this layer. */
  readonly canEdit: (field: Field) => boolean;
  /** Opens the editor, or says why there is none. */
  readonly begin: (field: Field) => void;
  readonly end: () => void;
}

/** Which field of the selected structure is being changed. */
export function useFieldEdit(summary: ImageSummary, layer: LayerRef, node: NodeId | null): FieldEdit {
  const [open, setOpen] = useState<{ node: NodeId | null; layer: string; field: string } | null>(null);
  const [updateChecksum, setUpdateChecksum] = useState(true);
  const notify = useStore((state) => state.notify);
  const target = layerToEdit({ summary, layer: layer.name }, "file");
  const whyNot =
    layer.name !== target
      ? WORDS.editor.chooseLayer(layerName(target))
      : whyNoEdit({ summary, layer: layer.name, upTo: layer.upTo }, "file");
  return {
    editing: open !== null && open.node === node && open.layer === layer.name ? open.field : null,
    updateChecksum,
    setUpdateChecksum,
    canEdit: (field) => whyNot === null && field.input !== null,
    begin: (field) => {
      if (whyNot !== null) notify("info", whyNot);
      else if (field.input === null) notify("info", WORDS.editor.tooLong(field.label));
      else setOpen({ node, layer: layer.name, field: field.name });
    },
    end: () => setOpen(null),
  };
}
