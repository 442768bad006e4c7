import { VhdxError } from "../../bytes/error.ts";
import { offsetText } from "../../bytes/text.ts";
import type { Extent } from "../../vhdx/disk-extent.ts";
import type { VirtualDisk } from "../../vhdx/disk.ts";
import { filePieces, type LayerFile } from "./layer-file.ts";
import type { Piece } from "./pieces.ts";

/** Why a run of the disk can't be read, as an error; null where it can. */
export function obstacle({ offset, source }: Extent): VhdxError | null {
  const place = { offset, structure: "virtual disk" };
  if (source.kind === "parent") {
    const sentence = `The bytes from ${offsetText(offset)} of the virtual disk on are in the parent disk, which is not open.`;
    return new VhdxError("needs-parent", sentence, place);
  }
  if (source.kind === "unreadable") {
    const sentence = `The virtual disk can't be read at ${offsetText(offset)}: ${source.reason}`;
    return new VhdxError("unreadable-block", sentence, place);
  }
  return null;
}

/** The first run of the disk that can't be read, as an error; null where all can. */
export function firstObstacle(disk: VirtualDisk, offset = 0, length = disk.size - offset): VhdxError | null {
  for (const extent of disk.extents(offset, length)) {
    const found = obstacle(extent);
    if (found !== null) return found;
  }
  return null;
}

/**
 * What a run of the virtual disk is made of, as the raw image needs it.
 *
 * @param files the files that the disk's extents of kind `file` point into: the layer's own, its parent's, and so on
 * @throws VhdxError `needs-parent` or `unreadable-block` at the first run that can't be read.
 */
export function* diskPieces(
  disk: VirtualDisk,
  files: readonly LayerFile[],
  offset = 0,
  length = disk.size - offset,
): Generator<Piece> {
  for (const extent of disk.extents(offset, length)) {
    const { source, link = 0 } = extent;
    const file = files[link];
    if (source.kind === "file" && file !== undefined) {
      yield* filePieces(file, source.fileOffset, source.fileOffset + extent.length);
    } else if (source.kind === "zero") yield { kind: "zeros", length: extent.length };
    else throw obstacle(extent) ?? new Error("a run without an obstacle was refused");
  }
}
