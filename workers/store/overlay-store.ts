import { IntervalSet } from "../bytes/intervals.ts";
import { PageMap } from "./page-map.ts";
import { Replaced } from "./replaced.ts";
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
  /** Keeps bytes that are about to be overwritten; null outside of `record`. */
  #replaced: Replaced | null = null;

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

  /**
   * Runs work that writes to this store, and keeps the bytes that its writes replace.
   *
   * @returns the replaced bytes; `swap` puts them back.
   * @throws whatever the work throws. The store is then as it was before.
   */
  record(work: () => void): Replaced {
    const replaced = this.#newReplaced();
    this.#replaced = replaced;
    try {
      work();
    } catch (thrown) {
      this.#replaced = null;
      this.swap(replaced);
      throw thrown;
    }
    this.#replaced = null;
    return replaced;
  }

  /**
   * Puts replaced bytes back. The cost depends only on the writes that replaced them. Several records must be put back in reverse
   * order.
   *
   * @returns the bytes that this call replaced, to undo it.
   */
  swap(before: Replaced): Replaced {
    const now = this.#newReplaced();
    for (const { start, end } of before.runs) {
      now.keep(start, end, this.#written, this.#pages);
      this.#written.remove(start, end);
      this.#pages.erase(start, end - start);
    }
    for (const { start, end } of before.writtenRuns) this.#written.add(start, end);
    for (const { offset, bytes } of before.pieces) this.#pages.write(offset, bytes);
    this.#size = before.size;
    this.#baseEnd = before.baseEnd;
    return now;
  }

  /** Fills `into` with the bytes from before a record. @param offset start of bytes that lie wholly in one of `before.runs` */
  readBefore(before: Replaced, offset: number, into: Uint8Array): void {
    const fromBase = Math.max(0, Math.min(into.length, before.baseEnd - offset));
    if (fromBase > 0) this.#base.read(offset, into.subarray(0, fromBase));
    into.fill(0, fromBase);
    before.apply(offset, into);
  }

  write(offset: number, bytes: Uint8Array): void {
    this.#replaced?.keep(offset, offset + bytes.length, this.#written, this.#pages);
    this.#operations.push({ kind: "write", offset, length: bytes.length });
    this.#pages.write(offset, bytes);
    this.#written.add(offset, offset + bytes.length);
    this.#size = Math.max(this.#size, offset + bytes.length);
  }

  truncate(size: number): void {
    this.#operations.push({ kind: "truncate", size });
    if (size < this.#size) {
      this.#replaced?.keep(size, Math.max(this.#size, this.#baseEnd), this.#written, this.#pages);
      this.#pages.cut(size);
      this.#written.add(size, this.#baseEnd);
      this.#baseEnd = Math.min(this.#baseEnd, size);
    }
    this.#size = size;
  }

  flush(): void {
    this.#operations.push({ kind: "flush" });
  }

  #newReplaced(): Replaced {
    return new Replaced(this.#size, this.#baseEnd);
  }

  #apply(offset: number, into: Uint8Array): void {
    for (const run of this.#written.within(offset, offset + into.length)) {
      this.#pages.read(run.start, into.subarray(run.start - offset, run.end - offset));
    }
  }
}
