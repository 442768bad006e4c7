import type { CompareKind } from "../../../state/compare.ts";
import type {
  CompareRequest,
  Difference,
  ImageSummary,
  LayerName,
  LayerRef,
} from "../../../../workers/api/index.ts";

/**
 * The side as it can be compared now. A layer that is not available (it was chosen for another image, or its edits were dropped)
 * is replaced by `otherwise`. A replay beyond the last log entry becomes a replay of all entries.
 */
export function presentSide(side: LayerRef | null, otherwise: LayerRef, summary: ImageSummary): LayerRef {
  const wanted = side === null || !summary.layers[side.name].available ? otherwise : side;
  const all = wanted.upTo === null || wanted.upTo >= summary.activeEntries;
  return wanted.name === "replayed" ? { name: "replayed", upTo: all ? null : wanted.upTo } : wanted;
}

/** The kind of comparison that is shown: the chosen one, else layers, or headers where the image has only one layer. */
export function presentKind(chosen: CompareKind | null, { outcome, layers }: ImageSummary): CompareKind {
  const alone = !layers.replayed.available && !layers.edited.available;
  return chosen ?? (alone && outcome !== "not-vhdx" ? "headers" : "layers");
}

/**
 * The sides where the user chose none. While Edited is shown, they show the user's changes; else they show the replay of the
 * first `upTo` entries (null: all).
 */
export function defaultSides(
  layer: LayerName,
  upTo: number | null,
  summary: ImageSummary,
): { readonly a: LayerRef; readonly b: LayerRef } {
  return layer === "edited"
    ? { a: { name: summary.defaultLayer, upTo: null }, b: { name: "edited", upTo: null } }
    : { a: { name: "original", upTo: null }, b: { name: "replayed", upTo } };
}

/**
 * The request to the engine, and a flat key of all that the answer depends on. Two copies of a structure, or a disk that is
 * compared with an ancestor, are read through one layer: `layer`.
 *
 * @param link the ancestor, 1 = the parent
 */
export function compareRequest(
  kind: CompareRequest["kind"],
  a: LayerRef,
  b: LayerRef,
  layer: LayerRef,
  link: number,
): { readonly request: CompareRequest; readonly key: readonly (string | number | null)[] } {
  if (kind === "layers") return { request: { kind, a, b }, key: [kind, a.name, a.upTo, b.name, b.upTo] };
  if (kind === "ancestor")
    return { request: { kind, layer, link }, key: [kind, layer.name, layer.upTo, link] };
  return { request: { kind, layer }, key: [kind, layer.name, layer.upTo] };
}

/**
 * Where two panes begin, so that a place of one file stands beside its counterpart in the other, wherever that lies: the whole of
 * both is shown from the first byte of which both have one.
 */
export function startsOf({ offsetA, offsetB }: Pick<Difference, "offsetA" | "offsetB">): {
  readonly a: number;
  readonly b: number;
} {
  const shift = offsetB - offsetA;
  return shift >= 0 ? { a: 0, b: shift } : { a: -shift, b: 0 };
}

/** A difference with its index in the list, which identifies it. */
export interface NumberedDifference {
  readonly index: number;
  readonly difference: Difference;
}

/**
 * The difference after or before the present one, around both ends.
 *
 * @returns null where there is none at all.
 */
export function stepDifference(count: number, present: number | null, by: 1 | -1): number | null {
  if (count === 0) return null;
  if (present === null) return by === 1 ? 0 : count - 1;
  return (present + by + count) % count;
}
