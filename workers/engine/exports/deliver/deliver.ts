import type { Destination, ExportResult, ImageSource } from "../../../api/index.ts";
import { VhdxError } from "../../../shared/error.ts";
import { GIB } from "../../../shared/numbers.ts";
import { type Digests, startDigests, type StartHashWorker } from "../../hashes/digests.ts";
import type { JobContext } from "../../jobs/jobs.ts";
import { zeroedRunLines } from "../../report/zeroed-words.ts";
import { listed, type Piece, totalLength } from "../pieces/pieces.ts";
import { toBlob } from "./to-blob.ts";
import type { Salvage } from "./salvage.ts";
import { toHandle } from "./to-handle.ts";

/** Whether the picked file is an opened image: by identity, or for an image without a handle by all that is known. */
export async function isSource(handle: FileSystemFileHandle, source: ImageSource): Promise<boolean> {
  if (source.kind === "handle") return handle.isSameEntry(source.handle);
  // A picker can't reach a working disk.
  if (source.kind === "working") return false;
  const there = await handle.getFile().catch(() => null);
  return (
    there !== null &&
    there.name === source.file.name &&
    there.size === source.file.size &&
    there.lastModified === source.file.lastModified
  );
}

/** Options of a delivery. */
export interface Delivery {
  /** Of a download: "text/html". */
  readonly type?: string;
  /** Reads in place of the pieces' stores; without it a run that can't be read is an error. */
  readonly salvage?: Salvage;
  /** Makes a worker for the digest of what is written; null: the digest is taken here. Left out: there is none. */
  readonly startHashWorker?: StartHashWorker | null;
}

/** Bytes. More holes than that, and more than there is data, would take longer to hash than to write. */
const HASHED_HOLES = 4 * GIB;

/** A digest of what will be written; null where it would take too long. */
async function digestOf(
  pieces: readonly Piece[],
  start: StartHashWorker | null | undefined,
): Promise<Digests<"sha256"> | null> {
  if (start === undefined) return null;
  const size = totalLength(pieces);
  const holes = totalLength(pieces.filter(({ kind }) => kind === "zeros"));
  return holes > Math.max(HASHED_HOLES, size - holes) ? null : startDigests(["sha256"], size, start);
}

/**
 * Delivers a result to the user's destination.
 *
 * @param source the opened image, which is never written; null where no picker can reach it
 * @throws VhdxError `misuse` where the destination is the opened image itself; otherwise as `toBlob` and `toHandle`.
 */
export async function deliver(
  pieces: Iterable<Piece>,
  to: Destination,
  source: ImageSource | null,
  context: JobContext,
  { type, salvage, startHashWorker }: Delivery = {},
): Promise<ExportResult> {
  const zeroed = () => zeroedRunLines(salvage?.zeroed ?? []);
  if (to.kind === "download") {
    const readFirst = to.readFirst === true;
    const reading = salvage && {
      readRun: salvage.readRun,
      lost: salvage.lost,
      count: salvage.count,
      readFirst,
    };
    const blob = await toBlob(pieces, context, type, reading);
    return { blob, size: blob.size, sha256: null, zeroed: zeroed() };
  }
  if (source !== null && (await isSource(to.handle, source))) {
    throw new VhdxError(
      "misuse",
      "That is the opened image itself, which is never written. Choose another name or folder.",
      { structure: "target" },
    );
  }
  const all = await listed(pieces, context);
  const digest = await digestOf(all, startHashWorker);
  try {
    const size = await toHandle(all, to.handle, context, { readRun: salvage?.readRun, witness: digest });
    const sha256 = (await digest?.finish())?.sha256 ?? null;
    return { blob: null, size, sha256, zeroed: zeroed() };
  } finally {
    digest?.end();
  }
}
