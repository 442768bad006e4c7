import { KIB, roundDown, roundUp } from "../../../shared/numbers.ts";
import { CHUNK } from "../../jobs/pipelined.ts";
import { type Piece, pieceLength, slicedPiece } from "../pieces/pieces.ts";

/**
 * What is packed or left out as a whole: 64 KiB of the virtual disk, from a multiple of that on. NTFS keeps holes in such
 * units, and a list of ranges stays short however finely data and zeros take turns.
 */
export const GRANULE = 64 * KIB;

/** A run of the virtual disk in which something is stored. */
export interface DataWindow {
  /** From the start of the virtual disk; a multiple of `GRANULE`. */
  readonly offset: number;
  /** Whole granules, or less at the end of the disk; crosses no multiple of 4 MiB. */
  readonly length: number;
  /** What it is made of, zeros between stored bytes included. */
  readonly pieces: readonly Piece[];
}

/**
 * The runs of a virtual disk that have to be read.
 *
 * @param pieces all of the disk from its first byte on; long runs of zeros cost nothing
 */
export function* dataWindows(pieces: Iterable<Piece>): Generator<DataWindow> {
  let parts: Piece[] = [];
  let start = 0;
  let at = 0;
  const take = (): DataWindow => {
    const window = { offset: start, length: at - start, pieces: parts };
    parts = [];
    return window;
  };
  for (const piece of pieces) {
    const from = at;
    const end = from + pieceLength(piece);
    if (piece.kind === "zeros") {
      // Behind data, zeros fill the granule up; all others are skipped.
      const filled = parts.length === 0 ? 0 : Math.min(end, roundUp(at, GRANULE)) - at;
      if (filled > 0) parts.push({ kind: "zeros", length: filled });
      at += filled;
      if (parts.length > 0 && at % GRANULE === 0) yield take();
      at = end;
      continue;
    }
    while (at < end) {
      if (parts.length === 0) {
        start = roundDown(at, GRANULE);
        if (start < at) parts.push({ kind: "zeros", length: at - start });
      }
      const next = Math.min(end, roundDown(at, CHUNK) + CHUNK);
      parts.push(slicedPiece(piece, at - from, next - at));
      at = next;
      if (at % CHUNK === 0) yield take();
    }
  }
  if (parts.length > 0) yield take();
}
