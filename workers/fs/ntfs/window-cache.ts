import { tryRead } from "../../store/tolerant-read.ts";
import type { ReadableStore } from "../../store/store.ts";

/** Bytes of a window: a read of so many costs no more than one of a record. */
const WINDOW = 64 * 1024;

/**
 * Reads small pieces of a table in windows, and keeps the windows that were used last. A window that can't be read as a whole is read in
 * the pieces asked for, so that one bad sector costs no more than its own record.
 */
export class WindowCache {
  readonly #store: ReadableStore;
  readonly #most: number;
  /** Null for a window that can't be read as a whole. In order of last use, oldest first. */
  readonly #windows = new Map<number, Uint8Array | null>();

  /** @param most windows of 64 KiB that are kept */
  constructor(store: ReadableStore, most: number) {
    this.#store = store;
    this.#most = most;
  }

  /**
   * Reads ahead all windows that hold one of the places. Windows of one group come in one read, where more than one is wanted or the
   * window before is here: places that are spread would read the whole table otherwise.
   *
   * @param places offsets, ascending
   * @param group windows that one read brings at most
   * @param mostReads reads at most; places behind them are not read ahead
   */
  prefetch(places: readonly number[], group: number, mostReads: number): void {
    const wanted = new Set<number>();
    for (const place of places) {
      const window = Math.floor(place / WINDOW);
      if (place >= 0 && place < this.#store.size && !this.#windows.has(window)) wanted.add(window);
    }
    let reads = 0;
    for (const window of wanted) {
      if (this.#windows.has(window)) continue;
      if (reads >= mostReads) return;
      reads += 1;
      const first = Math.floor(window / group) * group;
      let inGroup = 0;
      for (let each = first; each < first + group; each++) if (wanted.has(each)) inGroup += 1;
      const bytes = inGroup > 1 || this.#windows.has(window - 1) ? this.#group(first, group) : null;
      if (bytes === null) this.#load(window);
      else
        for (let at = 0; at < bytes.length; at += WINDOW)
          this.#keep(first + at / WINDOW, bytes.subarray(at, at + WINDOW));
    }
  }

  #group(first: number, group: number): Uint8Array | null {
    const start = first * WINDOW;
    return tryRead(this.#store, start, Math.min(group * WINDOW, this.#store.size - start));
  }

  /** Whether a byte can be had without a read. */
  holds(offset: number): boolean {
    return this.#windows.has(Math.floor(offset / WINDOW));
  }

  /** A piece, which the caller must not write to; null where it can't be read, or is not wholly inside. */
  piece(offset: number, length: number): Uint8Array | null {
    if (!Number.isSafeInteger(offset) || offset < 0 || offset + length > this.#store.size) return null;
    const index = Math.floor(offset / WINDOW);
    const start = index * WINDOW;
    if (offset + length > start + WINDOW) return tryRead(this.#store, offset, length);
    const window = this.#load(index);
    if (window === null) return tryRead(this.#store, offset, length);
    return window.subarray(offset - start, offset - start + length);
  }

  #load(index: number): Uint8Array | null {
    let window = this.#windows.get(index);
    if (window === undefined) {
      const start = index * WINDOW;
      window = tryRead(this.#store, start, Math.min(WINDOW, this.#store.size - start));
    }
    this.#keep(index, window);
    return window;
  }

  #keep(index: number, window: Uint8Array | null): void {
    this.#windows.delete(index);
    this.#windows.set(index, window);
    if (this.#windows.size <= this.#most) return;
    const oldest = this.#windows.keys().next().value;
    if (oldest !== undefined) this.#windows.delete(oldest);
  }
}
