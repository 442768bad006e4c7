import type { FileContent } from "../../../fs/file-system.ts";
import { BlobStore } from "../../../store/blob-store.ts";
import type { VirtualDisk } from "../../../vhdx/disk/disk.ts";
import type { SegmentStore } from "../../../volume/segment-store.ts";
import { diskPieces } from "../pieces/disk-pieces.ts";
import type { LayerFile } from "../pieces/layer-file.ts";
import type { Piece } from "../pieces/pieces.ts";

/** What a volume lies on. */
export interface VolumeFiles {
  readonly disk: VirtualDisk;
  readonly volume: SegmentStore;
  /** The files that the disk's extents of kind `file` point into. */
  readonly files: readonly LayerFile[];
}

const isSlice = (piece: Piece) =>
  piece.kind === "zeros" || (piece.kind === "store" && piece.store instanceof BlobStore);

/** A run of the volume as slices of the opened files; null where some of it is none. */
function volumePieces({ disk, volume, files }: VolumeFiles, offset: number, length: number): Piece[] | null {
  const pieces: Piece[] = [];
  for (const { disk: at, length: size } of volume.within(offset, length)) {
    if (at === null || at + size > disk.size) return null;
    for (const { source } of disk.extents(at, size))
      if (source.kind !== "file" && source.kind !== "zero") return null;
    pieces.push(...diskPieces(disk, files, at, size));
  }
  return pieces.every(isSlice) ? pieces : null;
}

/** A run of a file as slices of the opened files; null where some of it is not stored as it is. */
export function slicesOf(
  on: VolumeFiles,
  content: FileContent,
  offset: number,
  length: number,
): readonly Piece[] | null {
  const pieces: Piece[] = [];
  for (const extent of content.extents(offset, length)) {
    const { source } = extent;
    if (source.kind === "zero") pieces.push({ kind: "zeros", length: extent.length });
    else if (source.kind === "volume") {
      const found = volumePieces(on, source.offset, extent.length);
      if (found === null) return null;
      pieces.push(...found);
    } else return null;
  }
  return pieces;
}
