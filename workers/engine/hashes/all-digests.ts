import type { ReportDigests } from "../../api/index.ts";
import { VhdxError } from "../../shared/error.ts";
import type { ReadableStore } from "../../store/store.ts";
import type { JobContext } from "../jobs/jobs.ts";
import type { VirtualDisk } from "../../vhdx/disk/disk.ts";
import { digestDisk } from "./disk-digests.ts";
import type { StartHashWorker } from "./digests.ts";
import { type Algorithm, digestFile } from "./file-digests.ts";

/** No digest has been computed. */
const NO_DIGESTS: ReportDigests = {
  computedAt: null,
  source: { sha256: null, sha1: null, md5: null },
  sourceAtEnd: { sha256: null },
  layerFile: { sha256: null },
  virtualDisk: { sha256: null, sparseSha256: null },
};

export interface DigestInputs {
  /** The file as stored. */
  readonly source: ReadableStore;
  /** The layer's file, null where it is the file as stored. */
  readonly layerFile: ReadableStore | null;
  /** The layer's virtual disk, null where none is offered. */
  readonly disk: VirtualDisk | null;
  /** Whether every byte of the disk is hashed, up to `FULL_DIGEST_LIMIT`, beside the sparse digest. */
  readonly wholeDisk: boolean;
}

/** A disk that can't be read in full has no digest; that is a property of the image, not a failure of the job. */
async function digestReadableDisk(
  { disk, wholeDisk }: DigestInputs,
  context: JobContext,
  startWorker: StartHashWorker | null,
) {
  if (disk === null) return NO_DIGESTS.virtualDisk;
  try {
    const label = "Hashing the virtual disk";
    return await digestDisk(disk, context, label, wholeDisk ? undefined : 0, startWorker);
  } catch (thrown) {
    const unread =
      thrown instanceof VhdxError && (thrown.code === "needs-parent" || thrown.code === "unreadable-block");
    if (unread) return NO_DIGESTS.virtualDisk;
    throw thrown;
  }
}

/**
 * All digests of the report. The file's is taken once more at the end, to show that nothing changed meanwhile.
 *
 * @param startWorker for digests beside each other; null: all of them here
 * @throws VhdxError `cancelled`, and whatever reading throws.
 */
export async function computeDigests(
  inputs: DigestInputs,
  context: JobContext,
  startWorker: StartHashWorker | null = null,
): Promise<ReportDigests> {
  const { source, layerFile } = inputs;
  const of = <A extends Algorithm>(store: ReadableStore, algorithms: readonly A[], label: string) =>
    digestFile(store, algorithms, context, label, startWorker);
  const original = await of(source, ["sha256", "sha1", "md5"], "Hashing the file");
  const layer =
    layerFile === null
      ? { sha256: original.sha256 }
      : await of(layerFile, ["sha256"], "Hashing the layer's file");
  const virtualDisk = await digestReadableDisk(inputs, context, startWorker);
  const atEnd = await of(source, ["sha256"], "Hashing the file once more");
  const computedAt = new Date().toISOString();
  return { computedAt, source: original, sourceAtEnd: atEnd, layerFile: layer, virtualDisk };
}
