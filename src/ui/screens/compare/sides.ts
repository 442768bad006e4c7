import type {
  CompareRequest,
  Difference,
  ImageSummary,
  LayerName,
  LayerRef,
} from "../../../../workers/api/index.ts";

/**
 * A layer as it can be compared now: one chosen for another image, or before edits were dropped, gives way to
 * `otherwise`; a replay further than the log goes is one of all entries.
 */
export function presentSide(side: LayerRef | null, otherwise: LayerRef, summary: ImageSummary): LayerRef {
  const wanted = side === null || !summary.layers[side.name].available ? otherwise : side;
  const all = wanted.upTo === null || wanted.upTo >= summary.activeEntries;
  return wanted.name === "replayed" ? { name: "replayed", upTo: all ? null : wanted.upTo } : wanted;
}

/** What kind of comparison is shown: the chosen one, else the layers; but two headers where there is one layer alone. */
export function presentKind(
  chosen: CompareRequest["kind"] | null,
  { outcome, layers }: ImageSummary,
): CompareRequest["kind"] {
  const alone = !layers.replayed.available && !layers.edited.available;
  return chosen ?? (alone && outcome !== "not-vhdx" ? "headers" : "layers");
}

/**
 * What is compared where the user chose nothing: what the present layer makes of the file. The changes of the user, where they
 * are shown, else the replay as far as it goes now.
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
 * What the engine is asked, and what the question depends on, flat. Two copies of a structure, and the disk that is held against
 * an ancestor, are taken from one layer: the present one, `layer`.
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

/** A difference with its place in the list, which names it. */
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
