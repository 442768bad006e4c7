import { VhdxError } from "../../../shared/error.ts";
import { TIB } from "../../../shared/numbers.ts";
import { sizeText } from "../../../shared/text.ts";
import { BlobStore } from "../../../store/blob-store.ts";
import type { ReadableStore } from "../../../store/store.ts";
import type { JobContext } from "../../jobs/jobs.ts";
import { chunked, pipelined } from "../../jobs/pipelined.ts";
import { isZero } from "../../../bytes/zero.ts";
import { BlobBuilder } from "./blob-builder.ts";
import {
  listed,
  merged,
  pieceLength,
  type Piece,
  type ReadPiece,
  readPiece,
  totalLength,
} from "../pieces/pieces.ts";

/** Bytes. Larger downloads do not end; only a log with an absurd growth comes near. */
const LARGEST_DOWNLOAD = TIB;

/** The next addition: a number of zeros, or a part. */
type Addition = number | Blob;

/** How the parts of a Blob are read where the drive may fail. */
export interface BlobReading {
  readonly readRun: ReadPiece;
  /** Runs of `[start, end)` of a store that become zeros. */
  lost(store: ReadableStore, start: number, end: number): Iterable<{ start: number; end: number }>;
  /** Whether slices are read too, before the Blob is made. */
  readonly readFirst: boolean;
  /** Counts a slice, which the browser reads during the download. */
  count?(store: ReadableStore, length: number): void;
}

const PLAIN: BlobReading = { readRun: readPiece, lost: () => [], readFirst: false };

/** A run of a Blob's store as slices, with zeros for what is lost. */
function* slices(
  store: BlobStore,
  start: number,
  end: number,
  lost: BlobReading["lost"],
): Generator<Addition> {
  let at = start;
  for (const run of lost(store, start, end)) {
    if (at < run.start) yield store.blob.slice(at, run.start);
    yield run.end - run.start;
    at = run.end;
  }
  if (at < end) yield store.blob.slice(at, end);
}

/** The additions for a piece, each as a task, since some have to be read. */
function* additions(
  piece: Piece,
  start: number,
  { readRun, lost, count }: BlobReading,
): Generator<() => Promise<Addition>> {
  if (piece.kind === "zeros") yield async () => piece.length;
  else if (piece.kind === "bytes") yield async () => new Blob([piece.bytes]);
  else if (piece.store instanceof BlobStore) {
    for (const slice of slices(piece.store, piece.offset, piece.offset + piece.length, lost))
      yield async () => {
        if (typeof slice !== "number") count?.(piece.store, slice.size);
        return slice;
      };
  } else {
    for (const run of chunked(piece.offset, piece.length)) {
      yield async () => {
        const within = run.offset - piece.offset;
        const bytes = await readRun(piece, within, run.length, start + within);
        return isZero(bytes) ? bytes.length : new Blob([bytes]);
      };
    }
  }
}

/** Reads every slice, to find those that can't be read. */
async function readSlices(pieces: readonly Piece[], context: JobContext, readRun: ReadPiece): Promise<void> {
  const slicesOf = pieces.filter((piece) => piece.kind === "store" && piece.store instanceof BlobStore);
  const total = totalLength(slicesOf);
  function* tasks() {
    let start = 0;
    for (const piece of pieces) {
      const length = pieceLength(piece);
      const at = start;
      start += length;
      if (piece.kind !== "store" || !(piece.store instanceof BlobStore)) continue;
      for (const run of chunked(0, length))
        yield async () => (await readRun(piece, run.offset, run.length, at + run.offset)).length;
    }
  }
  let done = 0;
  for await (const length of pipelined(tasks(), context)) {
    done += length;
    context.progress(done, total, "Reading everything once");
  }
  context.progress(0, null, "Exporting");
}

/** Checks each file beforehand: one that is gone would make the download fail later, without an error. */
async function checkReadable(pieces: readonly Piece[]): Promise<void> {
  const stores = new Set<ReadableStore>();
  for (const piece of pieces) if (piece.kind === "store") stores.add(piece.store);
  for (const store of stores) if (store instanceof BlobStore) await store.readBulk(store.size - 1, 1);
}

/**
 * The result as a Blob for a download. Runs of a `BlobStore` are slices of its Blob and zeros are shared, so that only
 * what changed takes memory.
 *
 * @throws VhdxError `cancelled`; `not-available` above 1 TiB; `file-changed`, `file-vanished` and the like where a store can't be
 *   read.
 */
export async function toBlob(
  pieces: Iterable<Piece>,
  context: JobContext,
  type = "application/octet-stream",
  reading: BlobReading = PLAIN,
): Promise<Blob> {
  const all = [...merged(await listed(pieces, context))];
  const total = totalLength(all);
  if (total > LARGEST_DOWNLOAD) {
    throw new VhdxError("not-available", `${sizeText(total)} is more than a browser can download.`);
  }
  if (reading.readFirst) await readSlices(all, context, reading.readRun);
  else await checkReadable(all);
  const builder = new BlobBuilder();
  function* tasks() {
    let start = 0;
    for (const piece of all) {
      yield* additions(piece, start, reading);
      start += pieceLength(piece);
    }
  }
  let done = 0;
  for await (const addition of pipelined(tasks(), context)) {
    if (typeof addition === "number") builder.addZeros(addition);
    else builder.add(addition);
    done += typeof addition === "number" ? addition : addition.size;
    context.progress(done, total);
    await context.checkpoint();
  }
  return builder.build(type);
}
