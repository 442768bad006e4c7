import { MIB } from "./numbers.ts";

/** Sectors that one sector bitmap block covers, one bit for each (MS-VHDX 2.4). */
export const SECTORS_PER_BITMAP = 2 ** 23;
/** Size of a sector bitmap block in bytes. */
export const BITMAP_BLOCK_SIZE = MIB;
/** Size of a BAT entry in bytes (MS-VHDX 2.5.1). */
export const BAT_ENTRY_SIZE = 8;
/** Sector size of the log in bytes, whatever the sector size of the disk (MS-VHDX 2.3.1). */
export const LOG_SECTOR = 4096;
/** BAT entries in one sector of the log; the structure tree shows as many as one page. */
export const BAT_ENTRIES_PER_SECTOR = LOG_SECTOR / BAT_ENTRY_SIZE;
/** The most BAT rows that the engine hands out in one call. */
export const BAT_PAGE_ROWS = 4096;

/** BAT index of a payload block. One sector bitmap entry follows the payload entries of each chunk (MS-VHDX 2.5). */
export function payloadIndex(block: number, chunkRatio: number): number {
  return block + Math.floor(block / chunkRatio);
}

/** How the BAT maps the virtual disk, MS-VHDX 2.5. Bitmap entries are interleaved for every disk type, fixed disks included. */
export class Geometry {
  /** Bytes, a multiple of the logical sector size. */
  readonly virtualSize: number;
  /** Bytes. */
  readonly blockSize: number;
  /** Bytes, 512 or 4096. */
  readonly logicalSectorSize: number;
  readonly differencing: boolean;
  /** Payload blocks in a chunk: the blocks that one sector bitmap block covers. */
  readonly chunkRatio: number;
  readonly payloadBlocks: number;
  readonly bitmapBlocks: number;
  /** Entries that the BAT must have. */
  readonly batEntries: number;

  constructor(disk: {
    readonly virtualSize: number;
    readonly blockSize: number;
    readonly logicalSectorSize: number;
    readonly differencing: boolean;
  }) {
    this.virtualSize = disk.virtualSize - (disk.virtualSize % disk.logicalSectorSize);
    this.blockSize = disk.blockSize;
    this.logicalSectorSize = disk.logicalSectorSize;
    this.differencing = disk.differencing;
    this.chunkRatio = (SECTORS_PER_BITMAP * disk.logicalSectorSize) / disk.blockSize;
    this.payloadBlocks = Math.ceil(this.virtualSize / disk.blockSize);
    this.bitmapBlocks = Math.ceil(this.payloadBlocks / this.chunkRatio);
    this.batEntries = disk.differencing
      ? this.bitmapBlocks * (this.chunkRatio + 1)
      : this.payloadBlocks + Math.max(0, Math.floor((this.payloadBlocks - 1) / this.chunkRatio));
  }

  /** BAT index of a payload block. */
  payloadIndex(block: number): number {
    return payloadIndex(block, this.chunkRatio);
  }

  /** BAT index of a chunk's sector bitmap block. */
  bitmapIndex(chunk: number): number {
    return chunk * (this.chunkRatio + 1) + this.chunkRatio;
  }

  /** Number of the chunk that a payload block is in. */
  chunkOf(block: number): number {
    return Math.floor(block / this.chunkRatio);
  }

  /** What a BAT index stands for; `unused` past the last payload block. */
  entryAt(index: number): { readonly kind: "payload" | "bitmap" | "unused"; readonly block: number } {
    const chunk = Math.floor(index / (this.chunkRatio + 1));
    const within = index - chunk * (this.chunkRatio + 1);
    if (within === this.chunkRatio)
      return { kind: chunk < this.bitmapBlocks ? "bitmap" : "unused", block: chunk };
    const block = chunk * this.chunkRatio + within;
    return { kind: block < this.payloadBlocks ? "payload" : "unused", block };
  }

  /** Bytes of the virtual disk that a payload block holds: less than the block size only for the last. */
  bytesInBlock(block: number): number {
    return Math.min(this.blockSize, this.virtualSize - block * this.blockSize);
  }
}
