import type { ErrorCode } from "../../../api/index.ts";
import { VhdxError } from "../../../shared/error.ts";
import { isZero } from "../../../bytes/zero.ts";
import type { Digests } from "../../hashes/digests.ts";
import type { JobContext } from "../../jobs/jobs.ts";
import { pipelined } from "../../jobs/pipelined.ts";
import { release } from "../../../store/release.ts";
import { gathered, type Gathered } from "./gather.ts";
import { listed, type Piece, type ReadPiece, readPiece, totalLength } from "../pieces/pieces.ts";

/** Sentences for a failed write, by the browser's error. */
const REASONS: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  QuotaExceededError: ["no-space", "There is not enough room where the file should go."],
  NotAllowedError: ["permission-denied", "The browser no longer lets this page write to that file."],
  SecurityError: ["permission-denied", "The browser does not let this page write to that file."],
  NoModificationAllowedError: ["io", "Another program or tab holds that file, so it can't be written."],
  NotFoundError: ["file-vanished", "The place where the file should go is no longer there."],
};

/** A failed write as an error with a sentence. */
export function writeError(thrown: unknown): VhdxError {
  if (thrown instanceof VhdxError) return thrown;
  const name = thrown instanceof DOMException ? thrown.name : "";
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const [code, sentence] = REASONS[name] ?? ["io", `The file could not be written: ${message}`];
  return new VhdxError(code, `${sentence} Any earlier file there is unchanged.`, { structure: "target" });
}

/** The part of `FileSystemFileHandle` that is used. */
export type TargetHandle = Pick<FileSystemFileHandle, "createWritable">;

/** Takes what is written, holes included, run after run. */
type Witness = Pick<Digests<never>, "add">;

/** How a result is written. */
export interface Writing {
  /** Reads the pieces in place of their stores. */
  readonly readRun?: ReadPiece | undefined;
  readonly witness?: Witness | null;
}

async function writeAll(
  writable: FileSystemWritableFileStream,
  pieces: readonly Piece[],
  size: number,
  context: JobContext,
  { readRun = readPiece, witness = null }: Writing,
): Promise<void> {
  let told = 0;
  const tellZeros = async (until: number) => {
    if (witness !== null && until > told)
      await witness.add({ kind: "zeros", offset: told, length: until - told });
    told = until;
  };
  const read = (run: Gathered) => async () => ({ run, bytes: await run.read(readRun) });
  function* tasks() {
    for (const run of gathered(pieces)) yield read(run);
  }
  context.progress(0, size);
  for await (const { run, bytes } of pipelined(tasks(), context)) {
    await context.checkpoint();
    if (!isZero(bytes)) await writable.write({ type: "write", position: run.offset, data: bytes });
    await tellZeros(run.offset);
    await witness?.add({ kind: "bytes", offset: run.offset, bytes });
    told += run.length;
    // A witness may have handed them on.
    if (bytes.buffer.byteLength > 0) release(bytes);
    context.progress(run.offset + run.length, size);
  }
  await tellZeros(size);
  // Skipped zeros are holes. A hole at the end is not written, so the length has to be set.
  await writable.truncate(size);
  context.progress(size, size);
  await context.checkpoint();
}

/**
 * Writes the result to a file that the user picked. The browser writes to a second file and puts it in place at the end, so a
 * cancel or a failure leaves the earlier file. The last step can't be stopped and takes several seconds per GiB.
 *
 * @returns bytes of the result.
 * @throws VhdxError `cancelled`; `no-space`, `permission-denied`, `io`; whatever reading the pieces throws.
 */
export async function toHandle(
  pieces: Iterable<Piece>,
  handle: TargetHandle,
  context: JobContext,
  writing: Writing = {},
): Promise<number> {
  const all = await listed(pieces, context);
  const size = totalLength(all);
  let writable: FileSystemWritableFileStream;
  try {
    writable = await handle.createWritable();
  } catch (thrown) {
    throw writeError(thrown);
  }
  try {
    await writeAll(writable, all, size, context, writing);
    context.pointOfNoReturn("Putting the file in place");
    await writable.close();
  } catch (thrown) {
    await writable.abort().catch(() => {});
    throw writeError(thrown);
  }
  return size;
}
