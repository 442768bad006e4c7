import { KIB, roundDown } from "../../shared/numbers.ts";
import type { ReadableStore } from "../../store/store.ts";
import { tryRead } from "../../store/tolerant-read.ts";

/** Bytes that are read ahead: a run of an inode table, of a FAT, or of a folder, in one read. */
const PIECE = 64 * KIB;
/** Pieces that are kept: 8 MiB. */
const KEPT = 128;
/** Pieces that are remembered as not readable as a whole. */
const MOST_BAD = 4096;

/**
 * Reads the structures of a volume: tolerantly, and 64 KiB at a time. A piece that can't be read as a whole is read in the runs that
 * are asked for, so that one bad sector costs no more than the structures in it.
 */
export class VolumeReader {
  readonly volume: ReadableStore;
  /** In order of last use, oldest first. */
  readonly #pieces = new Map<number, Uint8Array<ArrayBuffer>>();
  readonly #bad = new Set<number>();
  #lastAt = -1;
  #last = new Uint8Array(0);
  #lastView = new DataView(this.#last.buffer);

  constructor(volume: ReadableStore) {
    this.volume = volume;
  }

  /** Bytes of the volume. */
  get size(): number {
    return this.volume.size;
  }

  /** Makes the piece that an offset lies in the last one; false where it can't be read as a whole. */
  #turnTo(offset: number): boolean {
    const at = roundDown(offset, PIECE);
    if (at === this.#lastAt) return true;
    if (this.#bad.has(at)) return false;
    let piece = this.#pieces.get(at);
    if (piece === undefined) {
      const read = tryRead(this.volume, at, Math.min(PIECE, this.volume.size - at));
      if (read === null) {
        if (this.#bad.size < MOST_BAD) this.#bad.add(at);
        return false;
      }
      piece = read;
      const [oldest] = this.#pieces.keys();
      if (this.#pieces.size >= KEPT && oldest !== undefined) this.#pieces.delete(oldest);
    } else this.#pieces.delete(at);
    this.#pieces.set(at, piece);
    this.#lastAt = at;
    this.#last = piece;
    this.#lastView = new DataView(piece.buffer, piece.byteOffset, piece.byteLength);
    return true;
  }

  #isInside(offset: number, length: number): boolean {
    return Number.isSafeInteger(offset) && offset >= 0 && offset + length <= this.volume.size;
  }

  /**
   * Bytes of the volume; null where they can't be read, or lie past its end. They belong to the reader and must not be written.
   *
   * @param offset bytes; any number
   * @param length bytes, bounded by the caller
   */
  bytes(offset: number, length: number): Uint8Array | null {
    if (!this.#isInside(offset, length)) return null;
    const end = offset + length;
    const first = roundDown(offset, PIECE);
    if (end <= first + PIECE)
      return this.#turnTo(offset)
        ? this.#last.subarray(offset - first, end - first)
        : tryRead(this.volume, offset, length);
    const whole = new Uint8Array(length);
    for (let at = offset; at < end;) {
      if (!this.#turnTo(at)) return tryRead(this.volume, offset, length);
      const within = at - this.#lastAt;
      const part = this.#last.subarray(within, Math.min(within + end - at, PIECE));
      whole.set(part, at - offset);
      at += part.length;
    }
    return whole;
  }

  /** A little-endian number of 4 bytes; null where it can't be read. The way of the loops over tables with millions of entries. */
  u32(offset: number): number | null {
    const within = offset - this.#lastAt;
    if (this.#lastAt >= 0 && within >= 0 && within + 4 <= this.#last.length)
      return this.#lastView.getUint32(within, true);
    const bytes = this.bytes(offset, 4);
    if (bytes === null) return null;
    return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  }

  /** A little-endian number of 2 bytes; null where it can't be read. */
  u16(offset: number): number | null {
    const bytes = this.bytes(offset, 2);
    return bytes === null ? null : (bytes[0] ?? 0) | ((bytes[1] ?? 0) << 8);
  }
}
