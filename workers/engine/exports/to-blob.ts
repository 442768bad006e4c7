import { VhdxError } from "../../bytes/error.ts";
import { TIB } from "../../bytes/numbers.ts";
import { sizeText } from "../../bytes/text.ts";
import { BlobStore } from "../../store/blob-store.ts";
import type { ReadableStore } from "../../store/store.ts";
import type { JobContext } from "../jobs.ts";
import { chunked, pipelined } from "../pipelined.ts";
import { isZero } from "../../bytes/zero.ts";
import { BlobBuilder } from "./blob-builder.ts";
import { merged, totalLength, type Piece } from "./pieces.ts";

/** A download above this does not end; only a log that claims an absurd growth comes near. */
const LARGEST_DOWNLOAD = TIB;

/** What to add next: so many zeros, or a part. */
type Addition = number | Blob;

/** The additions that a piece comes to, each as a task, since some have to be read. */
function* additions(piece: Piece): Generator<() => Promise<Addition>> {
  if (piece.kind === "zeros") yield async () => piece.length;
  else if (piece.kind === "bytes") yield async () => new Blob([piece.bytes]);
  else if (piece.store instanceof BlobStore) {
    const slice = piece.store.blob.slice(piece.offset, piece.offset + piece.length);
    yield async () => slice;
  } else {
    for (const run of chunked(piece.offset, piece.length)) {
      yield async () => {
        const bytes = await piece.store.readBulk(run.offset, run.length);
        return isZero(bytes) ? bytes.length : new Blob([bytes]);
      };
    }
  }
}

/** A file that is gone would fail the download later and without a word, so each is looked at beforehand. */
async function checkReadable(pieces: readonly Piece[]): Promise<void> {
  const stores = new Set<ReadableStore>();
  for (const piece of pieces) if (piece.kind === "store") stores.add(piece.store);
  for (const store of stores) if (store instanceof BlobStore) await store.readBulk(store.size - 1, 1);
}

/**
 * The result as a Blob for a download. Runs of a `BlobStore` are slices of its Blob and zeros are shared, so that only
 * what changed takes memory.
 *
 * @throws VhdxError `cancelled`; `not-available` above 1 TiB; `file-changed`, `file-vanished` and the like where a store can't be read.
 */
export async function toBlob(
  pieces: Iterable<Piece>,
  context: JobContext,
  type = "application/octet-stream",
): Promise<Blob> {
  const all = [...merged(pieces)];
  const total = totalLength(all);
  if (total > LARGEST_DOWNLOAD) {
    throw new VhdxError("not-available", `${sizeText(total)} are more than a browser can download.`);
  }
  await checkReadable(all);
  const builder = new BlobBuilder();
  function* tasks() {
    for (const piece of all) yield* additions(piece);
  }
  let done = 0;
  for await (const addition of pipelined(tasks())) {
    if (typeof addition === "number") builder.addZeros(addition);
    else builder.add(addition);
    done += typeof addition === "number" ? addition : addition.size;
    context.progress(done, total);
    await context.checkpoint();
  }
  return builder.build(type);
}
