import type { ReportImage } from "../../../workers/api/index.ts";

/** A chunk is what one sector of bitmap covers: 2^23 sectors (MS-VHDX 2.5). */
const SECTORS_PER_CHUNK = 2 ** 23;

/**
 * Index in the BAT of a payload block's entry: after each chunk's payload entries stands one bitmap entry (MS-VHDX 2.5).
 * Null where block or sector size is unknown.
 */
export function batIndexOfBlock(image: ReportImage, block: number): number | null {
  if (image.blockSize === null || image.logicalSectorSize === null) return null;
  const chunkRatio = Math.floor((SECTORS_PER_CHUNK * image.logicalSectorSize) / image.blockSize);
  return chunkRatio < 1 ? null : block + Math.floor(block / chunkRatio);
}
