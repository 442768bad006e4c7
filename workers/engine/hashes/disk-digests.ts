import { createSHA256 } from "hash-wasm";
import { GIB, MIB } from "../../bytes/numbers.ts";
import type { JobContext } from "../jobs.ts";
import { chunked, pipelined } from "../pipelined.ts";
import type { VirtualDisk } from "../../vhdx/disk.ts";
import { windows, type Window } from "./windows.ts";
import { isZero } from "../../bytes/zero.ts";
import { ZEROS } from "../zero.ts";

/** Above this a digest over every byte takes longer than a quarter of an hour, zeros and all. */
export const FULL_DIGEST_LIMIT = 256 * GIB;

export interface DiskDigests {
  /** Null where the disk is larger than the limit. */
  readonly sha256: string | null;
  /**
   * SHA-256 over, for every MiB of the disk that is not all zeros, in order: its byte offset as u64 little-endian, then
   * its bytes; a short last MiB stays short. Takes as long as the disk holds data, whatever its size.
   */
  readonly sparseSha256: string;
}

/** Adds the MiB of one window that hold something. A window starts at a whole MiB. */
function addSparse(hasher: { update(bytes: Uint8Array): unknown }, offset: number, bytes: Uint8Array): void {
  const stamp = new DataView(new ArrayBuffer(8));
  for (let at = 0; at < bytes.length; at += MIB) {
    const piece = bytes.subarray(at, at + MIB);
    if (isZero(piece)) continue;
    stamp.setBigUint64(0, BigInt(offset + at), true);
    hasher.update(new Uint8Array(stamp.buffer));
    hasher.update(piece);
  }
}

/**
 * Both digests of a virtual disk in one pass. Zeros without storage are never read.
 *
 * @param fullUpTo largest disk, in bytes, whose every byte is hashed
 * @throws VhdxError `cancelled`; `needs-parent` or `unreadable-block` where part of the disk can't be read; whatever
 *   the disk's store throws.
 */
export async function digestDisk(
  disk: VirtualDisk,
  context: JobContext,
  label: string,
  fullUpTo = FULL_DIGEST_LIMIT,
): Promise<DiskDigests> {
  const full = disk.size <= fullUpTo ? await createSHA256() : null;
  const sparse = await createSHA256();
  const read = (window: Window) => async () => ({
    window,
    bytes: window.kind === "data" ? await disk.readBulk(window.offset, window.length) : null,
  });
  function* tasks() {
    for (const window of windows(disk.extents(0, disk.size), disk.size)) yield read(window);
  }

  context.progress(0, disk.size, label);
  for await (const { window, bytes } of pipelined(tasks(), context)) {
    if (bytes !== null) {
      full?.update(bytes);
      addSparse(sparse, window.offset, bytes);
    } else if (full !== null) {
      for (const run of chunked(window.offset, window.length)) {
        full.update(ZEROS.subarray(0, run.length));
        context.progress(run.offset + run.length, disk.size, label);
        await context.checkpoint();
      }
    }
    context.progress(window.offset + window.length, disk.size, label);
    await context.checkpoint();
  }
  return { sha256: full?.digest("hex") ?? null, sparseSha256: sparse.digest("hex") };
}
