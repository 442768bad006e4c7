import { GIB } from "../../shared/numbers.ts";
import type { JobContext } from "../jobs/jobs.ts";
import { chunked, pipelined } from "../jobs/pipelined.ts";
import type { VirtualDisk } from "../../vhdx/disk/disk.ts";
import { windows, type Window } from "./windows.ts";
import { startDigests, type StartHashWorker } from "./digests.ts";
import type { Run } from "./running-digest.ts";

/** Above this a digest over every byte takes longer than a quarter of an hour, zeros and all. */
const FULL_DIGEST_LIMIT = 256 * GIB;

export interface DiskDigests {
  /** Null where the disk is larger than the limit. */
  readonly sha256: string | null;
  /**
   * SHA-256 over, for every MiB of the disk that is not all zeros, in order: its byte offset as u64 little-endian, then
   * its bytes; a short last MiB stays short. Takes as long as the disk holds data, whatever its size.
   */
  readonly sparseSha256: string;
}

/** A window of zeros in runs that let a cancel in now and then, any other as one run. */
function* runsOf({ offset, length }: Window, bytes: Uint8Array<ArrayBuffer> | null): Generator<Run> {
  if (bytes !== null) yield { kind: "bytes", offset, bytes };
  else for (const run of chunked(offset, length)) yield { kind: "zeros", ...run };
}

/**
 * Both digests of a virtual disk in one pass. Zeros without storage are never read.
 *
 * @param fullUpTo largest disk, in bytes, whose every byte is hashed
 * @param startWorker for digests beside each other; null: both of them here
 * @throws VhdxError `cancelled`; `needs-parent` or `unreadable-block` where part of the disk can't be read; whatever
 *   the disk's store throws.
 */
export async function digestDisk(
  disk: VirtualDisk,
  context: JobContext,
  label: string,
  fullUpTo = FULL_DIGEST_LIMIT,
  startWorker: StartHashWorker | null = null,
): Promise<DiskDigests> {
  const whole = disk.size <= fullUpTo;
  const digests = await startDigests(
    whole ? ["sha256", "sparse-sha256"] : ["sparse-sha256"],
    disk.size,
    startWorker,
  );
  const read = (window: Window) => async () => ({
    window,
    bytes: window.kind === "data" ? await disk.readBulk(window.offset, window.length) : null,
  });
  function* tasks() {
    for (const window of windows(disk.extents(0, disk.size), disk.size)) yield read(window);
  }
  const progress = (done: number) => context.progress(done, disk.size, label);

  try {
    progress(0);
    for await (const { window, bytes } of pipelined(tasks(), context)) {
      // The sparse digest knows nothing of zeros, however many there are.
      for (const run of whole || bytes !== null ? runsOf(window, bytes) : []) {
        const end = run.offset + (run.kind === "bytes" ? run.bytes.length : run.length);
        await digests.add(run);
        progress(end);
        await context.checkpoint();
      }
      progress(window.offset + window.length);
      await context.checkpoint();
    }
    const found: Partial<Record<"sha256" | "sparse-sha256", string>> = await digests.finish();
    return { sha256: found.sha256 ?? null, sparseSha256: found["sparse-sha256"] ?? "" };
  } finally {
    digests.end();
  }
}
