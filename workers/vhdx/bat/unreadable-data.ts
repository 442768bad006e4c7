import { IntervalSet } from "../../bytes/intervals.ts";
import type { Geometry } from "../../shared/geometry.ts";

/** Unreadable runs of the virtual disk listed at most; a broken table can have millions. */
const MOST_RANGES = 100_000;

/** Runs of the virtual disk in bytes, in order, with gaps between them. */
export interface UnreadableRanges {
  /** The total, with runs that are not listed. */
  readonly bytes: number;
  readonly ranges: readonly { readonly offset: number; readonly length: number }[];
}

/** Collects the parts of the virtual disk that can't be read, block by block, whatever the reason. */
export class UnreadableData {
  readonly #geometry: Geometry;
  readonly #runs = new IntervalSet();
  #unlisted = 0;

  constructor(geometry: Geometry) {
    this.#geometry = geometry;
  }

  /** Takes a block. @param from bytes at its start that can be read. */
  add(block: number, from = 0): void {
    const start = block * this.#geometry.blockSize;
    const end = start + this.#geometry.bytesInBlock(block);
    if (this.#runs.runs.length < MOST_RANGES) this.#runs.add(start + from, end);
    else this.#unlisted += end - start - from;
  }

  /** @param cutOff index of the first BAT entry past the end of the file; null where the BAT is whole. */
  ranges(cutOff: number | null): UnreadableRanges {
    const all = IntervalSet.of(this.#runs.runs);
    if (cutOff !== null) {
      const { blockSize, chunkRatio, virtualSize } = this.#geometry;
      const { kind, block } = this.#geometry.entryAt(cutOff);
      const first = kind === "payload" ? block : (block + 1) * chunkRatio;
      all.add(Math.min(first * blockSize, virtualSize), virtualSize);
    }
    return {
      bytes: all.total + this.#unlisted,
      ranges: all.runs.map(({ start, end }) => ({ offset: start, length: end - start })),
    };
  }
}
