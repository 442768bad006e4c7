import { rmSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { KIB } from "../shared/numbers.ts";
import { isZero } from "../bytes/zero.ts";
import { gathered, type Gathered } from "../engine/exports/deliver/gather.ts";
import { type Piece, pieceLength, type ReadPiece, readPiece } from "../engine/exports/pieces/pieces.ts";
import type { JobContext } from "../engine/jobs/jobs.ts";
import { pipelined } from "../engine/jobs/pipelined.ts";
import { unfinished } from "./unfinished.ts";
import { put, written } from "./write-error.ts";

/** Aligned runs of zeros of this many bytes become holes. A seek past a smaller one would not pay. */
const HOLE = 64 * KIB;

/** The runs of some bytes between holes. */
function* dataRuns(bytes: Uint8Array, offset: number): Generator<{ start: number; end: number }> {
  let start = -1;
  for (let at = 0; at < bytes.length;) {
    const end = Math.min(bytes.length, at + HOLE - ((offset + at) % HOLE));
    const empty = isZero(bytes.subarray(at, end));
    if (!empty && start < 0) start = at;
    if (empty && start >= 0) {
      yield { start, end: at };
      start = -1;
    }
    at = end;
  }
  if (start >= 0) yield { start, end: bytes.length };
}

/** Passes pieces through and adds up their lengths. */
class Counted {
  length = 0;
  readonly #pieces: Iterable<Piece>;

  constructor(pieces: Iterable<Piece>) {
    this.#pieces = pieces;
  }

  *[Symbol.iterator](): Generator<Piece> {
    for (const piece of this.#pieces) {
      this.length += pieceLength(piece);
      yield piece;
    }
  }
}

async function writePieces(
  path: string,
  file: FileHandle,
  pieces: Iterable<Piece>,
  size: number | null,
  job: JobContext,
  readRun: ReadPiece,
): Promise<number> {
  const counted = new Counted(pieces);
  const read = (run: Gathered) => async () => ({ run, bytes: await run.read(readRun) });
  function* tasks() {
    for (const run of gathered(counted)) yield read(run);
  }
  job.progress(0, size, "Writing");
  for await (const { run, bytes } of pipelined(tasks(), job)) {
    await job.checkpoint();
    for (const { start, end } of dataRuns(bytes, run.offset))
      await written(path, () => put(file, bytes.subarray(start, end), run.offset + start));
    job.progress(run.offset + run.length, size);
  }
  // A hole at the end is not written, so the length has to be set.
  await written(path, () => file.truncate(counted.length));
  await job.checkpoint();
  await written(path, () => file.sync());
  return counted.length;
}

/**
 * Writes a result to a new file; zeros become holes. Whatever is at the path already, even a dangling link, is left alone. After
 * a cancel or a failure there is no file. The pieces are iterated once, as they are written.
 *
 * @param size of the result in bytes, for the progress; null where it is not known
 * @param readRun reads the pieces in place of their stores
 * @returns bytes of the result
 * @throws VhdxError `misuse` where the path exists; `no-space`, `permission-denied`, `file-vanished`, `io` with `structure`
 *   "target"; `cancelled`; whatever reading the pieces throws.
 */
export async function writeNewFile(
  path: string,
  pieces: Iterable<Piece>,
  size: number | null,
  job: JobContext,
  readRun: ReadPiece = readPiece,
): Promise<number> {
  // Exclusive: the system itself refuses an existing path, and follows no link.
  const file = await written(path, () => open(path, "wx"));
  unfinished.add(path);
  let whole = false;
  try {
    const length = await writePieces(path, file, pieces, size, job, readRun);
    whole = true;
    return length;
  } finally {
    await file.close();
    if (!whole) rmSync(path, { force: true });
    unfinished.delete(path);
  }
}
