import { crc32c } from "../../../bytes/crc32c.ts";
import { VhdxError } from "../../../shared/error.ts";
import type { ReadableStore } from "../../../store/store.ts";
import { BlobStore } from "../../../store/blob-store.ts";
import type { JobContext } from "../../jobs/jobs.ts";
import type { LayerStore } from "../../image/layer.ts";
import { writeError } from "../deliver/to-handle.ts";

const CHUNK = 4 * 1024 * 1024;

interface Chunk {
  readonly offset: number;
  readonly length: number;
}

function* chunksOf(store: LayerStore): Generator<Chunk> {
  for (const { start, end } of store.writtenRuns()) {
    for (let offset = start; offset < end; offset += CHUNK)
      yield { offset, length: Math.min(CHUNK, end - offset) };
  }
}

/** A chunk that was written. Its sources can't be read any more once the file is swapped. */
interface Written extends Chunk {
  readonly checksum: number;
}

/** Reads back the size and every chunk that was written. */
async function verify(
  file: ReadableStore,
  size: number,
  chunks: readonly Written[],
  job: JobContext,
): Promise<void> {
  if (file.size !== size) {
    throw new VhdxError("io", `The file has ${file.size} bytes now; ${size} were wanted.`, {
      structure: "target",
    });
  }
  const total = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  let done = 0;
  for (const { offset, length, checksum } of chunks) {
    if (crc32c(await file.readBulk(offset, length)) !== checksum) {
      throw new VhdxError("io", "The written data reads back differently.", { offset, structure: "target" });
    }
    done += length;
    job.progress(done, total, "Verifying the written data");
  }
}

/** The part of `FileSystemFileHandle` that is used. */
export type ReplaceableHandle = Pick<FileSystemFileHandle, "createWritable" | "getFile">;

/**
 * Writes a layer over the file that it comes from. The browser copies the file first and swaps the copy in at the end, so
 * until then a cancel or a failure leaves the original as it was; the swap itself can't be cancelled.
 *
 * @param handle with the permission to write
 * @throws VhdxError `cancelled`; `permission-denied`, `no-space`, `io`; `file-changed` where it changed since it was opened.
 */
export async function replaceOriginal(
  handle: ReplaceableHandle,
  opened: { readonly size: number; readonly lastModified: number },
  layer: LayerStore,
  job: JobContext,
): Promise<void> {
  const chunks = [...chunksOf(layer)];
  const total = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  job.progress(0, null, "The browser copies the file");
  const written: Written[] = [];
  let writable: FileSystemWritableFileStream | null = null;
  try {
    const now = await handle.getFile();
    if (now.size !== opened.size || now.lastModified !== opened.lastModified) {
      throw new VhdxError("file-changed", "The file changed since it was opened, so it was not written.");
    }
    writable = await handle.createWritable({ keepExistingData: true });
    await job.checkpoint();
    let done = 0;
    for (const { offset, length } of chunks) {
      const data = await layer.readBulk(offset, length);
      await writable.write({ type: "write", position: offset, data });
      written.push({ offset, length, checksum: crc32c(data) });
      done += length;
      job.progress(done, total, "Writing the changes");
      await job.checkpoint();
    }
    await writable.truncate(layer.size);
    await job.checkpoint();
    job.progress(0, null);
    job.pointOfNoReturn("Finishing, can no longer be cancelled");
    await writable.close();
  } catch (thrown) {
    // Leaves the original as it was; a stream that is already broken has nothing to abort.
    await writable?.abort().catch(() => {});
    throw writeError(thrown);
  }
  await verify(new BlobStore(await handle.getFile()), layer.size, written, job);
}
