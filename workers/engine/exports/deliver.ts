import type { Destination, ExportResult, ImageSource } from "../../api/index.ts";
import { VhdxError } from "../../bytes/error.ts";
import type { JobContext } from "../jobs.ts";
import type { Piece } from "./pieces.ts";
import { toBlob } from "./to-blob.ts";
import { toHandle } from "./to-handle.ts";

/** Whether the picked file is an opened image: by identity, or for an image without a handle by all that is known. */
export async function isSource(handle: FileSystemFileHandle, source: ImageSource): Promise<boolean> {
  if (source.kind === "handle") return handle.isSameEntry(source.handle);
  // A working disk lies where no picker reaches.
  if (source.kind === "working") return false;
  const there = await handle.getFile().catch(() => null);
  return (
    there !== null &&
    there.name === source.file.name &&
    there.size === source.file.size &&
    there.lastModified === source.file.lastModified
  );
}

/**
 * Takes a result to where the user wants it.
 *
 * @param source the opened image, which is never written
 * @throws VhdxError `misuse` where the destination is the opened image itself; otherwise as `toBlob` and `toHandle`.
 */
export async function deliver(
  pieces: Iterable<Piece>,
  to: Destination,
  source: ImageSource,
  context: JobContext,
  type?: string,
): Promise<ExportResult> {
  if (to.kind === "download") {
    const blob = await toBlob(pieces, context, type);
    return { blob, size: blob.size };
  }
  if (await isSource(to.handle, source)) {
    throw new VhdxError(
      "misuse",
      "That is the opened image itself, which is never written. Choose another name or folder.",
      { structure: "target" },
    );
  }
  return { blob: null, size: await toHandle(pieces, to.handle, context) };
}
