import type { Field, FieldList, ImageId, LayerRef, NodePath } from "../../../../workers/api/index.ts";
import { connect } from "../../../client/engine.ts";
import { useStore } from "../../../state/store.ts";
import { useContextual } from "../../hooks/use-contextual.ts";
import { useQuery } from "../../hooks/use-query.ts";

/** The selected structure with all that is known about it. */
export interface Selection {
  /** Null while nothing is selected, or while it is being looked up for the first time. */
  readonly path: NodePath | null;
  readonly fields: FieldList | null;
  /** The selected field. */
  readonly field: Field | null;
  readonly selectField: (field: Field) => void;
}

/**
 * Looks up the selected structure and its fields through a layer, and knows what next and previous field mean.
 *
 * @param revision goes up when the engine may say something else.
 */
export function useSelection(image: ImageId, layer: LayerRef, revision: number): Selection {
  const node = useStore((state) => state.node);
  const fieldName = useStore((state) => state.field);
  const setPlace = useStore((state) => state.setPlace);
  const { name, upTo } = layer;
  const key = [image, name, upTo, revision, node];
  const path = useQuery(
    node === null ? null : () => connect().views.node(image, { name, upTo }, node),
    key,
  ).data;
  const asked = useQuery(
    node === null ? null : () => connect().views.fields(image, { name, upTo }, node),
    key,
  ).data;
  const fields = asked !== null && asked.node === node ? asked : null;
  const field = fields?.fields.find((each) => each.name === fieldName) ?? null;

  const selectField = ({ name: next, offset, length }: Field) =>
    setPlace({ node, field: next, file: { offset, length } }, true);
  const step = (by: 1 | -1) => {
    const all = fields?.fields ?? [];
    const at = field === null ? (by === 1 ? -1 : all.length) : all.indexOf(field);
    const next = all[at + by];
    if (next !== undefined) selectField(next);
  };
  useContextual({ "next-field": () => step(1), "previous-field": () => step(-1) });
  return { path, fields, field, selectField };
}
