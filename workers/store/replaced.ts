import { IntervalSet } from "../bytes/intervals.ts";
import type { PageMap } from "./page-map.ts";

/**
 * The bytes of an overlay that writes replaced: only those of the written runs, and of these only pages that were not all zeros.
 */
export class Replaced {
  /** Size of the overlay before the writes, bytes. */
  readonly size: number;
  /** End of the base's bytes that showed through. */
  readonly baseEnd: number;
  readonly #runs = new IntervalSet();
  readonly #written = new IntervalSet();
  readonly #pieces: { readonly offset: number; readonly bytes: Uint8Array }[] = [];

  constructor(size: number, baseEnd: number) {
    this.size = size;
    this.baseEnd = baseEnd;
  }

  /** Runs whose bytes may have changed, in order. */
  get runs(): readonly { readonly start: number; readonly end: number }[] {
    return this.#runs.runs;
  }

  /** The parts of `runs` that the overlay held; the base showed through elsewhere. */
  get writtenRuns(): readonly { readonly start: number; readonly end: number }[] {
    return this.#written.runs;
  }

  /** The bytes of `writtenRuns`, without pages of zeros. */
  get pieces(): readonly { readonly offset: number; readonly bytes: Uint8Array }[] {
    return this.#pieces;
  }

  /** Keeps the bytes of `[start, end)` before they are overwritten. A part that was kept already is not kept again. */
  keep(start: number, end: number, written: IntervalSet, pages: PageMap): void {
    for (const gap of [...this.#runs.gaps(start, end)]) {
      for (const run of written.within(gap.start, gap.end)) {
        this.#written.add(run.start, run.end);
        for (const piece of pages.pieces(run.start, run.end - run.start)) this.#pieces.push(piece);
      }
      this.#runs.add(gap.start, gap.end);
    }
  }

  /**
   * Copies the overlay's old bytes over bytes of the base. @param offset start of the bytes, which lie wholly in one of the runs
   */
  apply(offset: number, into: Uint8Array): void {
    const end = offset + into.length;
    for (const run of this.#written.within(offset, end)) into.fill(0, run.start - offset, run.end - offset);
    for (const { offset: at, bytes } of this.#pieces) {
      const from = Math.max(offset, at);
      const to = Math.min(end, at + bytes.length);
      if (from < to) into.set(bytes.subarray(from - at, to - at), from - offset);
    }
  }
}
