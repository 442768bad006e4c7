import { KIB } from "../../../shared/numbers.ts";
import { CHUNK } from "../../jobs/pipelined.ts";
import { merged, pieceLength, type Piece, type ReadPiece } from "../pieces/pieces.ts";

/** Shorter runs of zeros are written out: seeking past them would cost more. */
const SMALLEST_HOLE = 64 * KIB;

interface Part {
  readonly piece: Piece;
  /** From the start of the piece. */
  readonly offset: number;
  readonly length: number;
}

/** A run of the result that is written at once, joined from small parts. */
export interface Gathered {
  /** From the start of the result. */
  readonly offset: number;
  readonly length: number;
  read(readRun: ReadPiece): Promise<Uint8Array<ArrayBuffer>>;
}

/** @param start of the parts, from the start of the result */
async function readParts(
  parts: readonly Part[],
  start: number,
  length: number,
  readRun: ReadPiece,
): Promise<Uint8Array<ArrayBuffer>> {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return readRun(only.piece, only.offset, only.length, start);
  const whole = new Uint8Array(length);
  let end = 0;
  const reads = parts.map(async ({ piece, offset, length: size }) => {
    const at = end;
    end += size;
    whole.set(await readRun(piece, offset, size, start + at), at);
  });
  await Promise.all(reads);
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
    const run = { parts, length, offset: offset - length };
    const result: Gathered = {
      offset: run.offset,
      length,
      read: (readRun) => readParts(run.parts, run.offset, run.length, readRun),
    };
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
