import type { Destination, ExportResult, NewImageOptions } from "../../api/index.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { createImage } from "../../vhdx/write/create.ts";
import { type JobContext, runStepsInJob } from "../jobs.ts";
import { isZero } from "../../bytes/zero.ts";
import type { Piece } from "./pieces.ts";
import { toBlob } from "./to-blob.ts";
import { toHandle } from "./to-handle.ts";

const CHUNK = 64 * 1024;
/** What is written lies at the start of the file; the blocks of a fixed disk follow as zeros. */
function* piecesOf(store: MemoryStore, contentEnd: number): Generator<Piece> {
  for (let offset = 0; offset < contentEnd; offset += CHUNK) {
    const bytes = new Uint8Array(Math.min(CHUNK, contentEnd - offset));
    store.read(offset, bytes);
    yield isZero(bytes) ? { kind: "zeros", length: bytes.length } : { kind: "bytes", bytes };
  }
  yield { kind: "zeros", length: store.size - contentEnd };
}

/**
 * Makes a new image. The blocks of a fixed disk are holes or a repeated Blob of zeros: they cost no memory.
 *
 * @throws VhdxError `misuse` with a sentence where the options are impossible; `cancelled`; I/O codes.
 */
export async function makeNewImage(
  options: NewImageOptions,
  to: Destination,
  job: JobContext,
): Promise<ExportResult> {
  const store = new MemoryStore();
  await runStepsInJob(createImage(store, options), job, "Laying the disk out");
  const pieces = piecesOf(store, store.writtenEnd);
  if (to.kind === "handle") return { blob: null, size: await toHandle(pieces, to.handle, job) };
  const blob = await toBlob(pieces, job);
  return { blob, size: blob.size };
}
