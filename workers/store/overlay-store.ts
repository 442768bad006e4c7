import { IntervalSet } from "../bytes/intervals.ts";
import { PageMap } from "./page-map.ts";
import { checkRange, type ReadableStore, type Store } from "./store.ts";

/** An operation on an overlay. */
export type OverlayOperation =
  | { readonly kind: "write"; readonly offset: number; readonly length: number }
  | { readonly kind: "truncate"; readonly size: number }
  | { readonly kind: "flush" };

/** Writes over another store, which is never changed. Keeps the order of writes and flushes. */
export class OverlayStore implements Store {
  readonly #base: ReadableStore;
  readonly #pages = new PageMap();
  readonly #written = new IntervalSet();
  readonly #operations: OverlayOperation[] = [];
  #size: number;
  /** End of the base's bytes that still show through. A cut hides bytes for good, even if the store grows again. */
  #baseEnd: number;

  constructor(base: ReadableStore) {
    this.#base = base;
    this.#size = base.size;
    this.#baseEnd = base.size;
  }

  get size(): number {
    return this.#size;
  }

  get operations(): readonly OverlayOperation[] {
    return this.#operations;
  }

  /**
   * The runs that may differ from the base, merged and cut to the present size: written runs, and runs that were cut away before
   * the store grew again. Growth past the base's end reads as zeros and is not among them.
   */
  *writtenRuns(start = 0, end = this.#size): Generator<{ start: number; end: number }> {
    yield* this.#written.within(start, Math.min(end, this.#size));
  }

  read(offset: number, into: Uint8Array): void {
    checkRange(this, offset, into.length);
    const fromBase = Math.max(0, Math.min(into.length, this.#baseEnd - offset));
    if (fromBase > 0) this.#base.read(offset, into.subarray(0, fromBase));
    into.fill(0, fromBase);
    this.#apply(offset, into);
  }

  async readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    checkRange(this, offset, length);
    const fromBase = Math.max(0, Math.min(length, this.#baseEnd - offset));
    const base = fromBase > 0 ? await this.#base.readBulk(offset, fromBase) : new Uint8Array(0);
    let bytes = base;
    if (fromBase < length) {
      bytes = new Uint8Array(length);
      bytes.set(base);
    }
    this.#apply(offset, bytes);
    return bytes;
  }

  write(offset: number, bytes: Uint8Array): void {
    this.#operations.push({ kind: "write", offset, length: bytes.length });
    this.#pages.write(offset, bytes);
    this.#written.add(offset, offset + bytes.length);
    this.#size = Math.max(this.#size, offset + bytes.length);
  }

  truncate(size: number): void {
    this.#operations.push({ kind: "truncate", size });
    if (size < this.#size) {
      this.#pages.cut(size);
      this.#written.add(size, this.#baseEnd);
      this.#baseEnd = Math.min(this.#baseEnd, size);
    }
    this.#size = size;
  }

  flush(): void {
    this.#operations.push({ kind: "flush" });
  }

  #apply(offset: number, into: Uint8Array): void {
    for (const run of this.#written.within(offset, offset + into.length)) {
      this.#pages.read(run.start, into.subarray(run.start - offset, run.end - offset));
    }
  }
}
