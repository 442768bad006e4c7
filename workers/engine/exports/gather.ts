import { KIB } from "../../bytes/numbers.ts";
import { CHUNK } from "../pipelined.ts";
import { merged, pieceLength, readPiece, type Piece } from "./pieces.ts";

/** Shorter runs of zeros are written out: seeking past them would cost more. */
const SMALLEST_HOLE = 64 * KIB;

interface Part {
  readonly piece: Piece;
  /** From the start of the piece. */
  readonly offset: number;
  readonly length: number;
}

/** A run of the result that is written at once, put together from its parts. */
export interface Gathered {
  /** From the start of the result. */
  readonly offset: number;
  readonly length: number;
  read(): Promise<Uint8Array<ArrayBuffer>>;
}

async function readParts(parts: readonly Part[], length: number): Promise<Uint8Array<ArrayBuffer>> {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return readPiece(only.piece, only.offset, only.length);
  const whole = new Uint8Array(length);
  const read = await Promise.all(
    parts.map(({ piece, offset, length: size }) => readPiece(piece, offset, size)),
  );
  let at = 0;
  for (const bytes of read) {
    whole.set(bytes, at);
    at += bytes.length;
  }
  return whole;
}

/**
 * The result as runs of at most 4 MiB to be written, small pieces put together. Long zeros are left out: they are
 * holes between the runs, or at the end.
 */
export function* gathered(pieces: Iterable<Piece>): Generator<Gathered> {
  let offset = 0;
  let parts: Part[] = [];
  let length = 0;
  const take = (): Gathered => {
    const run = { parts, length };
    const result = { offset: offset - length, length, read: () => readParts(run.parts, run.length) };
    parts = [];
    length = 0;
    return result;
  };
  for (const piece of merged(pieces)) {
    const size = pieceLength(piece);
    if (piece.kind === "zeros" && size >= SMALLEST_HOLE) {
      if (length > 0) yield take();
      offset += size;
      continue;
    }
    for (let at = 0; at < size;) {
      const part = { piece, offset: at, length: Math.min(size - at, CHUNK - length) };
      parts.push(part);
      at += part.length;
      offset += part.length;
      length += part.length;
      if (length === CHUNK) yield take();
    }
  }
  if (length > 0) yield take();
}
