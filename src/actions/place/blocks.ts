import type { ReportImage } from "../../../workers/api/index.ts";
import { payloadIndex, SECTORS_PER_BITMAP } from "../../../workers/shared/geometry.ts";

/** BAT index of a payload block's entry; null where the block or sector size is unknown, or both do not fit together. */
export function batIndexOfBlock(image: ReportImage, block: number): number | null {
  if (image.blockSize === null || image.logicalSectorSize === null) return null;
  const chunkRatio = Math.floor((SECTORS_PER_BITMAP * image.logicalSectorSize) / image.blockSize);
  return chunkRatio < 1 ? null : payloadIndex(block, chunkRatio);
}
