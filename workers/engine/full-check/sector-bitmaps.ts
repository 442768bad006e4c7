import { MIB } from "../../shared/numbers.ts";
import { BatFindings } from "../../vhdx/bat/bat-findings.ts";
import { offsetMibOf, stateOf } from "../../vhdx/bat/bat-bits.ts";
import type { FindingCode, FindingList } from "../../vhdx/findings/index.ts";
import { BITMAP_BLOCK_SIZE, type Geometry } from "../../shared/geometry.ts";
import { bitRuns } from "../../vhdx/bat/sector-bitmap.ts";
import { FULLY_PRESENT, PARTIALLY_PRESENT, SB_PRESENT } from "../../shared/bat-states.ts";
import type { JobContext } from "../jobs/jobs.ts";
import type { Layer } from "../image/layer.ts";

/** Findings kept for each code: a chain's disk can have thousands of blocks of one kind. */
const KEPT_PER_CODE = 50;

/** Whether any of the bits is set. */
function anySet(bitmap: Uint8Array, firstBit: number, count: number): boolean {
  for (const run of bitRuns(bitmap, firstBit, count)) if (run.set) return true;
  return false;
}

/** Compares the bits of one chunk with the states of its blocks (MS-VHDX 2.4). */
class ChunkCheck {
  readonly #geometry: Geometry;
  readonly #add: (code: FindingCode, block: number, message: string) => void;

  constructor(geometry: Geometry, add: (code: FindingCode, block: number, message: string) => void) {
    this.#geometry = geometry;
    this.#add = add;
  }

  /** @param stateAt state of a block of the disk. */
  run(chunk: number, bitmap: Uint8Array, stateAt: (block: number) => number): void {
    const { chunkRatio, blockSize, logicalSectorSize, payloadBlocks, virtualSize } = this.#geometry;
    const bits = blockSize / logicalSectorSize;
    const first = chunk * chunkRatio;
    const last = Math.min(first + chunkRatio, payloadBlocks);
    for (let block = first; block < last; block++) {
      const state = stateAt(block);
      if (state === FULLY_PRESENT) continue;
      const set = anySet(
        bitmap,
        (block - first) * bits,
        this.#geometry.bytesInBlock(block) / logicalSectorSize,
      );
      if (state === PARTIALLY_PRESENT && !set)
        this.#add("bitmap-block-empty", block, `No sector of block ${block} is in this file.`);
      if (state !== PARTIALLY_PRESENT && set)
        this.#add("bitmap-stale-bits", block, `Bits are set for block ${block}, which has no contents here.`);
    }
    const used = Math.min(chunkRatio * bits, virtualSize / logicalSectorSize - first * bits);
    if (anySet(bitmap, used, BITMAP_BLOCK_SIZE * 8 - used)) {
      const message = `Sector bitmap ${chunk} has bits set past the end of the disk.`;
      this.#add("bitmap-bits-beyond-disk", Math.max(first, last - 1), message);
    }
  }
}

/**
 * Checks all sector bitmaps of a differencing layer against the states of their blocks.
 *
 * @returns bytes of bitmaps looked at.
 * @throws VhdxError `cancelled`.
 */
export async function checkSectorBitmaps(
  layer: Layer,
  job: JobContext,
  findings: FindingList,
): Promise<number> {
  const { bat, geometry } = layer.structures;
  if (bat === null || geometry === null || !geometry.differencing) return 0;
  const list = new BatFindings(bat, KEPT_PER_CODE);
  const check = new ChunkCheck(geometry, (code, block, message) =>
    list.add(code, geometry.payloadIndex(block), message),
  );
  let bytes = 0;
  for (let chunk = 0; chunk < geometry.bitmapBlocks; chunk++) {
    const { low, high } = bat.halves(geometry.bitmapIndex(chunk));
    const offset = offsetMibOf(low, high) * MIB;
    if (stateOf(low) === SB_PRESENT && offset > 0 && offset + BITMAP_BLOCK_SIZE <= layer.store.size) {
      const bitmap = await layer.store.readBulk(offset, BITMAP_BLOCK_SIZE);
      // What follows may read the BAT.
      await job.checkpoint();
      check.run(chunk, bitmap, (block) => stateOf(bat.halves(geometry.payloadIndex(block)).low));
      bytes += BITMAP_BLOCK_SIZE;
    }
    job.progress((chunk + 1) * MIB, geometry.bitmapBlocks * MIB, "Checking the sector bitmaps");
    await job.checkpoint();
  }
  list.report(findings);
  return bytes;
}
