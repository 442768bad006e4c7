import { rmSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { ErrorCode } from "../api/index.ts";
import { VhdxError } from "../shared/error.ts";
import { KIB } from "../shared/numbers.ts";
import { isZero } from "../bytes/zero.ts";
import { gathered, type Gathered } from "../engine/exports/deliver/gather.ts";
import { type Piece, pieceLength, type ReadPiece, readPiece } from "../engine/exports/pieces/pieces.ts";
import type { JobContext } from "../engine/jobs/jobs.ts";
import { pipelined } from "../engine/jobs/pipelined.ts";
import { unfinished } from "./unfinished.ts";

/** Zeros of this length, at multiples of it, are left out as a hole: file systems have no smaller holes worth a seek. */
const HOLE = 64 * KIB;

/** What a failed write means. */
const REASONS: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  EEXIST: ["misuse", "is already there, and only new files are written. Choose another name."],
  ENOENT: ["file-vanished", "can't be written: there is no such folder."],
  ENOTDIR: ["file-vanished", "can't be written: there is no such folder."],
  EISDIR: ["misuse", "is a folder."],
  EACCES: ["permission-denied", "can't be written: permission is refused."],
  EPERM: ["permission-denied", "can't be written: permission is refused."],
  EROFS: ["permission-denied", "can't be written: the file system is read-only."],
  ENOSPC: ["no-space", "can't be written: there is not enough room."],
  EDQUOT: ["no-space", "can't be written: there is not enough room."],
  EFBIG: ["no-space", "can't be written: the file system has no files of that length."],
};

function writeError(path: string, thrown: unknown): Error {
  if (thrown instanceof VhdxError) return thrown;
  const { code, message } = thrown as NodeJS.ErrnoException;
  const [error, words] = REASONS[code ?? ""] ?? ["io", `can't be written: ${message}`];
  return new VhdxError(error, `${path} ${words}`, { structure: "target" });
}

/** Runs a write; its failure is about the target, whatever the errors of reading look like. */
async function written<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (thrown) {
    throw writeError(path, thrown);
  }
}

/** The runs of some bytes that hold anything but zeros, as far as holes go. */
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

async function put(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;)
    done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
}

/** Pieces as they are, and how long they were in all. */
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
  // What was passed over is a hole; that at the end still has to be there.
  await written(path, () => file.truncate(counted.length));
  await job.checkpoint();
  await written(path, () => file.sync());
  return counted.length;
}

/**
 * Writes a result to a file that is not there yet; zeros become holes. What is at the path already, a link to nothing too, is left as
 * it is. After a cancel or a failure there is no file. The pieces are walked through once, as they are written.
 *
 * @param size of the result in bytes, for the progress; null where it is not known
 * @param readRun reads the pieces, where that is more than their stores do
 * @returns bytes of the result
 * @throws VhdxError `misuse` where something is there; `no-space`, `permission-denied`, `file-vanished`, `io` with `structure` "target";
 *   `cancelled`; whatever reading the pieces throws.
 */
export async function writeNewFile(
  path: string,
  pieces: Iterable<Piece>,
  size: number | null,
  job: JobContext,
  readRun: ReadPiece = readPiece,
): Promise<number> {
  // Exclusive: the system itself refuses whatever is there, and follows no link.
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
