import type { FileMapPiece, Span } from "../../../../workers/api/index.ts";

/** The closest that the strip zooms, bytes. */
export const MIN_STRIP = 4096;

/** Zooms a view of `[0, size)` by `factor` (below 1: closer) and keeps the byte at `anchor` (0 to 1 across) in place. */
export function zoomStrip(view: Span, size: number, factor: number, anchor: number): Span {
  const length = Math.min(size, Math.max(Math.min(MIN_STRIP, size), Math.round(view.length * factor)));
  const offset = Math.round(view.offset + anchor * (view.length - length));
  return { offset: Math.min(Math.max(0, offset), size - length), length };
}

/** Moves a view by a part of its own length. */
export function panStrip(view: Span, size: number, part: number): Span {
  const offset = Math.round(view.offset + part * view.length);
  return { offset: Math.min(Math.max(0, offset), Math.max(0, size - view.length)), length: view.length };
}

/** A view of one piece, as close as the strip zooms. */
export function zoomTo({ offset, length }: Span, size: number): Span {
  return partOfStrip({ offset, length }, size, 0, 1);
}

/** The part of a view between two points (0 to 1 across, in either order), as close as the strip zooms. */
export function partOfStrip(view: Span, size: number, a: number, b: number): Span {
  const inside = (part: number) => Math.min(Math.max(0, part), 1);
  const [from, to] = [inside(Math.min(a, b)), inside(Math.max(a, b))];
  const wanted = Math.round((to - from) * view.length);
  const length = Math.min(size, Math.max(Math.min(MIN_STRIP, size), wanted));
  // What the strip can't show as close as that stays in the middle.
  const offset = Math.round(view.offset + from * view.length - (length - wanted) / 2);
  return { offset: Math.min(Math.max(0, offset), size - length), length };
}

/** The view moved as little as needed to show the byte, with some of what stands around it. */
export function showInStrip(view: Span, size: number, offset: number): Span {
  if (offset >= view.offset && offset < view.offset + view.length) return view;
  return panStrip({ offset: Math.round(offset - view.length / 2), length: view.length }, size, 0);
}

/** The piece at a file offset; pieces are sorted and without gaps. */
export function pieceAt(pieces: readonly FileMapPiece[], offset: number): number | null {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((pieces[middle]?.offset ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  const piece = pieces[low - 1];
  return piece !== undefined && offset < piece.offset + piece.length ? low - 1 : null;
}

export interface KindSize {
  readonly kind: FileMapPiece["kind"];
  readonly pieces: number;
  /** Bytes. */
  readonly length: number;
}

/** How much of the file each kind of structure takes, in the order in which they first occur. */
export function sizesByKind(pieces: readonly FileMapPiece[]): KindSize[] {
  const sizes = new Map<FileMapPiece["kind"], KindSize>();
  for (const { kind, length } of pieces) {
    const old = sizes.get(kind);
    sizes.set(kind, { kind, pieces: (old?.pieces ?? 0) + 1, length: (old?.length ?? 0) + length });
  }
  return [...sizes.values()];
}

/** The smallest view that shows every structure but blocks and gaps; null where there is none. */
export function structuresView(pieces: readonly FileMapPiece[]): Span | null {
  const last = pieces.findLast(
    ({ kind }) => kind !== "block" && kind !== "gap" && kind !== "mixed" && kind !== "bitmap",
  );
  return last === undefined ? null : { offset: 0, length: last.offset + last.length };
}

/** Offsets for the ticks below a strip: multiples of a power of two, at most `most` of them. */
export function stripTicks(view: Span, most: number): number[] {
  if (view.length <= 0) return [];
  let step = 512;
  while (view.length / step > most) step *= 2;
  const ticks: number[] = [];
  for (let at = Math.ceil(view.offset / step) * step; at <= view.offset + view.length; at += step)
    ticks.push(at);
  return ticks;
}
