import type { Destination, ExportResult, ImageSource } from "../../../api/index.ts";
import { VhdxError } from "../../../shared/error.ts";
import type { JobContext } from "../../jobs/jobs.ts";
import { zeroedRunLines } from "../../report/zeroed-words.ts";
import type { Piece } from "../pieces/pieces.ts";
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
  { type, salvage }: Delivery = {},
): Promise<ExportResult> {
  const zeroed = () => zeroedRunLines(salvage?.zeroed ?? []);
  if (to.kind === "download") {
    const { readRun, lost } = salvage ?? {};
    const reading = readRun && lost && { readRun, lost, readFirst: to.readFirst === true };
    const blob = await toBlob(pieces, context, type, reading);
    return { blob, size: blob.size, zeroed: zeroed() };
  }
  if (source !== null && (await isSource(to.handle, source))) {
    throw new VhdxError(
      "misuse",
      "That is the opened image itself, which is never written. Choose another name or folder.",
      { structure: "target" },
    );
  }
  const size = await toHandle(pieces, to.handle, context, salvage?.readRun);
  return { blob: null, size, zeroed: zeroed() };
}
