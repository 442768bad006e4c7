import { useMemo } from "react";
import type { FieldList, ImageId, LayerRef, NodeId } from "../../../../workers/api/index.ts";
import { connect } from "../../../client/engine.ts";
import type { ByteName } from "../../views/hex/types.ts";

/** Structures whose fields are kept; the pointer seldom comes back to more. */
const KEPT = 64;

/**
 * Tells which structure and field the bytes of the file belong to.
 *
 * @param revision goes up when the engine may say something else.
 */
export function useByteNames(
  image: ImageId,
  layer: LayerRef,
  revision: number,
): (offset: number) => Promise<ByteName | null> {
  const { name, upTo } = layer;
  return useMemo(() => {
    const lists = new Map<NodeId, Promise<FieldList>>();
    const fieldsOf = (node: NodeId): Promise<FieldList> => {
      const known = lists.get(node);
      if (known !== undefined) return known;
      if (lists.size >= KEPT) lists.clear();
      const asked = connect().views.fields(image, { name, upTo }, node);
      lists.set(node, asked);
      return asked;
    };
    return async (offset) => {
      const { path, field } = await connect().views.locate(image, { name, upTo }, offset);
      const { node } = path;
      if (field === null)
        return node.offset === null
          ? null
          : {
              title: node.label,
              value: node.detail,
              inside: null,
              span: { offset: node.offset, length: node.length },
            };
      const list = await fieldsOf(node.id);
      const found = list.fields.find((each) => each.name === field);
      return found === undefined
        ? null
        : {
            title: found.label,
            value: found.value,
            inside: node.label,
            span: { offset: found.offset, length: found.length },
          };
    };
    // A change of the image may change each name.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [image, name, upTo, revision]);
}
