import type { OpenView } from "../../../actions/compare/two-files.ts";
import type { CompareKind, FilePart } from "../../../state/compare.ts";
import { layerRef } from "../../../state/view.ts";
import { startsOf } from "./sides.ts";
import type {
  Comparison,
  Difference,
  ImageSummary,
  LayerRef,
  NodeId,
} from "../../../../workers/api/index.ts";
import { connect } from "../../../client/engine.ts";
import { useQuery } from "../../hooks/use-query.ts";
import type { PaneView } from "./ComparePanes.tsx";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { nodeId } from "../../../../workers/shared/node-id.ts";

const diskOf = ({ image: { virtualSize } }: ImageSummary) => virtualSize ?? 0;

export interface PaneViews {
  readonly a: PaneView;
  readonly b: PaneView;
}

export interface PaneQuestion {
  readonly summary: ImageSummary;
  readonly revision: number;
  readonly kind: CompareKind;
  readonly a: LayerRef;
  readonly b: LayerRef;
  /** Through which two copies of a structure, or the disk that is compared with an ancestor, are read. */
  readonly layer: LayerRef;
  /** The ancestor that side A shows; null where there is none. */
  readonly ancestor: ImageSummary | null;
  /** The other file that side A shows, and what of it; null where there is none. */
  readonly files: {
    readonly other: OpenView;
    readonly part: FilePart;
    /** The difference that the panes put side by side. */
    readonly at: Difference | null;
  } | null;
  readonly comparison: Comparison | null;
}

const COPIES: Readonly<Record<"headers" | "region-tables", readonly [NodeId, NodeId]>> = {
  headers: [nodeId("header", 1), nodeId("header", 2)],
  "region-tables": [nodeId("region-table", 1), nodeId("region-table", 2)],
};

/**
 * What the two panes show: two layers from their first byte, two virtual disks, or two copies of a structure, each from its own
 * offset. Null until the offsets are known, and where a copy has none.
 */
export function usePaneViews(question: PaneQuestion): PaneViews | null {
  const { summary, revision, kind, a, b, layer, ancestor, files, comparison } = question;
  const image = summary.id;
  const copies = kind === "headers" || kind === "region-tables" ? COPIES[kind] : null;
  const { data } = useQuery(
    copies === null
      ? null
      : async () => {
          const [first, second] = await Promise.all(
            copies.map((node) => connect().views.node(image, layer, node)),
          );
          return { kind, nodes: [first?.node ?? null, second?.node ?? null] as const };
        },
    [image, revision, kind, layer.name, layer.upTo],
  );
  const titleA = comparison?.titleA ?? "";
  const titleB = comparison?.titleB ?? "";
  const whole = { image, diskSize: null, start: 0, end: null };
  if (kind === "layers")
    return { a: { ...whole, title: titleA, layer: a }, b: { ...whole, title: titleB, layer: b } };
  if (kind === "ancestor") {
    if (ancestor === null) return null;
    const above = { name: ancestor.defaultLayer, upTo: null };
    return {
      a: { ...whole, title: titleA, image: ancestor.id, layer: above, diskSize: diskOf(ancestor) },
      b: { ...whole, title: titleB, layer, diskSize: diskOf(summary) },
    };
  }
  if (kind === "files") {
    if (files === null) return null;
    const { other, part, at } = files;
    const starts = part === "structures" && at !== null ? startsOf(at) : { a: 0, b: 0 };
    const size = (of: ImageSummary) => (part === "disks" ? diskOf(of) : null);
    return {
      a: {
        ...whole,
        // Before the comparison there are no titles yet, but bytes.
        title: titleA === "" ? visibleText(other.summary.name) : titleA,
        image: other.summary.id,
        layer: layerRef(other),
        diskSize: size(other.summary),
        start: starts.a,
      },
      b: {
        ...whole,
        title: titleB === "" ? visibleText(summary.name) : titleB,
        layer,
        diskSize: size(summary),
        start: starts.b,
      },
    };
  }
  if (data === null || data.kind !== kind) return null;
  const [first, second] = data.nodes;
  if (first?.offset == null || second?.offset == null) return null;
  const copy = (title: string, { offset, length }: { offset: number; length: number }): PaneView => ({
    ...whole,
    title,
    layer,
    start: offset,
    end: offset + length,
  });
  return {
    a: copy(titleA, { offset: first.offset, length: first.length }),
    b: copy(titleB, { offset: second.offset, length: second.length }),
  };
}
