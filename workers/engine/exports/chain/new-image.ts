import type { Destination, ExportResult } from "../../../api/index.ts";
import type { Steps } from "../../../bytes/steps.ts";
import { MemoryStore } from "../../../store/memory-store.ts";
import type { Store } from "../../../store/store.ts";
import { type JobContext, runStepsInJob } from "../../jobs/jobs.ts";
import { isZero } from "../../../bytes/zero.ts";
import type { Piece } from "../pieces/pieces.ts";
import { toBlob } from "../deliver/to-blob.ts";
import { toHandle } from "../deliver/to-handle.ts";

const CHUNK = 64 * 1024;
/** The start of a file that was made in memory. */
export function* startOf(store: MemoryStore, end: number): Generator<Piece> {
  for (let offset = 0; offset < end; offset += CHUNK) {
    const bytes = new Uint8Array(Math.min(CHUNK, end - offset));
    store.read(offset, bytes);
    yield isZero(bytes) ? { kind: "zeros", length: bytes.length } : { kind: "bytes", bytes };
  }
}

/** What is written lies at the start of the file; the blocks of a fixed disk follow as zeros. */
function* piecesOf(store: MemoryStore): Generator<Piece> {
  yield* startOf(store, store.writtenEnd);
  yield { kind: "zeros", length: store.size - store.writtenEnd };
}

/**
 * Makes a new image. The blocks of a fixed disk are holes or a repeated Blob of zeros: they cost no memory.
 *
 * @param make writes it to an empty store
 * @throws VhdxError `misuse` with a sentence where the options are impossible; `cancelled`; I/O codes.
 */
export async function makeNewImage(
  make: (store: Store) => Steps<void>,
  to: Destination,
  job: JobContext,
): Promise<ExportResult> {
  const store = new MemoryStore();
  await runStepsInJob(make(store), job, "Writing the structures");
  const pieces = piecesOf(store);
  const about = { sha256: null, zeroed: [] };
  if (to.kind === "handle") return { ...about, blob: null, size: await toHandle(pieces, to.handle, job) };
  const blob = await toBlob(pieces, job);
  return { ...about, blob, size: blob.size };
}
