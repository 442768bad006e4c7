import { pieceLength, readPiece, totalLength, type Piece } from "../../engine/exports/pieces/pieces.ts";

/** All bytes of a result, read piece by piece. */
export async function concatenated(pieces: Iterable<Piece>): Promise<Uint8Array<ArrayBuffer>> {
  const all = [...pieces];
  const whole = new Uint8Array(totalLength(all));
  let at = 0;
  for (const piece of all) {
    whole.set(await readPiece(piece, 0, pieceLength(piece)), at);
    at += pieceLength(piece);
  }
  return whole;
}
