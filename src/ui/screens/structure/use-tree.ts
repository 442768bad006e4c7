import { useEffect, useMemo, useReducer } from "react";
import type { ImageId, LayerRef } from "../../../../workers/api/index.ts";
import { connect } from "../../../client/engine.ts";
import { TreeModel, type TreeSource } from "./tree-model.ts";

function sourceOf(id: ImageId, layer: LayerRef): TreeSource {
  const engine = connect();
  return {
    children: (parent, first, count) => engine.views.tree(id, layer, parent, first, count),
    path: (node) => engine.views.node(id, layer, node),
  };
}

/**
 * The structure tree of an image through a layer. What is open stays open when the layer changes.
 *
 * @param revision goes up when the engine may say something else.
 */
export function useTree(id: ImageId, layer: LayerRef, revision: number): TreeModel {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const { name, upTo } = layer;
  const source = useMemo(() => sourceOf(id, { name, upTo }), [id, name, upTo]);
  const model = useMemo(() => new TreeModel(redraw), []);
  useEffect(() => {
    void model.load(source);
  }, [model, source, revision]);
  return model;
}
