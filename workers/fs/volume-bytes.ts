import { roundDown, roundUp } from "../shared/numbers.ts";
import type { ReadableStore } from "../store/store.ts";
import { tryRead } from "../store/tolerant-read.ts";

/** Bytes. A read of 64 KiB costs no more than one of 4 KiB. */
const PAGE = 64 * 1024;
const LARGEST_READ = 1024 * 1024;
/** Bytes of pages that are kept. */
const CAPACITY = 12 * 1024 * 1024;

/**
 * The structures of a volume, read tolerantly in pages, the pages that were used last kept. Where a page can't be read, what was asked
 * for is read alone: a bad sector must not take its neighbours with it. The volume must not change.
 */
export class VolumeBytes {
  readonly #store: ReadableStore;
  /** In order of last use, oldest first; null for a page that can't be read as a whole. */
  readonly #pages = new Map<number, Uint8Array | null>();

  constructor(store: ReadableStore) {
    this.#store = store;
  }

  /** Bytes of the volume. */
  get size(): number {
    return this.#store.size;
  }

  /** A run; null where it can't be read, or reaches past the end. The caller must not change the bytes. @param length below 1 MiB */
  read(offset: number, length: number): Uint8Array | null {
    if (!Number.isSafeInteger(offset) || offset < 0 || length < 0 || offset + length > this.size) return null;
    const first = Math.floor(offset / PAGE);
    const within = offset - first * PAGE;
    if (within + length <= PAGE) {
      const page = this.#page(first);
      if (page !== null) return page.subarray(within, within + length);
      return tryRead(this.#store, offset, length);
    }
    this.ahead(offset, length);
    const bytes = new Uint8Array(length);
    for (let at = offset; at < offset + length;) {
      const number = Math.floor(at / PAGE);
      const page = this.#page(number);
      if (page === null) return tryRead(this.#store, offset, length);
      const part = page.subarray(at - number * PAGE, offset + length - number * PAGE);
      bytes.set(part, at - offset);
      at += part.length;
    }
    return bytes;
  }

  /** Reads the pages of a run that are not kept yet, neighbours in one read of at most 1 MiB. */
  ahead(offset: number, length: number): void {
    const end = Math.min(this.size, offset + length);
    if (!Number.isSafeInteger(offset) || offset < 0) return;
    let missing = -1;
    for (let at = roundDown(offset, PAGE); at < end; at += PAGE) {
      const isKept = this.#pages.has(at / PAGE);
      if (!isKept && missing < 0) missing = at;
      if (missing >= 0 && (isKept || at - missing >= LARGEST_READ)) {
        this.#load(missing, at);
        missing = isKept ? -1 : at;
      }
    }
    if (missing >= 0) this.#load(missing, roundUp(end, PAGE));
  }

  /** @param start of the first page @param end of the last page, may reach past the end */
  #load(start: number, end: number): void {
    const bytes = tryRead(this.#store, start, Math.min(end, this.size) - start);
    // Pages of their own: a slice of a large read would keep all of it.
    if (bytes !== null)
      for (let at = start; at < end; at += PAGE)
        this.#keep(at / PAGE, end - start > PAGE ? bytes.slice(at - start, at - start + PAGE) : bytes);
  }

  #page(number: number): Uint8Array | null {
    let page = this.#pages.get(number);
    if (page === undefined) {
      const at = number * PAGE;
      page = tryRead(this.#store, at, Math.min(PAGE, this.size - at));
    } else this.#pages.delete(number);
    this.#keep(number, page);
    return page;
  }

  #keep(number: number, page: Uint8Array | null): void {
    this.#pages.set(number, page);
    if (this.#pages.size <= CAPACITY / PAGE) return;
    const [oldest] = this.#pages.keys();
    if (oldest !== undefined) this.#pages.delete(oldest);
  }
}
