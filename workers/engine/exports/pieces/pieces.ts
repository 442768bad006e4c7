import type { ReadableStore } from "../../../store/store.ts";
import type { Gate } from "../../jobs/jobs.ts";

/** A run of a result file: where its bytes come from. */
export type Piece =
  /** Bytes of a store. A run of a `BlobStore` becomes a slice of its Blob in a download and is never read. */
  | {
      readonly kind: "store";
      readonly store: ReadableStore;
      readonly offset: number;
      readonly length: number;
    }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "zeros"; readonly length: number };

/** Bytes that the piece adds to the result. */
export function pieceLength(piece: Piece): number {
  return piece.kind === "bytes" ? piece.bytes.length : piece.length;
}

/** Bytes of the whole result. */
export function totalLength(pieces: Iterable<Piece>): number {
  let total = 0;
  for (const piece of pieces) total += pieceLength(piece);
  return total;
}

/** Two pieces joined into one; null where the second does not continue the first. */
export function joined(first: Piece, second: Piece): Piece | null {
  if (first.kind === "zeros" && second.kind === "zeros") {
    return { kind: "zeros", length: first.length + second.length };
  }
  const continues =
    first.kind === "store" &&
    second.kind === "store" &&
    first.store === second.store &&
    first.offset + first.length === second.offset;
  return continues ? { ...first, length: first.length + second.length } : null;
}

/** The same bytes in as few pieces as possible: neighbours merged, empty pieces left out. */
export function* merged(pieces: Iterable<Piece>): Generator<Piece> {
  let last: Piece | null = null;
  for (const piece of pieces) {
    if (pieceLength(piece) === 0) continue;
    const both: Piece | null = last === null ? piece : joined(last, piece);
    if (both === null && last !== null) yield last;
    last = both ?? piece;
  }
  if (last !== null) yield last;
}

/**
 * Reads a run of one piece.
 *
 * @param at where the run is in the result, bytes
 */
export type ReadPiece = (
  piece: Piece,
  offset: number,
  length: number,
  at: number,
) => Promise<Uint8Array<ArrayBuffer>>;

/**
 * All pieces as a list. Finding them can read much of a BAT or of sector bitmaps.
 *
 * @throws VhdxError `cancelled`; whatever finding them throws.
 */
export async function listed(pieces: Iterable<Piece>, job: Gate): Promise<readonly Piece[]> {
  const all: Piece[] = [];
  for (const piece of pieces) {
    all.push(piece);
    await job.checkpoint();
  }
  return all;
}

/** Reads a run of one piece. Only for runs that fit into memory. */
export function readPiece(piece: Piece, offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  if (piece.kind === "store") return piece.store.readBulk(piece.offset + offset, length);
  return Promise.resolve(
    piece.kind === "bytes" ? piece.bytes.slice(offset, offset + length) : new Uint8Array(length),
  );
}

/** `[offset, offset + length)` of a piece as a piece of its own. */
export function slicedPiece(piece: Piece, offset: number, length: number): Piece {
  if (piece.kind === "zeros") return { kind: "zeros", length };
  if (piece.kind === "bytes") return { kind: "bytes", bytes: piece.bytes.subarray(offset, offset + length) };
  return { ...piece, offset: piece.offset + offset, length };
}

/** `[offset, offset + length)` of what the pieces make, as pieces. */
export function* slicedPieces(pieces: Iterable<Piece>, offset: number, length: number): Generator<Piece> {
  let at = 0;
  for (const piece of pieces) {
    const from = Math.max(offset, at);
    const to = Math.min(offset + length, at + pieceLength(piece));
    if (from < to) yield slicedPiece(piece, from - at, to - from);
    at += pieceLength(piece);
  }
}

/**
 * All bytes of some pieces. Only for what fits into memory.
 *
 * @param at place of the first in the result, bytes
 */
export async function readPieces(
  pieces: readonly Piece[],
  readRun: ReadPiece = readPiece,
  at = 0,
): Promise<Uint8Array<ArrayBuffer>> {
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1) return readRun(only, 0, pieceLength(only), at);
  const whole = new Uint8Array(totalLength(pieces));
  let end = 0;
  await Promise.all(
    pieces.map(async (piece) => {
      const start = end;
      end += pieceLength(piece);
      if (piece.kind === "zeros") return;
      whole.set(await readRun(piece, 0, pieceLength(piece), at + start), start);
    }),
  );
  return whole;
}
