import { type ReadableStore, readUpTo, type Store } from "../../store/store.ts";
import { BITMAP_BLOCK_SIZE, type Geometry } from "../../shared/geometry.ts";
import { FULLY_PRESENT, NOT_PRESENT, PARTIALLY_PRESENT, SB_PRESENT } from "../../shared/bat-states.ts";
import type { BatEditor } from "./bat-editor.ts";
import { BitmapEditor } from "./bitmap-editor.ts";
import type { BlockPiece } from "./block-pieces.ts";
import { writeZeros } from "./journal.ts";
import type { LogUpdate } from "./log-entry.ts";
import type { FreeSpace } from "./space.ts";

/**
 * Blocks of a differencing disk that are, or become, PARTIALLY_PRESENT (MS-VHDX 2.5.1.1). Whole sectors are written to the block,
 * then their bits through the log. A block that was NOT_PRESENT gets all of its bits cleared first, because old bits may be left.
 * A block whose bits are all set becomes FULLY_PRESENT.
 */
export class ChildBlocks {
  readonly #store: Store;
  readonly #geometry: Geometry;
  readonly #bat: BatEditor;
  readonly #space: FreeSpace;
  readonly #bitmaps: BitmapEditor;
  readonly #parent: ReadableStore;

  /**
   * @param parent the parent's virtual disk: the rest of a sector that is written in part is read from it. It is never written.
   */
  constructor(store: Store, geometry: Geometry, bat: BatEditor, space: FreeSpace, parent: ReadableStore) {
    this.#store = store;
    this.#geometry = geometry;
    this.#bat = bat;
    this.#space = space;
    this.#bitmaps = new BitmapEditor(store);
    this.#parent = parent;
  }

  /** How many 4 KiB sectors of bitmaps changed and are not committed yet. */
  get changed(): number {
    return this.#bitmaps.changed;
  }

  /** Hands out the changed sectors of bitmaps. They must be in the same log entry as those of the BAT. */
  take(): LogUpdate[] {
    return this.#bitmaps.take();
  }

  /** Writes to a block that is NOT_PRESENT or PARTIALLY_PRESENT. Bits and BAT entry change with the next commit. */
  write(piece: BlockPiece, data: Uint8Array): void {
    const { logicalSectorSize: sector, blockSize, chunkRatio } = this.#geometry;
    const { block } = piece;
    const index = this.#geometry.payloadIndex(block);
    const firstBit = (block % chunkRatio) * (blockSize / sector);
    const bitmap = this.#bitmapOf(this.#geometry.chunkOf(block));
    const first = Math.floor(piece.within / sector);
    const end = Math.ceil((piece.within + piece.length) / sector);
    let { state, offset } = this.#bat.get(index);
    if (state === PARTIALLY_PRESENT && this.#bitmaps.allSet(bitmap, firstBit + first, firstBit + end)) {
      this.#store.write(offset + piece.within, data);
      return;
    }
    if (state === NOT_PRESENT) {
      offset = this.#space.allocate(blockSize).offset;
      state = PARTIALLY_PRESENT;
      this.#bitmaps.mark(bitmap, firstBit, firstBit + blockSize / sector, false);
    }
    const isSet = (nth: number) => this.#bitmaps.allSet(bitmap, firstBit + nth, firstBit + nth + 1);
    const blockStart = block * blockSize;
    const from = isSet(first) ? piece.within : first * sector;
    const to = isSet(end - 1) ? piece.within + piece.length : end * sector;
    this.#store.write(
      offset + from,
      this.#completed(blockStart + from, to - from, piece.within - from, data),
    );
    this.#bitmaps.mark(bitmap, firstBit + first, firstBit + end, true);
    const bits = Math.ceil(this.#geometry.bytesInBlock(block) / sector);
    const full = this.#bitmaps.allSet(bitmap, firstBit, firstBit + bits);
    this.#bat.set(index, { state: full ? FULLY_PRESENT : state, offset });
  }

  /** A run of whole sectors: the guest's bytes, completed at both ends with the parent's. */
  #completed(diskOffset: number, length: number, at: number, data: Uint8Array): Uint8Array {
    if (length === data.length) return data;
    const bytes = new Uint8Array(length);
    // Past the end of the parent there are zeros.
    const fill = (start: number, size: number) =>
      bytes.set(readUpTo(this.#parent, diskOffset + start, size), start);
    fill(0, at);
    fill(at + data.length, length - at - data.length);
    bytes.set(data, at);
    return bytes;
  }

  /** File offset of a chunk's sector bitmap. Makes one where there is none. */
  #bitmapOf(chunk: number): number {
    const index = this.#geometry.bitmapIndex(chunk);
    const entry = this.#bat.get(index);
    if (entry.state === SB_PRESENT) return entry.offset;
    const { offset, fresh } = this.#space.allocate(BITMAP_BLOCK_SIZE);
    // Old bytes there would count as bits.
    if (!fresh) writeZeros(this.#store, offset, BITMAP_BLOCK_SIZE);
    this.#bat.set(index, { state: SB_PRESENT, offset });
    return offset;
  }
}
