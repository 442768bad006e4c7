import { IntervalSet } from "../bytes/intervals.ts";
import type { PageMap } from "./page-map.ts";

/** What an overlay held before something was written to it: only of the runs that were written, and of those only what was not zeros. */
export class Replaced {
  /** Of the overlay, bytes. */
  readonly size: number;
  /** Bytes of the base that showed through. */
  readonly baseEnd: number;
  readonly #runs = new IntervalSet();
  readonly #written = new IntervalSet();
  readonly #pieces: { readonly offset: number; readonly bytes: Uint8Array }[] = [];

  constructor(size: number, baseEnd: number) {
    this.size = size;
    this.baseEnd = baseEnd;
  }

  /** Runs whose bytes may be others now, in order. */
  get runs(): readonly { readonly start: number; readonly end: number }[] {
    return this.#runs.runs;
  }

  /** Which parts of them the overlay held; the base showed through elsewhere. */
  get writtenRuns(): readonly { readonly start: number; readonly end: number }[] {
    return this.#written.runs;
  }

  /** What was in those, but for zeros. */
  get pieces(): readonly { readonly offset: number; readonly bytes: Uint8Array }[] {
    return this.#pieces;
  }

  /** Takes a run `[start, end)` before it is written over, as far as it was not taken before. */
  take(start: number, end: number, written: IntervalSet, pages: PageMap): void {
    for (const gap of [...this.#runs.gaps(start, end)]) {
      for (const run of written.within(gap.start, gap.end)) {
        this.#written.add(run.start, run.end);
        for (const piece of pages.pieces(run.start, run.end - run.start)) this.#pieces.push(piece);
      }
      this.#runs.add(gap.start, gap.end);
    }
  }

  /** Lays what the overlay held over bytes of the base. @param offset of the bytes, which lie wholly in one of the runs. */
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
