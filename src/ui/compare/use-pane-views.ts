import type { CompareRequest, Comparison, LayerRef, NodeId } from "../../../workers/api/index.ts";
import { connect } from "../../client/engine.ts";
import { useQuery } from "../use-query.ts";
import type { PaneView } from "./ComparePanes.tsx";

export interface PaneViews {
  readonly a: PaneView;
  readonly b: PaneView;
}

const COPIES: Readonly<Record<"headers" | "region-tables", readonly [NodeId, NodeId]>> = {
  headers: ["header/1", "header/2"],
  "region-tables": ["region-table/1", "region-table/2"],
};

/**
 * What the two panes show: two layers from their first byte, or two copies of a structure from where each stands.
 * Null until that is known, and where a copy has no place.
 */
export function usePaneViews(
  image: string,
  revision: number,
  kind: Exclude<CompareRequest["kind"], "ancestor">,
  a: LayerRef,
  b: LayerRef,
  layer: LayerRef,
  comparison: Comparison | null,
): PaneViews | null {
  const { data } = useQuery(
    kind === "layers"
      ? null
      : async () => {
          const [first, second] = await Promise.all(
            COPIES[kind].map((node) => connect().node(image, layer, node)),
          );
          return { kind, nodes: [first?.node ?? null, second?.node ?? null] as const };
        },
    [image, revision, kind, layer.name, layer.upTo],
  );
  const titleA = comparison?.titleA ?? "";
  const titleB = comparison?.titleB ?? "";
  if (kind === "layers") {
    return {
      a: { title: titleA, layer: a, start: 0, end: null },
      b: { title: titleB, layer: b, start: 0, end: null },
    };
  }
  if (data === null || data.kind !== kind) return null;
  const [first, second] = data.nodes;
  if (first?.offset == null || second?.offset == null) return null;
  return {
    a: { title: titleA, layer, start: first.offset, end: first.offset + first.length },
    b: { title: titleB, layer, start: second.offset, end: second.offset + second.length },
  };
}
